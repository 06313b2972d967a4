import type { RecordKind } from './recordKind.ts';
import type { TimelineLane } from './timeline.ts';

const binCount = 2048;
const firstBinMs = 8;
/** More lanes than anybody can tell apart; events of further types count as events of no particular type. */
const maxLanes = 64;

/** A timeline accumulator as it is stored. */
export interface StoredTimeline {
  readonly binMs: number;
  readonly end: number;
  readonly lanes: readonly (TimelineLane & { readonly counts: readonly number[] })[];
}

interface Lane {
  readonly name: string;
  readonly source: 'type' | 'kind';
  readonly counts: Uint32Array;
}

/**
 * Counts records per stretch of time and lane in memory that does not grow: when the capture outlasts the bins, two
 * become one, so that a bin is always between 1/1024 and 1/2048 of the whole.
 */
export class TimelineAccumulator {
  #binMs = firstBinMs;
  /** Bins in use. */
  #used = 0;
  readonly #types = new Map<string, Lane>();
  readonly #kinds = new Map<string, Lane>();

  /** @param time Milliseconds since the capture began; not before the one of the call before. */
  add(kind: RecordKind, type: string, time: number): void {
    let bin = Math.floor(time / this.#binMs);
    while (bin >= binCount) {
      this.#fold();
      bin = Math.floor(time / this.#binMs);
    }
    if (bin < 0) {
      bin = 0;
    }
    if (bin >= this.#used) {
      this.#used = bin + 1;
    }
    const counts = this.#lane(kind, type).counts;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }

  /** The counts so far in at most `bins` bins, lanes of types first, the fullest first. */
  read(bins: number): { readonly binMs: number; readonly bins: number; readonly lanes: readonly TimelineLane[] } {
    const group = Math.max(1, Math.ceil(this.#used / bins));
    const length = Math.ceil(this.#used / group);
    const lanes = [...this.#types.values(), ...this.#kinds.values()].map(({ name, source, counts }) => {
      const grouped = new Array<number>(length).fill(0);
      for (let bin = 0; bin < this.#used; bin += 1) {
        const at = Math.floor(bin / group);
        grouped[at] = (grouped[at] ?? 0) + (counts[bin] ?? 0);
      }
      return { name, source, counts: grouped };
    });
    return { binMs: this.#binMs * group, bins: length, lanes };
  }

  store(): StoredTimeline {
    const { lanes } = this.read(binCount);
    return { binMs: this.#binMs, end: this.#used, lanes };
  }

  restore(stored: StoredTimeline): void {
    this.#binMs = stored.binMs;
    this.#used = Math.min(stored.end, binCount);
    for (const { name, source, counts } of stored.lanes) {
      const lane = { name, source, counts: new Uint32Array(binCount) };
      lane.counts.set(counts.slice(0, binCount));
      (source === 'type' ? this.#types : this.#kinds).set(name, lane);
    }
  }

  #lane(kind: RecordKind, type: string): Lane {
    const ofType = kind === 'event' ? this.#types.get(type) : undefined;
    if (ofType !== undefined) {
      return ofType;
    }
    if (kind === 'event' && this.#types.size < maxLanes) {
      return addLane(this.#types, type, 'type');
    }
    return this.#kinds.get(kind) ?? addLane(this.#kinds, kind, 'kind');
  }

  #fold(): void {
    this.#binMs *= 2;
    this.#used = Math.ceil(this.#used / 2);
    for (const { counts } of [...this.#types.values(), ...this.#kinds.values()]) {
      for (let bin = 0; bin < binCount / 2; bin += 1) {
        counts[bin] = (counts[2 * bin] ?? 0) + (counts[2 * bin + 1] ?? 0);
      }
      counts.fill(0, binCount / 2);
    }
  }
}

function addLane(lanes: Map<string, Lane>, name: string, source: Lane['source']): Lane {
  const lane = { name, source, counts: new Uint32Array(binCount) };
  lanes.set(name, lane);
  return lane;
}
