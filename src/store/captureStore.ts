import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import * as v from 'valibot';
import { keptAttemptSchema } from '../core/connection/attempt.ts';
import type { Attempt, KeptAttempt } from '../core/connection/attempt.ts';
import { connectionChangeSchema } from '../core/connection/connectionChange.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import { ResumeCheck } from '../core/connection/resume.ts';
import type { Resume } from '../core/connection/resume.ts';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import type { RecordDetail, RecordWindow } from '../core/record/record.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import { spansOfChanges } from '../core/record/timelineSpans.ts';
import type { Timeline } from '../core/record/timeline.ts';
import { isWarningNote, noteOfDiagnostics } from '../core/sse/diagnosticNote.ts';
import type { ParsedRecord } from '../core/sse/parsedRecord.ts';
import { defaultStreamLimits } from '../core/sse/streamLimits.ts';
import { StreamParser } from '../core/sse/streamParser.ts';
import type { BodyEnd, CaptureCounts } from '../core/protocol/captureMessages.ts';
import { BodyLikeness } from './bodyLikeness.ts';
import { CaptureBody } from './captureBody.ts';
import { nothingErased, readErased } from './captureErasure.ts';
import type { CaptureErasure } from './captureErasure.ts';
import { captureInfoSchema } from './captureInfo.ts';
import type { CaptureInfo } from './captureInfo.ts';
import { captureFormat, captureSchema } from './captureSchema.ts';
import { CaptureSummary } from './captureSummary.ts';
import { RecordReader } from './recordReader.ts';
import type { ContentLimits } from './recordReader.ts';
import { maxTypeLength } from './storedRecord.ts';

/** Changes after which no further one was to come. */
const finalChanges: readonly ConnectionChange['change'][] = ['stopped', 'finished', 'failed', 'interrupted'];

const shownTypes = 100;
/** More changes of connection than this are not drawn; the newest are. */
const maxSpanChanges = 4000;
/** Records between two saves of the summary: what has to be read again after a crash. */
const summaryInterval = 200_000;
/** Records before a resume whose IDs are compared with those after it, and the longest ID that is, in characters. */
const resumeRecords = 10_000;
const maxResumeId = 1000;

/** How a body begins. */
export interface BodyBeginning {
  readonly attempt: number;
  /**
   * The ID that applies until the body sets one. Where it is not the last one received, the record before, which tells
   * of the request, is what sets it.
   */
  readonly lastEventId: string;
  /** Value of the Last-Event-ID header; empty: there was none. */
  readonly lastEventIdSent: string;
  /** A block that is longer is not taken. Bytes. */
  readonly maxBlockBytes: number;
}

/**
 * One capture in one SQLite file: takes the bytes of a stream, parses and stores them, and reads windows of what is
 * stored. Synchronous; lives in the capture thread.
 */
export class CaptureStore {
  readonly #database: DatabaseSync;
  readonly #reader: RecordReader;
  readonly #insertRecord: StatementSync;
  /** The same for an event without diagnostics, which most records are: each value bound costs. */
  readonly #insertEvent: StatementSync;
  readonly #insertChange: StatementSync;
  readonly #insertBody: StatementSync;
  readonly #extendRecord: StatementSync;
  readonly #setInfo: StatementSync;

  /** Counts of what is shown: everything after the last clear. */
  #shown: CaptureSummary;
  /** Counts of what `undoClear` would show; the same object where nothing is cleared. */
  #all: CaptureSummary;
  /** Records up to this number are cleared. */
  #clearedSeq = 0;
  #savedSeq = 0;

  #seq = 0;
  #idSeq = 0;
  /** Bytes of all bodies so far. */
  #bodyEnd = 0;
  #attempt = 0;
  #attemptStart = 0;
  #likeness = new BodyLikeness(0);
  /** Record of the request that set another ID than the one received last; 0: none did. */
  #overrideSeq = 0;
  /** The ID received last before that. */
  #receivedBefore = '';
  /** The newest record that the parser found. */
  #parsedSeq = 0;
  /** Waits for what the body at hand says of the Last-Event-ID that it was asked for with. */
  #resume: ResumeCheck | undefined;
  #parser: StreamParser | undefined;
  #lastEventId = '';
  #lastTime = 0;

  /** Arrival times of the chunks of the batch at hand. */
  #chunks: Float64Array = new Float64Array(0);
  #chunkAt = 0;

