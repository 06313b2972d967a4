import type { StatementSync } from 'node:sqlite';
import type { CaptureCounts } from '../core/protocol/captureMessages.ts';
import type { RecordWindow } from '../core/record/record.ts';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import type { Statistics } from '../core/record/statistics.ts';
import type { CaptureErasure } from './captureErasure.ts';
import { CaptureSummary } from './captureSummary.ts';
import type { RecordReader } from './recordReader.ts';
import type { NewRecord } from './recordTable.ts';
import { maxTypeLength } from './storedRecord.ts';
import { StoredTimelineRecords } from './storedTimelineRecords.ts';
import { TimelineReader } from './timelineReader.ts';

const shownTypes = 100;

/** What a clear hid: it can be shown again until it is erased. */
interface Hidden {
  readonly erasure: CaptureErasure;
  /** The newest attempt when that was. */
  readonly attempt: number;
}

/** The records of a capture that are shown: those after the last clear. Counts them, and finds them by position. */
export class ShownRecords {
  /** Of the records that are shown. */
  #summary: CaptureSummary;
  /** Of those that `undo` would show; the same object where nothing is hidden. */
  #all: CaptureSummary;
  #erased: CaptureErasure;
  #hidden: Hidden | undefined;

  /** @param summary Of all records that are stored. @param erased What is no more. */
  constructor(summary: CaptureSummary, erased: CaptureErasure) {
    this.#summary = summary;
    this.#all = summary;
    this.#erased = erased;
  }

  /** The last record that is not shown; 0: all are. */
  get clearedSeq(): number {
    return (this.#hidden?.erasure ?? this.#erased).seq;
  }

  /** What is to be erased; `undefined`: nothing. */
  get hidden(): Hidden | undefined {
    return this.#hidden;
  }

  /** @param rows Reads records by `timelineRowsQuery`. */
  timeline(rows: StatementSync): TimelineReader {
    return new TimelineReader(this.#summary.timeline, new StoredTimelineRecords(rows, this.#summary.skipped));
  }

  statistics(): Statistics {
    return this.#summary.statistics.read();
  }

  /** Of all records that are stored; `undefined` while some of them are hidden. */
  get whole(): CaptureSummary | undefined {
    return this.#all === this.#summary ? this.#summary : undefined;
  }

  add({ kind, type, time, hasWarning, dataLength }: NewRecord): void {
    const code = recordKindCodes[kind];
    const shortType = type.length > maxTypeLength ? type.slice(0, maxTypeLength) : type;
    this.#summary.add(kind, code, shortType, time, hasWarning, dataLength);
    if (this.#all !== this.#summary) {
      this.#all.add(kind, code, shortType, time, hasWarning, dataLength);
    }
  }

  counts(): Pick<
    CaptureCounts,
    | 'records'
    | 'kinds'
    | 'types'
    | 'typeCount'
    | 'warnings'
    | 'heartbeats'
    | 'clearedSeq'
    | 'clearedRecords'
    | 'clearedBytes'
  > {
    const kinds = this.#summary.kindTotals();
    const records = total(recordKinds, this.#summary);
    return {
      records,
      kinds,
      types: this.#summary.types(shownTypes),
      typeCount: this.#summary.typeCount,
      warnings: this.#summary.warnings,
      heartbeats: this.#summary.heartbeats,
      clearedSeq: this.clearedSeq,
      clearedRecords: this.#all === this.#summary ? 0 : total(recordKinds, this.#all) - records,
      clearedBytes: (this.#hidden?.erasure ?? this.#erased).bodyEnd,
    };
  }

  /** @param first Position of the first row among all shown records of the given kinds, from 0. */
  window(reader: RecordReader, kinds: readonly RecordKind[], first: number, count: number): RecordWindow {
    const shown = total(kinds, this.#summary);
    if (first >= shown || count === 0 || kinds.length === 0) {
      return { total: shown, first, rows: [] };
    }
    // The row before the first one gives the gap, so that the place is looked up for it where there is one.
    const hasRowBefore = first > 0;
    const { afterSeq, skip } = this.#summary.kinds.locate(kinds, hasRowBefore ? first - 1 : first);
    const place = { afterSeq: Math.max(afterSeq, this.clearedSeq), skip: skip + (hasRowBefore ? 1 : 0) };
    return { total: shown, first, rows: reader.rows(kinds, place, count, hasRowBefore) };
  }

  /** Hides everything so far. What was hidden before is to be erased first. */
  hide(erasure: CaptureErasure, attempt: number): void {
    this.#all = this.#summary;
    this.#summary = new CaptureSummary(erasure.seq);
    this.#hidden = { erasure, attempt };
  }

  /** Shows again what is hidden. */
  undo(): void {
    this.#summary = this.#all;
    this.#hidden = undefined;
  }

  /** What was hidden is erased now. */
  erase(erasure: CaptureErasure): void {
    this.#all = this.#summary;
    this.#hidden = undefined;
    this.#erased = erasure;
  }
}

function total(kinds: readonly RecordKind[], summary: CaptureSummary): number {
  return kinds.reduce((sum, kind) => sum + summary.kinds.total(kind), 0);
}
