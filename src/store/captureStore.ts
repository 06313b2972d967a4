import { DatabaseSync } from 'node:sqlite';
import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import * as v from 'valibot';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import type { RecordDetail, RecordWindow } from '../core/record/record.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import { spansOfChanges } from '../core/record/timelineSpans.ts';
import type { Timeline } from '../core/record/timeline.ts';
import { diagnosticCodes, diagnosticRules } from '../core/sse/diagnostic.ts';
import type { ParsedRecord } from '../core/sse/parsedRecord.ts';
import { StreamParser } from '../core/sse/streamParser.ts';
import type { StreamEnd } from '../core/sse/streamParser.ts';
import type { CaptureCounts } from '../core/protocol/captureMessages.ts';
import { CaptureBody } from './captureBody.ts';
import { captureInfoSchema } from './captureInfo.ts';
import type { CaptureInfo } from './captureInfo.ts';
import { captureFormat, captureSchema } from './captureSchema.ts';
import { CaptureSummary } from './captureSummary.ts';
import { RecordReader } from './recordReader.ts';
import type { ContentLimits } from './recordReader.ts';

const shownTypes = 100;
/** More changes of connection than this are not drawn; the newest are. */
const maxSpanChanges = 4000;
/** Records between two saves of the summary: what has to be read again after a crash. */
const summaryInterval = 200_000;

/**
 * One capture in one SQLite file: takes the bytes of a stream, parses and stores them, and reads windows of what is
 * stored. Synchronous; lives in the capture thread.
 */
export class CaptureStore {
  readonly #database: DatabaseSync;
  readonly #reader: RecordReader;
  readonly #insertRecord: StatementSync;
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
  #attemptStart = 0;
  #parser: StreamParser | undefined;
  #lastEventId = '';
  #lastTime = 0;

  /** Arrival times of the chunks of the batch at hand. */
  #chunks: Float64Array = new Float64Array(0);
  #chunkAt = 0;