  /** Events stored since the capture was opened. */
  #receivedEvents = 0;
  /** What the last clear hid and the next one erases. */
  #cleared: CaptureErasure | undefined;
  /** The newest attempt when that was. */
  #clearedAttempt = 0;
  #erased = nothingErased;
  #failure: Error | undefined;

  /**
   * Opens a capture file. Throws where it cannot be opened so: `create` wants no capture there, the others want one of
   * this version. To `open` one completes what an interrupted run left; to `read` one changes nothing.
   */
  constructor(file: string, mode: 'create' | 'open' | 'read') {
    this.#database = new DatabaseSync(file, { readOnly: mode === 'read' });
    try {
      this.#database.exec('PRAGMA busy_timeout = 5000');
      this.#checkFormat(file, mode);
      if (mode === 'create') {
        // Large pages hold a whole batch of bodies in a few.
        this.#database.exec('PRAGMA page_size = 32768');
      }
      if (mode !== 'read') {
        // Only a loss of power needs the sync. What is erased is overwritten.
        this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 256');
        this.#database.exec('PRAGMA secure_delete = ON');
      }
      if (mode === 'create') {
        this.#database.exec(captureSchema);
      }
      this.#insertRecord = this.#database.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
      this.#insertEvent = this.#database.prepare(
        `INSERT INTO record VALUES (?1, ${recordKindCodes.event}, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, NULL)`,
      );
      this.#insertChange = this.#database.prepare('INSERT INTO change VALUES (?, ?, ?)');
      this.#insertBody = this.#database.prepare('INSERT INTO body VALUES (?, ?, ?)');
      this.#extendRecord = this.#database.prepare('UPDATE record SET length = length + ? WHERE seq = ?');
      this.#setInfo = this.#database.prepare('INSERT OR REPLACE INTO info VALUES (?, ?)');
      this.#reader = new RecordReader(this.#database, new CaptureBody(this.#database));
      this.#shown = new CaptureSummary(0);
      this.#all = this.#shown;
      if (mode !== 'create') {
        this.#restore();
      }
      if (mode === 'open') {
        this.#completeInterrupted();
      }
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Why nothing can be recorded any more; `undefined`: all is well. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Takes orders again after a failure, from what is stored. */
  recover(): void {
    this.#failure = undefined;
    this.#restore();
  }

  /** What was saved of the session; `undefined` in a new capture. */
  info(): CaptureInfo | undefined {
    const json = this.#readInfo('session');
    return typeof json === 'string' ? v.parse(captureInfoSchema, JSON.parse(json)) : undefined;
  }

  saveInfo(info: CaptureInfo): void {
    this.#refuseAfterFailure();
    this.#setInfo.run('session', JSON.stringify(info));
  }

  saveAttempt(attempt: KeptAttempt): void {
    this.#refuseAfterFailure();
    this.#setInfo.run(attemptKey(attempt.number), JSON.stringify(attempt));
  }

  /** What is known of an attempt; `undefined` where nothing was saved of it. */
  attempt(number: number): Attempt | undefined {
    const json = this.#readInfo(attemptKey(number));
    return typeof json === 'string'
      ? { ...v.parse(keptAttemptSchema, JSON.parse(json)), firstEventAt: this.#firstEventAt(number) }
      : undefined;
  }

  /** Begins the body of the next attempt. */
  beginBody({ attempt, lastEventId, lastEventIdSent, maxBlockBytes }: BodyBeginning): void {
    this.#transaction(() => {
      this.#attempt = attempt;
      this.#attemptStart = this.#bodyEnd;
      this.#likeness = new BodyLikeness(this.#receivedEvents);
      this.#database.prepare('INSERT OR REPLACE INTO attempt VALUES (?, ?)').run(attempt, this.#bodyEnd);
      if (lastEventId !== this.#lastEventId) {
        this.#receivedBefore = this.#receivedId();
        this.#lastEventId = lastEventId;
        this.#idSeq = this.#seq;
        this.#overrideSeq = this.#seq;
        this.#database.prepare('UPDATE record SET id = ? WHERE seq = ?').run(lastEventId, this.#seq);
      }
      const seq = this.#seq;
      const knownIds = (): readonly string[] => this.#reader.idsUntil(seq, resumeRecords, maxResumeId);
      this.#resume = lastEventIdSent === '' ? undefined : new ResumeCheck(lastEventIdSent, knownIds);
      this.#parser = new StreamParser(
        { record: (record) => this.#record(record), extend: (bytes) => this.#extendRecord.run(bytes, this.#parsedSeq) },
        this.#lastEventId,
        { ...defaultStreamLimits, maxBlockBytes },
      );
    });
  }

