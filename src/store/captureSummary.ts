import * as v from 'valibot';
import { isHeartbeat } from '../core/record/heartbeat.ts';
import { recordKinds } from '../core/record/recordKind.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import { StatisticsAccumulator, storedStatisticsSchema } from '../core/record/statisticsAccumulator.ts';
import { TimelineIndex } from '../core/record/timelineIndex.ts';
import type { TypeCount } from '../core/connection/sessionSnapshot.ts';
import { KindIndex } from './kindIndex.ts';

/** More types than this are counted as records, but not by name: a hostile stream names a new one with every event. */
const maxTypes = 1000;

const storedSummarySchema = v.object({
  records: v.number(),
  warnings: v.number(),
  heartbeats: v.number(),
  types: v.array(v.tuple([v.string(), v.number()])),
  timeline: v.object({
    length: v.number(),
    pageSize: v.number(),
    lanes: v.array(v.object({ name: v.string(), source: v.picklist(['type', 'kind', 'diagnostic']) })),
  }),
  statistics: storedStatisticsSchema,
});

/** A summary as a capture keeps it: what JSON can hold, and numbers as bytes. */
export interface StoredSummary {
  readonly json: string;
  readonly kinds: Uint8Array;
  readonly timeline: Uint8Array;
}

/** What is counted of a capture while it grows, in memory that hardly does. */
export class CaptureSummary {
  readonly kinds = new KindIndex();
  readonly timeline = new TimelineIndex();
  readonly statistics = new StatisticsAccumulator();
  /** Number of records at the beginning of the capture that do not count. */
  readonly skipped: number;
  readonly #types = new Map<string, number>();
  #warnings = 0;
  #heartbeats = 0;

  constructor(skipped: number) {
    this.skipped = skipped;
    this.kinds.skip(skipped);
  }

  get warnings(): number {
    return this.#warnings;
  }

  /** Records that only keep the connection alive. */
  get heartbeats(): number {
    return this.#heartbeats;
  }

  /** Types that are counted by name. */
  get typeCount(): number {
    return this.#types.size;
  }

  /** @param dataLength Bytes of data. */
  add(kind: RecordKind, kindCode: number, type: string, time: number, hasWarning: boolean, dataLength: number): void {
    this.kinds.add(kindCode);
    this.timeline.add(kind, type, time, hasWarning);
    if (hasWarning) {
      this.#warnings += 1;
    }
    if (isHeartbeat(kind, type, dataLength)) {
      this.#heartbeats += 1;
    }
    if (kind === 'event') {
      this.statistics.add(type, time, dataLength);
      const count = this.#types.get(type);
      if (count !== undefined || this.#types.size < maxTypes) {
        this.#types.set(type, (count ?? 0) + 1);
      }
    }
  }

  /** The most frequent types first. */
  types(limit: number): TypeCount[] {
    return [...this.#types]
      .map(([type, count]) => ({ type, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, limit);
  }

  kindTotals(): Record<RecordKind, number> {
    const totals = {} as Record<RecordKind, number>;
    for (const kind of recordKinds) {
      totals[kind] = this.kinds.total(kind);
    }
    return totals;
  }

  store(): StoredSummary {
    const { head, bytes } = this.timeline.store();
    const json = JSON.stringify({
      records: this.kinds.length,
      warnings: this.#warnings,
      heartbeats: this.#heartbeats,
      types: [...this.#types],
      timeline: head,
      statistics: this.statistics.store(),
    });
    return { json, kinds: this.kinds.store(), timeline: bytes };
  }

  /** Throws where the stored form is not one; then the summary has to be made from the records. */
  restore({ json, kinds, timeline }: StoredSummary): void {
    const stored = v.parse(storedSummarySchema, JSON.parse(json));
    this.kinds.restore(kinds, stored.records);
    this.timeline.restore(stored.timeline, timeline);
    this.statistics.restore(stored.statistics);
    this.#warnings = stored.warnings;
    this.#heartbeats = stored.heartbeats;
    for (const [type, count] of stored.types) {
      this.#types.set(type, count);
    }
  }
}