  /** Opens a capture file, or makes one. Throws where the file is no capture of this version. */
  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    const format = Number(this.#database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (format === 0) {
      // Large pages hold a whole batch of bodies in a few; the sync can wait, because only a loss of power needs it.
      this.#database.exec('PRAGMA page_size = 32768');
    } else if (format !== captureFormat) {
      this.#database.close();
      throw new Error(`${file} is a capture of format ${format}; this version reads format ${captureFormat}`);
    }
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 256');
    if (format === 0) {
      this.#database.exec(captureSchema);
    }
    this.#insertRecord = this.#database.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#insertBody = this.#database.prepare('INSERT INTO body VALUES (?, ?, ?)');
    this.#extendRecord = this.#database.prepare('UPDATE record SET length = length + ? WHERE seq = ?');
    this.#setInfo = this.#database.prepare('INSERT OR REPLACE INTO info VALUES (?, ?)');
    this.#reader = new RecordReader(this.#database, new CaptureBody(this.#database));
    this.#shown = new CaptureSummary(0);
    this.#all = this.#shown;
    if (format !== 0) {
      this.#restore();
    }
  }

  /** What was saved of the session; `undefined` in a new capture. */
  info(): CaptureInfo | undefined {
    const json = this.#readInfo('session');
    return typeof json === 'string' ? v.parse(captureInfoSchema, JSON.parse(json)) : undefined;
  }

  saveInfo(info: CaptureInfo): void {
    this.#setInfo.run('session', JSON.stringify(info));
  }

  /** Begins the body of the next attempt. */
  beginBody(attempt: number): void {
    this.#attemptStart = this.#bodyEnd;
    this.#database.prepare('INSERT OR REPLACE INTO attempt VALUES (?, ?)').run(attempt, this.#bodyEnd);
    this.#parser = new StreamParser(
      { record: (record) => this.#record(record), extend: (bytes) => this.#extendRecord.run(bytes, this.#seq) },
      this.#lastEventId,
    );
  }

  /**
   * Stores the next bytes of the body in one transaction.
   *
   * @param bytes They are not kept.
   * @param chunks Pairs of offset after the chunk's last byte, counted in `bytes`, and arrival time in milliseconds.
   */
  write(bytes: Uint8Array, chunks: Float64Array): void {
    this.#transaction(() => {
      this.#chunks = chunks;
      this.#chunkAt = 0;
      this.#insertBody.run(this.#bodyEnd, bytes, this.#absoluteChunks(chunks));
      this.#parser?.push(bytes);
      this.#bodyEnd += bytes.length;
      this.#lastTime = chunks.at(-1) ?? this.#lastTime;
    });
    if (this.#seq - this.#savedSeq >= summaryInterval) {
      this.#saveSummary();
    }
  }

  /** Ends the body: what is unfinished is dropped and recorded as such. */
  endBody(): StreamEnd {
    this.#chunks = new Float64Array(0);
    const parser = this.#parser;
    this.#parser = undefined;
    if (parser === undefined) {
      return { lastEventId: this.#lastEventId, retryMs: undefined };
    }
    const end = this.#transaction(() => parser.end());
    this.#lastEventId = end.lastEventId;
    return end;
  }

  /** Records a change of the connection. */
  change(change: ConnectionChange, time: number): void {
    this.#lastTime = time;
    this.#insert('connection', time, this.#bodyEnd, 0, -1, 0, '', undefined, JSON.stringify(change), false);
  }

  counts(): CaptureCounts {
    const kinds = this.#shown.kindTotals();
    return {
      records: recordKinds.reduce((sum, kind) => sum + kinds[kind], 0),
      kinds,
      types: this.#shown.types(shownTypes),
      bytes: this.#bodyEnd,
      lastEventId: this.#parser?.lastEventId ?? this.#lastEventId,
      retryMs: this.#parser?.retryMs,
      warnings: this.#shown.warnings,
      clearedRecords: this.#all === this.#shown ? 0 : this.#count(recordKinds, this.#all) - this.#count(recordKinds),
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

  timeline(bins: number): Timeline {
    const { binMs, bins: length, lanes } = this.#shown.timeline.read(bins);
    const changes = this.#database
      .prepare('SELECT time, note FROM record WHERE kind = ? AND seq > ? ORDER BY seq DESC LIMIT ?')
      .all(recordKindCodes.connection, this.#clearedSeq, maxSpanChanges)
      .reverse()
      .map(({ time, note }) => ({
        time: Number(time),
        change: (JSON.parse(String(note)) as ConnectionChange).change,
      }));
    return { start: 0, binMs, bins: length, lanes, spans: spansOfChanges(changes) };
  }

  /** Hides everything so far and erases what an earlier clear hid. */
  clear(): void {
    this.#erase();
    this.#all = this.#shown;
    this.#shown = new CaptureSummary(this.#seq);
    this.#clearedSeq = this.#seq;
  }

  undoClear(): void {
    this.#shown = this.#all;
    this.#clearedSeq = Number(this.#readInfo('erasedSeq') ?? 0);
  }

  close(): void {
    this.#erase();
    this.#saveSummary();
    this.#database.close();
  }

  #record({ kind, start, end, dataStart, dataEnd, size, type, ownId, diagnostics }: ParsedRecord): void {
    const base = this.#attemptStart;
    this.#insert(
      kind,
      this.#timeOf(base + end - this.#bodyEnd),
      base + start,
      end - start,
      dataStart === -1 ? -1 : base + dataStart,
      dataStart === -1 ? size : dataEnd - dataStart,
      type,
      ownId,
      diagnostics.length === 0 ? null : diagnostics.join(','),
      diagnostics.length > 0 && hasWarning(diagnostics.join(',')),
    );
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
    this.#seq = seq;
    if (ownId !== undefined) {
      this.#idSeq = seq;
    }
    const kindCode = recordKindCodes[kind];
    this.#insertRecord.run(
      seq,
      kindCode,
      time,
      start,
      length,
      dataStart,
      dataLength,
      type === '' || type === 'message' ? null : type,
      ownId ?? null,
      this.#idSeq,
      note,
    );
    this.#shown.add(kind, kindCode, type, time, hasWarning);
    if (this.#all !== this.#shown) {
      this.#all.add(kind, kindCode, type, time, hasWarning);
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

  #transaction<T>(work: () => T): T {
    this.#database.exec('BEGIN');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #erase(): void {
    if (this.#clearedSeq === 0) {
      return;
    }
    this.#transaction(() => {
      this.#database.prepare('DELETE FROM record WHERE seq <= ?').run(this.#clearedSeq);
      this.#setInfo.run('erasedSeq', this.#clearedSeq);
    });
    this.#all = this.#shown;
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
    const erased = Number(this.#readInfo('erasedSeq') ?? 0);
    this.#clearedSeq = erased;
    this.#shown = this.#restoredSummary(erased);
    this.#all = this.#shown;
    this.#savedSeq = this.#shown.kinds.length;
    const rest = this.#database.prepare('SELECT kind, type, time, note FROM record WHERE seq > ? ORDER BY seq');
    for (const { kind, type, time, note } of rest.iterate(this.#savedSeq)) {
      const code = Number(kind);
      const name = recordKinds.find((candidate) => recordKindCodes[candidate] === code) ?? 'invalid';
      this.#shown.add(
        name,
        code,
        typeof type === 'string' ? type : 'message',
        Number(time),
        name !== 'connection' && hasWarning(note),
      );
    }
    this.#seq = this.#shown.kinds.length;
    const last = this.#database.prepare('SELECT time, id_seq FROM record ORDER BY seq DESC LIMIT 1').get();
    this.#lastTime = Number(last?.['time'] ?? 0);
    this.#idSeq = Number(last?.['id_seq'] ?? 0);
    this.#lastEventId = this.#reader.idSetBy(this.#idSeq);
    const body = this.#database.prepare('SELECT start + length(bytes) AS end FROM body ORDER BY start DESC LIMIT 1');
    this.#bodyEnd = Number(body.get()?.['end'] ?? 0);
  }

  #restoredSummary(erased: number): CaptureSummary {
    const json = this.#readInfo('summary');
    const kinds = this.#readInfo('summaryKinds');
    const summary = new CaptureSummary(erased);
    if (typeof json === 'string' && kinds instanceof Uint8Array) {
      try {
        summary.restore(json, kinds);
        return summary;
      } catch {
        // A damaged summary costs time, not data: it is made of the records again.
        return new CaptureSummary(erased);
      }
    }
    return summary;
  }
}

/** Whether a record's note names a diagnostic that is more than information. */
function hasWarning(note: SQLOutputValue | undefined): boolean {
  return (
    typeof note === 'string' &&
    diagnosticCodes.some((code) => diagnosticRules[code].severity !== 'info' && note.split(',').includes(code))
  );
}