  /**
   * Stores the next bytes of the body in one transaction. Returns the bytes of the block at hand where they are more than
   * can be taken.
   *
   * @param bytes They are not kept.
   * @param chunks Pairs of offset after the chunk's last byte, counted in `bytes`, and arrival time in milliseconds.
   */
  write(bytes: Uint8Array, chunks: Float64Array): number | undefined {
    this.#transaction(() => {
      this.#chunks = chunks;
      this.#chunkAt = 0;
      this.#insertBody.run(this.#bodyEnd, bytes, this.#absoluteChunks(chunks));
      this.#parser?.push(bytes);
      this.#likeness.add(bytes);
      this.#bodyEnd += bytes.length;
      this.#lastTime = chunks.at(-1) ?? this.#lastTime;
    });
    if (this.#seq - this.#savedSeq >= summaryInterval) {
      this.#saveSummary();
    }
    return this.#parser?.overlongBlock;
  }

  /** Ends the body: what is unfinished is dropped and recorded as such. */
  endBody(): BodyEnd {
    this.#chunks = new Float64Array(0);
    const parser = this.#parser;
    this.#parser = undefined;
    if (parser === undefined) {
      return { lastEventId: this.#lastEventId, retryMs: undefined, likeness: '' };
    }
    const end = this.#transaction(() => {
      const ended = parser.end();
      if (this.#resume !== undefined) {
        this.#resumed(this.#resume.end(), this.#lastTime, this.#bodyEnd);
      }
      return ended;
    });
    this.#lastEventId = end.lastEventId;
    return { ...end, likeness: this.#likeness.read(this.#receivedEvents) };
  }

  /** Records a change of the connection. */
  change(change: ConnectionChange, time: number): void {
    this.#transaction(() => {
      this.#lastTime = time;
      this.#storeChange(change, time, this.#bodyEnd);
    });
  }

  counts(): CaptureCounts {
    const kinds = this.#shown.kindTotals();
    return {
      records: recordKinds.reduce((sum, kind) => sum + kinds[kind], 0),
      kinds,
      types: this.#shown.types(shownTypes),
      bytes: this.#bodyEnd,
      lastEventId: this.#parser?.lastEventId ?? this.#lastEventId,
      receivedId: this.#receivedId(),
      clearedBytes: (this.#cleared ?? this.#erased).bodyEnd,
      retryMs: this.#parser?.retryMs,
      warnings: this.#shown.warnings,
      clearedSeq: this.#clearedSeq,
      clearedRecords: this.#all === this.#shown ? 0 : this.#count(recordKinds, this.#all) - this.#count(recordKinds),
      receivedEvents: this.#receivedEvents,
      lastTime: this.#lastTime,
    };
  }

  /** @param first Position of the first row among all shown records of the given kinds, from 0. */
  window(kinds: readonly RecordKind[], first: number, count: number): RecordWindow {
    const total = this.#count(kinds);
    if (first >= total || count === 0 || kinds.length === 0) {
      return { total, first, rows: [] };
    }
    // The row before the first one gives the gap, so that the place is looked up for it where there is one.
    const hasRowBefore = first > 0;
    const place = this.#shown.kinds.locate(kinds, hasRowBefore ? first - 1 : first);
    const shownPlace = place.afterSeq < this.#clearedSeq ? { afterSeq: this.#clearedSeq, skip: place.skip } : place;
    const rows = this.#reader.rows(
      kinds,
      { ...shownPlace, skip: shownPlace.skip + (hasRowBefore ? 1 : 0) },
      count,
      hasRowBefore,
    );
    return { total, first, rows };
  }

  detail(seq: number, limits: ContentLimits, startedAt: number): RecordDetail | undefined {
    return seq <= this.#clearedSeq ? undefined : this.#reader.detail(seq, limits, startedAt);
  }

  /** The newest shown record before one that is of its kind and, for events, of its type. */
  previousOfType(seq: number): number | undefined {
    return this.#reader.previousOfType(seq, this.#clearedSeq);
  }

  timeline(bins: number): Timeline {
    const { binMs, bins: length, lanes } = this.#shown.timeline.read(bins);
    const changes = this.#database
      .prepare('SELECT time, change FROM change WHERE seq > ? ORDER BY seq DESC LIMIT ?')
      .all(this.#clearedSeq, maxSpanChanges)
      .reverse()
      .map(({ time, change }) => ({
        time: Number(time),
        change: v.parse(connectionChangeSchema, JSON.parse(String(change))).change,
      }));
    return { start: 0, binMs, bins: length, lanes, spans: spansOfChanges(changes) };
  }

  /** Hides everything so far and erases what an earlier clear hid. */
  clear(): void {
    this.#erase();
    this.#all = this.#shown;
    this.#shown = new CaptureSummary(this.#seq);
    this.#clearedSeq = this.#seq;
    this.#clearedAttempt = this.#attempt;
    this.#cleared = {
      seq: this.#seq,
      // The block at hand is not cleared: its record is still to come.
      bodyEnd: this.#bodyEnd - (this.#parser?.pendingBytes ?? 0),
      idSeq: this.#idSeq,
      id: this.#parser?.lastEventId ?? this.#lastEventId,
    };
  }

  undoClear(): void {
    this.#shown = this.#all;
    this.#clearedSeq = this.#erased.seq;
    this.#cleared = undefined;
  }

  close(): void {
    if (this.#failure === undefined) {
      this.#erase();
      this.#saveSummary();
    }
    this.#database.close();
  }

  /** Closes a capture that was opened to be read. */
  closeUnchanged(): void {
    this.#database.close();
  }

  #storeChange(change: ConnectionChange, time: number, offset: number): void {
    this.#insert('connection', time, offset, 0, -1, 0, '', undefined, null, false);
    this.#insertChange.run(this.#seq, time, JSON.stringify(change));
  }

  /** The last event ID that the stream set. */
  #receivedId(): string {
    return this.#overrideSeq !== 0 && this.#idSeq === this.#overrideSeq
      ? this.#receivedBefore
      : (this.#parser?.lastEventId ?? this.#lastEventId);
  }

  /** Records what a body says of the Last-Event-ID that it was asked for with. */
  #resumed({ sent, firstId, repeated, missing, verdict }: Resume, time: number, offset: number): void {
    this.#resume = undefined;
    const attempt = this.#attempt;
    this.#storeChange({ change: 'resumed', attempt, sent, firstId, repeated, missing, verdict }, time, offset);
  }

  #record({ kind, start, end, dataStart, dataEnd, size, type, ownId, diagnostics }: ParsedRecord): void {
    const base = this.#attemptStart;
    const note = noteOfDiagnostics(diagnostics, start);
    const time = this.#timeOf(base + end - this.#bodyEnd);
    this.#insert(
      kind,
      time,
      base + start,
      end - start,
      dataStart === -1 ? -1 : base + dataStart,
      dataStart === -1 ? size : dataEnd - dataStart,
      type,
      ownId,
      note,
      note !== null && isWarningNote(note),
    );
    this.#parsedSeq = this.#seq;
    if (this.#resume !== undefined) {
      const resume = this.#resume.see(ownId);
      if (resume !== undefined) {
        this.#resumed(resume, time, base + end);
      }
    }
  }

  #insert(
    kind: RecordKind,
    time: number,
    start: number,
    length: number,
    dataStart: number,
    dataLength: number,
    type: string,
    ownId: string | undefined,
    note: string | null,
    hasWarning: boolean,
  ): void {
    const seq = this.#seq + 1;
    const shortType = type.length > maxTypeLength ? type.slice(0, maxTypeLength) : type;
    this.#seq = seq;
    if (ownId !== undefined) {
      this.#idSeq = seq;
    }
    const kindCode = recordKindCodes[kind];
    const storedType = type === '' || type === 'message' ? null : type;
    const id = ownId ?? null;
    if (kind === 'event' && note === null) {
      this.#insertEvent.run(seq, time, start, length, dataStart, dataLength, storedType, id, this.#idSeq);
    } else {
      this.#insertRecord.run(
        seq,
        kindCode,
        time,
        start,
        length,
        dataStart,
        dataLength,
        storedType,
        id,
        this.#idSeq,
        note,
      );
    }
    if (kind === 'event') {
      this.#receivedEvents += 1;
    }
    this.#shown.add(kind, kindCode, shortType, time, hasWarning);
    if (this.#all !== this.#shown) {
      this.#all.add(kind, kindCode, shortType, time, hasWarning);
    }
  }

  /** Arrival time of the chunk that has the byte before `offset`, counted in the batch at hand. */
  #timeOf(offset: number): number {
    const chunks = this.#chunks;
    while (this.#chunkAt + 2 < chunks.length && (chunks[this.#chunkAt] ?? 0) < offset) {
      this.#chunkAt += 2;
    }
    return chunks[this.#chunkAt + 1] ?? this.#lastTime;
  }

  #absoluteChunks(chunks: Float64Array): Uint8Array {
    const absolute = new Float64Array(chunks);
    for (let at = 0; at < absolute.length; at += 2) {
      absolute[at] = (absolute[at] ?? 0) + this.#bodyEnd;
    }
    return new Uint8Array(absolute.buffer);
  }

  #count(kinds: readonly RecordKind[], summary = this.#shown): number {
    return kinds.reduce((sum, kind) => sum + summary.kinds.total(kind), 0);
  }

  /**
   * Does work that is stored as a whole or not at all. After a failure the memory is brought back to what is stored, and
   * nothing more is taken until `recover`: records without their bytes would be worse than none.
   */
  #transaction<T>(work: () => T): T {
    this.#refuseAfterFailure();
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#rollBack();
      throw error;
    }
  }

  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back itself, or the transaction did not begin.
    }
    this.#restore();
  }

  #refuseAfterFailure(): void {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }

  #checkFormat(file: string, mode: 'create' | 'open' | 'read'): void {
    const format = Number(this.#database.prepare('PRAGMA user_version').get()?.['user_version']);
    const tables = Number(this.#database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count']);
    if (mode === 'create' && (format !== 0 || tables > 0)) {
      throw new Error(`${file} exists already`);
    }
    if (mode !== 'create' && format === 0) {
      throw new Error(`${file} is not a capture`);
    }
    if (format !== 0 && format !== captureFormat) {
      throw new Error(`${file} is a capture of format ${format}; this version reads format ${captureFormat}`);
    }
  }

  /** When the first event of an attempt came that is still there, milliseconds since the capture began. */
  #firstEventAt(attempt: number): number | null {
    const changes = this.#database.prepare(
      "SELECT min(seq) AS first, max(seq) AS last FROM change WHERE json_extract(change, '$.attempt') = ?",
    );
    const { first, last } = changes.get(attempt) ?? {};
    // The newest attempt has no last change yet.
    const end = attempt === this.#newestAttempt() ? this.#seq : Number(last ?? 0);
    const event = this.#database
      .prepare(
        `SELECT time FROM record WHERE seq > ? AND seq <= ? AND kind = ${recordKindCodes.event} ORDER BY seq LIMIT 1`,
      )
      .get(Number(first ?? 0), end);
    return event === undefined ? null : Number(event['time']);
  }

  #newestAttempt(): number {
    return Number(this.#database.prepare('SELECT max(number) AS number FROM attempt').get()?.['number'] ?? 0);
  }

  /** Erases what the last clear hid. */
  #erase(): void {
    const cleared = this.#cleared;
    if (cleared === undefined) {
      return;
    }
    this.#transaction(() => {
      this.#database.prepare('DELETE FROM record WHERE seq <= ?').run(cleared.seq);
      this.#database.prepare('DELETE FROM change WHERE seq <= ?').run(cleared.seq);
      this.#database.prepare('DELETE FROM body WHERE start + length(bytes) <= ?').run(cleared.bodyEnd);
      // The newest attempt may go on; those before are over, and tell of what was cleared.
      this.#database
        .prepare("DELETE FROM info WHERE key LIKE 'attempt:%' AND CAST(substr(key, 9) AS INTEGER) < ?")
        .run(this.#clearedAttempt);
      this.#setInfo.run('erased', JSON.stringify(cleared));
      // It counts records that are no more.
      this.#database.exec("DELETE FROM info WHERE key IN ('summary', 'summaryKinds')");
    });
    this.#all = this.#shown;
    this.#cleared = undefined;
    this.#erased = cleared;
    this.#reader.keepId(cleared.idSeq, cleared.id);
    this.#savedSeq = 0;
  }

  #saveSummary(): void {
    if (this.#all !== this.#shown) {
      return;
    }
    const { json, kinds } = this.#shown.store();
    this.#transaction(() => {
      this.#setInfo.run('summary', json);
      this.#setInfo.run('summaryKinds', kinds);
    });
    this.#savedSeq = this.#seq;
  }

  #readInfo(key: string): unknown {
    return this.#database.prepare('SELECT value FROM info WHERE key = ?').get(key)?.['value'];
  }

  /** Brings the state back that the stored records imply. */
  #restore(): void {
    this.#erased = readErased(this.#database);
    this.#reader.keepId(this.#erased.idSeq, this.#erased.id);
    this.#cleared = undefined;
    this.#clearedSeq = this.#erased.seq;
    this.#parser = undefined;
    this.#resume = undefined;
    const last = this.#database.prepare('SELECT seq, time, id_seq FROM record ORDER BY seq DESC LIMIT 1').get();
    this.#seq = Number(last?.['seq'] ?? this.#erased.seq);
    this.#lastTime = Number(last?.['time'] ?? 0);
    this.#idSeq = Number(last?.['id_seq'] ?? this.#erased.idSeq);
    this.#lastEventId = this.#reader.idSetBy(this.#idSeq);
    const before = this.#reader.idBeforeRequest(this.#idSeq);
    this.#overrideSeq = before === undefined ? 0 : this.#idSeq;
    this.#receivedBefore = before ?? '';
    this.#attempt = this.#newestAttempt();
    const body = this.#database.prepare('SELECT start + length(bytes) AS end FROM body ORDER BY start DESC LIMIT 1');
    this.#bodyEnd = Number(body.get()?.['end'] ?? this.#erased.bodyEnd);
    this.#restoreSummary();
  }

  #restoreSummary(): void {
    const saved = this.#savedSummary();
    // A summary of more records than there are is not of this state of the capture.
    this.#shown = saved.kinds.length <= this.#seq ? saved : new CaptureSummary(this.#erased.seq);
    this.#all = this.#shown;
    this.#savedSeq = this.#shown.kinds.length;
    const rest = this.#database.prepare('SELECT kind, type, time, note FROM record WHERE seq > ? ORDER BY seq');
    for (const { kind, type, time, note } of rest.iterate(this.#savedSeq)) {
      const code = Number(kind);
      const name = recordKinds.find((candidate) => recordKindCodes[candidate] === code) ?? 'invalid';
      const shortType = typeof type === 'string' ? type.slice(0, maxTypeLength) : 'message';
      this.#shown.add(
        name,
        code,
        shortType,
        Number(time),
        name !== 'connection' && typeof note === 'string' && isWarningNote(note),
      );
    }
  }

  /** Records what a run that was killed could not: the bytes of its unfinished block, and that it ended. */
  #completeInterrupted(): void {
    const newest = this.#database.prepare('SELECT change FROM change ORDER BY seq DESC LIMIT 1').get()?.['change'];
    const change = typeof newest === 'string' ? v.parse(connectionChangeSchema, JSON.parse(newest)) : undefined;
    if (change === undefined || finalChanges.includes(change.change)) {
      return;
    }
    const covered = this.#coveredEnd();
    if (covered < this.#bodyEnd) {
      this.#transaction(() => {
        const length = this.#bodyEnd - covered;
        this.#insert('dropped', this.#lastTime, covered, length, -1, length, '', undefined, 'unfinished-block', true);
      });
    }
    this.change({ change: 'interrupted', attempt: change.attempt }, this.#lastTime);
  }

  /** Offset after the last byte that a record accounts for, lines inside an unfinished block left aside. */
  #coveredEnd(): number {
    const { event, id, dropped } = recordKindCodes;
    const block = this.#database
      .prepare(
        `SELECT seq, start + length AS end FROM record WHERE kind IN (${event}, ${id}, ${dropped}) ORDER BY seq DESC LIMIT 1`,
      )
      .get();
    const lines = this.#database
      .prepare(`SELECT start, length FROM record WHERE seq > ? AND kind <> ${recordKindCodes.connection} ORDER BY seq`)
      .iterate(Number(block?.['seq'] ?? 0));
    let end = Number(block?.['end'] ?? this.#erased.bodyEnd);
    for (const { start, length } of lines) {
      if (start === end) {
        end += Number(length);
      }
    }
    return end;
  }

  #savedSummary(): CaptureSummary {
    const json = this.#readInfo('summary');
    const kinds = this.#readInfo('summaryKinds');
    const summary = new CaptureSummary(this.#erased.seq);
    if (typeof json === 'string' && kinds instanceof Uint8Array) {
      try {
        summary.restore(json, kinds);
        return summary;
      } catch {
        // A damaged summary costs time, not data: it is made of the records again.
        return new CaptureSummary(this.#erased.seq);
      }
    }
    return summary;
  }
}

/** Where an attempt is kept in the table `info`. */
function attemptKey(number: number): string {
  return `attempt:${number}`;
}
