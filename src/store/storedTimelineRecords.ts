import type { StatementSync } from 'node:sqlite';
import type { TimelineRecord, TimelineRecords } from '../core/record/timelineIndex.ts';
import { isWarningNote } from '../core/sse/diagnosticNote.ts';
import { kindOfCode, maxTypeLength } from './storedRecord.ts';

const columns = 'seq, kind, time, type, note';

/** Reads the records after one number up to another, as `StoredTimelineRecords` takes them. */
export const timelineRowsQuery = `SELECT ${columns} FROM record WHERE seq > ? AND seq <= ? ORDER BY seq`;

/** Reads one record, as `timelineRecordOf` takes it. */
export const timelineRowQuery = `SELECT ${columns} FROM record WHERE seq = ?`;

/** The records of a capture from one on, by position. */
export class StoredTimelineRecords implements TimelineRecords {
  readonly #rows: StatementSync;
  readonly #skipped: number;

  /** @param skipped Number of records at the beginning of the capture that do not count. */
  constructor(rows: StatementSync, skipped: number) {
    this.#rows = rows;
    this.#skipped = skipped;
  }

  scan(first: number, end: number, visit: (record: TimelineRecord) => void): void {
    for (const row of this.#rows.all(this.#skipped + first, this.#skipped + end)) {
      visit(timelineRecordOf(row));
    }
  }

  positionOf(seq: number): number {
    return Math.max(0, seq - this.#skipped - 1);
  }
}

/** A row of `timelineRowsQuery`, as a timeline wants it. */
export function timelineRecordOf({ seq, kind, time, type, note }: Record<string, unknown>): TimelineRecord {
  const known = kindOfCode(Number(kind)) ?? 'invalid';
  return {
    seq: Number(seq),
    kind: known,
    time: Number(time),
    type: known !== 'event' ? '' : typeof type === 'string' ? type.slice(0, maxTypeLength) : 'message',
    hasWarning: known !== 'connection' && typeof note === 'string' && isWarningNote(note),
  };
}
