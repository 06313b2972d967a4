import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { StatisticsAccumulator } from '../core/record/statisticsAccumulator.ts';
import { TimelineIndex } from '../core/record/timelineIndex.ts';
import type { TimelineRecord, TimelineRecords } from '../core/record/timelineIndex.ts';
import { diagnosticRules } from '../core/sse/diagnostic.ts';
import type { SeqList } from './seqList.ts';
import type { StoredRecord } from './storedRecord.ts';
import { timelineRecordOf, timelineRowQuery } from './storedTimelineRecords.ts';
import { TimelineReader } from './timelineReader.ts';

/** Timeline and statistics of the matches of a search. */
export class MatchTimeline {
  readonly statistics = new StatisticsAccumulator();
  readonly reader: TimelineReader;
  readonly #index = new TimelineIndex();

  /** @param matches Each is added here as well, at the same time. */
  constructor(database: DatabaseSync, matches: SeqList) {
    this.reader = new TimelineReader(this.#index, new MatchRecords(database.prepare(timelineRowQuery), matches));
  }

  add({ kind, type, time, diagnostics, dataLength }: StoredRecord): void {
    const hasWarning = diagnostics.some(({ code }) => diagnosticRules[code].severity !== 'info');
    this.#index.add(kind, type, time, hasWarning);
    if (kind === 'event') {
      this.statistics.add(type, time, dataLength);
    }
  }
}

/** Matches by their position. */
class MatchRecords implements TimelineRecords {
  readonly #row: StatementSync;
  readonly #matches: SeqList;

  constructor(row: StatementSync, matches: SeqList) {
    this.#row = row;
    this.#matches = matches;
  }

  scan(first: number, end: number, visit: (record: TimelineRecord) => void): void {
    for (const seq of this.#matches.slice(first, end - first)) {
      const row = this.#row.get(seq);
      if (row !== undefined) {
        visit(timelineRecordOf(row));
      }
    }
  }

  positionOf(seq: number): number {
    return this.#matches.positionOf(seq);
  }
}
