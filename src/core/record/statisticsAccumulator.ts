import * as v from 'valibot';
import { LogHistogram } from './logHistogram.ts';
import type { Distribution, EventStatistics, RateStatistics, Statistics } from './statistics.ts';

/** More types than these share one set of figures, so that a hostile stream does not fill the memory. */
const maxTypes = 64;
/** Gaps are counted in microseconds: clocks are not finer. */
const gapUnits = 1000;
/** A shorter time has no mean rate. Milliseconds. */
const shortestMs = 1000;

const histogramSchema = v.object({ max: v.number(), buckets: v.array(v.tuple([v.number(), v.number()])) });

const figuresSchema = v.object({
  bytes: v.number(),
  first: v.number(),
  last: v.number(),
  second: v.number(),
  secondEvents: v.number(),
  secondBytes: v.number(),
  peakEvents: v.number(),
  peakBytes: v.number(),
  gaps: histogramSchema,
  sizes: histogramSchema,
});

/** A statistics accumulator as it is stored. */
export const storedStatisticsSchema = v.object({
  all: figuresSchema,
  types: v.array(v.tuple([v.string(), figuresSchema])),
});

export type StoredStatistics = v.InferOutput<typeof storedStatisticsSchema>;

/** Keeps the figures of the events of a capture while it grows, in memory that is bounded whatever the stream brings. */
export class StatisticsAccumulator {
  #all = new Figures();
  readonly #types = new Map<string, Figures>();

  /**
   * @param time Milliseconds since the capture began.
   * @param size Bytes of the event's data.
   */
  add(type: string, time: number, size: number): void {
    this.#all.add(time, size);
    const known = this.#types.get(type);
    if (known !== undefined) {
      known.add(time, size);
    } else if (this.#types.size < maxTypes) {
      const figures = new Figures();
      figures.add(time, size);
      this.#types.set(type, figures);
    }
  }

  read(): Statistics {
    const types = [...this.#types].map(([type, figures]) => ({ type, ...figures.read() }));
    const all = this.#all.read();
    const known = types.reduce((sum, { events }) => sum + events, 0);
    return { all, types, otherEvents: all.events - known };
  }

  store(): StoredStatistics {
    return { all: this.#all.store(), types: [...this.#types].map(([type, figures]) => [type, figures.store()]) };
  }

  restore({ all, types }: StoredStatistics): void {
    this.#all = new Figures(all);
    for (const [type, stored] of types) {
      this.#types.set(type, new Figures(stored));
    }
  }
}

type StoredFigures = v.InferOutput<typeof figuresSchema>;

/** Figures of some events. */
class Figures {
  #bytes = 0;
  #first = 0;
  #last = 0;
  /** The second of the newest event, and what came within it so far. */
  #second = -1;
  #secondEvents = 0;
  #secondBytes = 0;
  #peakEvents = 0;
  #peakBytes = 0;
  readonly #gaps = new LogHistogram();
  readonly #sizes = new LogHistogram();

  constructor(stored?: StoredFigures) {
    if (stored !== undefined) {
      this.#bytes = stored.bytes;
      this.#first = stored.first;
      this.#last = stored.last;
      this.#second = stored.second;
      this.#secondEvents = stored.secondEvents;
      this.#secondBytes = stored.secondBytes;
      this.#peakEvents = stored.peakEvents;
      this.#peakBytes = stored.peakBytes;
      this.#gaps.restore(stored.gaps);
      this.#sizes.restore(stored.sizes);
    }
  }

  add(time: number, size: number): void {
    if (this.#sizes.count === 0) {
      this.#first = time;
    } else {
      this.#gaps.add(Math.max(0, Math.round((time - this.#last) * gapUnits)));
    }
    this.#last = time;
    this.#bytes += size;
    this.#sizes.add(size);
    const second = Math.floor(time / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondEvents = 0;
      this.#secondBytes = 0;
    }
    this.#secondEvents += 1;
    this.#secondBytes += size;
    this.#peakEvents = Math.max(this.#peakEvents, this.#secondEvents);
    this.#peakBytes = Math.max(this.#peakBytes, this.#secondBytes);
  }

  read(): EventStatistics {
    const events = this.#sizes.count;
    return {
      events,
      bytes: this.#bytes,
      firstAt: events === 0 ? null : this.#first,
      rate: this.#rate(events, this.#peakEvents),
      byteRate: this.#rate(this.#bytes, this.#peakBytes),
      gap: distribution(this.#gaps, gapUnits),
      size: distribution(this.#sizes, 1),
    };
  }

  store(): StoredFigures {
    return {
      bytes: this.#bytes,
      first: this.#first,
      last: this.#last,
      second: this.#second,
      secondEvents: this.#secondEvents,
      secondBytes: this.#secondBytes,
      peakEvents: this.#peakEvents,
      peakBytes: this.#peakBytes,
      gaps: storedHistogram(this.#gaps),
      sizes: storedHistogram(this.#sizes),
    };
  }

  #rate(total: number, peak: number): RateStatistics {
    const ms = this.#last - this.#first;
    // Over less, what came at once would be a mean beyond any peak.
    return { mean: ms < shortestMs ? null : (total / ms) * 1000, peak };
  }
}

function distribution(values: LogHistogram, units: number): Distribution | null {
  const at = (share: number): number => values.percentile(share) / units;
  return values.count === 0 ? null : { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: values.max / units };
}

function storedHistogram(values: LogHistogram): StoredFigures['sizes'] {
  const { max, buckets } = values.store();
  return { max, buckets: buckets.map(([bucket, count]) => [bucket, count]) };
}
