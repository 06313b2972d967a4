import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RecordPredicate } from '../core/query/matchQuery.ts';
import type { Needle } from '../core/query/necessaryText.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import { BodyPrefilter } from './bodyPrefilter.ts';
import { MatchTimeline } from './matchTimeline.ts';
import type { MatchRange } from './bodyPrefilter.ts';
import type { RecordCondition } from './recordCondition.ts';
import type { RecordReader } from './recordReader.ts';
import { ScannedRecord } from './scannedRecord.ts';
import { SeqList } from './seqList.ts';
import { checkRecord, isBlock, recordColumns } from './storedRecord.ts';
import type { StoredRecord } from './storedRecord.ts';

/** Records to read at once. */
const batchSize = 500;
/** Records to look for in the database at once, where a condition rules some out. */
const conditionSpan = 5000;
/** After so many pages in a row that are full of matches, records are no longer looked for from afar. */
const maxDensePages = 6;
/** More ranges than these are taken for one. */
const maxRanges = 1000;

/** What to look for. */
export interface SearchOptions {
  readonly predicate: RecordPredicate;
  readonly kinds: readonly RecordKind[];
  /** Texts of which each match has one in its bytes, where that is known. */
  readonly texts: readonly Needle[] | undefined;
  /** What each match meets, and the kinds with it, where that is known. */
  readonly condition: RecordCondition | undefined;
  /** Only records with a greater number. */
  readonly afterSeq: number;
}

/** Finds the records of a capture that match a query, piece by piece, and goes on as the capture grows. */
export class RecordSearch {
  readonly matches = new SeqList();
  readonly timeline: MatchTimeline;
  readonly #reader: RecordReader;
  readonly #options: SearchOptions;
  readonly #batch: StatementSync;
  readonly #end: StatementSync;
  readonly #newest: StatementSync;
  readonly #meeting: StatementSync | undefined;
  #prefilter: BodyPrefilter | undefined;
  #densePages = 0;
  #subject: ScannedRecord | undefined;
  /** Number of the last record that is decided. */
  #scanned: number;
  /** Where texts stand whose records are not all decided, in order. */
  #ranges: readonly MatchRange[] = [];

  constructor(database: DatabaseSync, reader: RecordReader, options: SearchOptions) {
    this.#reader = reader;
    this.timeline = new MatchTimeline(database, this.matches);
    this.#options = options;
    this.#scanned = options.afterSeq;
    this.#batch = database.prepare(`SELECT ${recordColumns} FROM record WHERE seq > ? ORDER BY seq LIMIT ?`);
    this.#end = database.prepare('SELECT start + length AS "end" FROM record WHERE seq = ?');
    this.#newest = database.prepare('SELECT max(seq) AS seq FROM record');
    const start = Number(this.#end.get(options.afterSeq)?.['end'] ?? 0);
    const { condition, texts } = options;
    this.#meeting =
      condition &&
      database.prepare(
        `SELECT ${recordColumns} FROM record WHERE seq > ? AND seq <= ? AND ${condition.sql} ORDER BY seq`,
      );
    const isPrefiltered = texts !== undefined && condition?.isExact !== true;
    this.#prefilter = isPrefiltered ? new BodyPrefilter(database, texts, start) : undefined;
  }

  /** Number of the last record that is decided. */
  get scanned(): number {
    return this.#scanned;
  }

  /** Goes on with one piece of work. Returns whether there was any. */
  advance(): boolean {
    if (this.#prefilter !== undefined) {
      return this.#advanceFiltered(this.#prefilter);
    }
    const { condition } = this.#options;
    return this.#meeting === undefined || condition === undefined
      ? this.#scan() > 0
      : this.#scanMeeting(this.#meeting, condition);
  }

  #advanceFiltered(prefilter: BodyPrefilter): boolean {
    const [range, ...rest] = this.#ranges;
    if (range !== undefined) {
      this.#skipTo(range.first);
      if (this.#scan(range.last) > 0) {
        return true;
      }
    }
    const page = prefilter.next();
    if (page === undefined) {
      // What is left waits for records: a block becomes one when it or its body ends.
      return false;
    }
    this.#densePages = page.isDense ? this.#densePages + 1 : 0;
    if (this.#densePages > maxDensePages) {
      this.#prefilter = undefined;
      return true;
    }
    this.#ranges = joined(range === undefined ? rest : [range, ...rest], page.ranges);
    if (this.#ranges.length === 0) {
      this.#skipTo(page.end);
    }
    return true;
  }

  /** Decides the next records by looking only at those that meet the condition. Returns whether there were any. */
  #scanMeeting(meeting: StatementSync, { values, isExact }: RecordCondition): boolean {
    const newest = Number(this.#newest.get()?.['seq'] ?? 0);
    const end = Math.min(this.#scanned + conditionSpan, newest);
    if (this.#scanned >= end) {
      return false;
    }
    for (const row of meeting.iterate(this.#scanned, end, ...values)) {
      const record = checkRecord(row);
      if (isExact) {
        this.#add(record);
      } else {
        this.#decide(record);
      }
    }
    this.#scanned = end;
    return true;
  }

  /**
   * Decides the next records. Where a match is at stake, only to the end of the block that has its first byte: lines that
   * are records of their own come before the block around them.
   */
  #scan(match?: number): number {
    let count = 0;
    for (const row of this.#batch.iterate(this.#scanned, batchSize)) {
      const record = checkRecord(row);
      this.#decide(record);
      count += 1;
      if (match !== undefined && isBlock(record.kind) && record.start + record.length > match) {
        this.#ranges = this.#ranges.slice(1);
        break;
      }
    }
    return count;
  }

  #decide(record: StoredRecord): void {
    this.#subject ??= new ScannedRecord(this.#reader, record);
    this.#subject.show(record);
    if (this.#options.kinds.includes(record.kind) && this.#options.predicate(this.#subject)) {
      this.#add(record);
    }
    this.#scanned = record.seq;
  }

  #add(record: StoredRecord): void {
    this.matches.push(record.seq);
    this.timeline.add(record);
  }

  /** Leaves out all records that end by the given offset. Ends never go back from one record to the next. */
  #skipTo(end: number): void {
    let low = this.#scanned;
    let high = Number(this.#newest.get()?.['seq'] ?? low);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (Number(this.#end.get(middle)?.['end'] ?? 0) <= end) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    this.#scanned = Math.max(this.#scanned, low);
  }
}

/** Keeps the list short while one block goes on over many pages. */
function joined(before: readonly MatchRange[], after: readonly MatchRange[]): readonly MatchRange[] {
  const first = before[0];
  const last = after.at(-1);
  return first !== undefined && last !== undefined && before.length + after.length > maxRanges
    ? [{ first: first.first, last: last.last }]
    : [...before, ...after];
}
