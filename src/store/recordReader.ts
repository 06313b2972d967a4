import type { BodyIds } from '../core/connection/idHistory.ts';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import * as v from 'valibot';
import { connectionChangeSchema } from '../core/connection/connectionChange.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import type { ExportedRecord } from '../core/export/exportedRecord.ts';
import { cutText } from '../core/cutText.ts';
import { gistOf } from '../core/record/gist.ts';
import type { RecordMark } from '../core/record/recordMark.ts';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import type { RecordDetail, RecordRow } from '../core/record/record.ts';
import { dataOfFields, fieldsOfBlock } from '../core/sse/block.ts';
import { dataLengthOfBlock, textLength } from '../core/sse/textLength.ts';
import { CaptureNotes } from './captureNotes.ts';
import { RecordMarks } from './recordMarks.ts';
import type { CaptureBody } from './captureBody.ts';
import type { RowPlace } from './kindIndex.ts';
import { checkRecord, maxTypeLength, recordColumns } from './storedRecord.ts';
import type { StoredRecord } from './storedRecord.ts';

/** Bytes of data that a row's preview is made of. */
const previewBytes = 400;
/** Characters of an ID that a row carries; the detail has all of it. */
const maxIdLength = 200;
/** Characters of a record that are read where all are asked for: more than any block can have. */
const maxTextLength = 2 ** 32;
/** Data that is longer is not read for its gist: rows are read by the hundred. Bytes. */
const maxGistBytes = 32_768;
/** Characters of a gist. */
const gistLength = 200;
/** Bytes of a block to look for data in, where it is not in one piece. */
const blockPreviewBytes = 65_536;
/** Bytes that are counted at once. */
const pieceBytes = 524_288;

/** How much of a record's contents to read at most. */
export interface ContentLimits {
  /** Characters of data. */
  readonly dataLength: number;
  /** Bytes of raw. */
  readonly rawLength: number;
}

/** Reads records of a capture as rows and in detail. */
export class RecordReader {
  readonly #database: DatabaseSync;
  readonly #body: CaptureBody;
  readonly #one: StatementSync;
  readonly #id: StatementSync;
  readonly #attempt: StatementSync;
  readonly #change: StatementSync;
  #keptId = { seq: 0, id: '' };

  constructor(database: DatabaseSync, body: CaptureBody) {
    this.#database = database;
    this.#body = body;
    this.#one = database.prepare(`SELECT ${recordColumns} FROM record WHERE seq = ?`);
    this.#id = database.prepare('SELECT id FROM record WHERE seq = ?');
    this.#change = database.prepare('SELECT change FROM change WHERE seq = ?');
    this.#attempt = database.prepare(
      'SELECT number, body_start FROM attempt WHERE body_start <= ? ORDER BY number DESC LIMIT 1',
    );
  }

  /** Reads rows of the given kinds in order. A row that precedes the first gives the first one its gap. */
  rows(kinds: readonly RecordKind[], place: RowPlace, count: number, hasRowBefore: boolean): RecordRow[] {
    const codes = kinds.map((kind) => recordKindCodes[kind]).join(', ');
    const filter = kinds.length === recordKinds.length ? '' : `AND kind IN (${codes})`;
    const before = hasRowBefore ? 1 : 0;
    const stored = this.#database
      .prepare(`SELECT ${recordColumns} FROM record WHERE seq > ? ${filter} ORDER BY seq LIMIT ? OFFSET ?`)
      .all(place.afterSeq, count + before, place.skip - before)
      .map((row) => this.#checked(row));
    const rows = stored.map((record, at) => this.#row(record, stored[at - 1]));
    return rows.slice(before);
  }

  /** Reads the rows with the given numbers, in their order. Those that are no more are left out. */
  rowsAt(seqs: readonly number[], seqBefore: number | undefined): RecordRow[] {
    const before = seqBefore === undefined ? [] : [seqBefore];
    const stored = [...before, ...seqs].flatMap((seq) => {
      const found = this.#one.get(seq);
      return found === undefined ? [] : [this.#checked(found)];
    });
    const rows = stored.map((record, at) => this.#row(record, stored[at - 1]));
    return stored[0]?.seq === seqBefore ? rows.slice(1) : rows;
  }

  /** Bookmarks and notes of all records. */
  marks(): readonly RecordMark[] {
    return new RecordMarks(new CaptureNotes(this.#database)).read();
  }

  /** Arrival time of a record; `undefined` where there is none of that number. */
  timeOf(seq: number): number | undefined {
    const time = this.#one.get(seq)?.['time'];
    return typeof time === 'number' ? time : undefined;
  }

  /** Where a record's bytes lie among those of the capture; `undefined` where there is none of that number. */
  rangeOf(seq: number): { readonly start: number; readonly end: number } | undefined {
    const found = this.#one.get(seq);
    if (found === undefined) {
      return undefined;
    }
    const { start, length } = checkRecord(found);
    return { start, end: start + length };
  }

  /** A stretch of the stored bodies. A copy: what is read may share its memory with a whole row of them. */
  bytes(start: number, length: number): Uint8Array {
    return new Uint8Array(this.#body.read(start, length));
  }

  /** The newest record between two (exclusive) that is of the second one's kind and, for events, of its type. */
  previousOfType(seq: number, afterSeq: number): number | undefined {
    const found = this.#database
      .prepare(
        `SELECT record.seq FROM record JOIN record AS given ON given.seq = :seq
          WHERE record.seq < :seq AND record.seq > :afterSeq AND record.kind = given.kind
            AND coalesce(nullif(record.type, ''), 'message') = coalesce(nullif(given.type, ''), 'message')
          ORDER BY record.seq DESC LIMIT 1`,
      )
      .get({ seq, afterSeq });
    return typeof found?.['seq'] === 'number' ? found['seq'] : undefined;
  }

  /** What happened to the connection, for a record that tells of that. */
  changeOf(seq: number): ConnectionChange | undefined {
    const json = this.#change.get(seq)?.['change'];
    return json === undefined ? undefined : v.parse(connectionChangeSchema, JSON.parse(String(json)));
  }

  /** A record as exports write it. */
  exported(record: StoredRecord, startedAt: number): ExportedRecord {
    const { seq, kind, time, type, diagnostics, idSeq } = record;
    return {
      seq,
      kind,
      wallTime: startedAt + time,
      time,
      type,
      id: this.idOf(record),
      ownId: idSeq === seq,
      data: this.textOf(record),
      diagnostics: diagnostics.map(({ code }) => code),
      change: kind === 'connection' ? (this.changeOf(seq) ?? null) : null,
    };
  }

  /** All that a record says: data of an event, text of a comment, the bytes of any other as text. */
  textOf(record: StoredRecord): string {
    // A BOM only matters where the block is read again.
    const isBodyStart = record.dataStart === -1 && this.#attempt.get(record.start)?.['body_start'] === record.start;
    return this.#data(record, { dataLength: maxTextLength, rawLength: 0 }, isBodyStart).text;
  }

  detail(seq: number, limits: ContentLimits, startedAt: number): RecordDetail | undefined {
    const found = this.#one.get(seq);
    if (found === undefined) {
      return undefined;
    }
    const record = this.#checked(found);
    const raw = this.#body.read(record.start, Math.min(record.length, limits.rawLength));
    const attempt = this.#attempt.get(record.start);
    const bodyStart = Number(attempt?.['body_start'] ?? 0);
    const isBodyStart = record.start === bodyStart;
    const fields = record.kind === 'connection' ? [] : fieldsOfBlock(raw, isBodyStart);
    const data = this.#data(record, limits, isBodyStart);
    return {
      row: this.#row(record, undefined),
      wallTime: startedAt + record.time,
      attempt: record.change?.attempt ?? Number(attempt?.['number'] ?? 0),
      fields,
      data: data.text.slice(0, limits.dataLength),
      dataLength: data.length,
      raw: new Uint8Array(raw),
      rawLength: record.length,
      rawOffset: record.start - bodyStart,
      diagnostics: record.diagnostics.map(({ code, offset }) => ({ code, offset: offset - bodyStart })),
    };
  }

  /** Keeps the ID that a record set before it was erased, because later records inherit it. */
  keepId(seq: number, id: string): void {
    this.#keptId = { seq, id };
  }

  /** The last event ID that applies to a record, whole. */
  idOf({ seq, idSeq, ownId }: StoredRecord): string {
    return idSeq === seq ? ownId : this.idSetBy(idSeq);
  }

  /** The last event ID that applies to the record of a number, whole; `undefined` where there is none of that number. */
  idAt(seq: number): string | undefined {
    const found = this.#one.get(seq);
    return found === undefined ? undefined : this.idOf(checkRecord(found));
  }

  /** The last event ID that a record set, whole. */
  idSetBy(seq: number): string {
    if (seq === this.#keptId.seq) {
      return this.#keptId.id;
    }
    const id = seq === 0 ? '' : this.#id.get(seq)?.['id'];
    return typeof id === 'string' ? id : '';
  }

  /**
   * IDs that the bodies set in the last records up to one, the newest body last; without those that are longer than
   * `maxLength`, and without bodies that set none.
   */
  bodyIdsUntil(seq: number, records: number, maxLength: number): readonly BodyIds[] {
    const rows = this.#database
      .prepare(
        `SELECT id, kind, json_extract(change, '$.lastEventId') AS sent FROM record LEFT JOIN change USING (seq)
          WHERE record.seq > ? AND record.seq <= ? AND (
            (kind <> ${recordKindCodes.connection} AND id <> '' AND length(id) <= ?)
            OR (kind = ${recordKindCodes.connection} AND json_extract(change, '$.change') = 'connecting')
          ) ORDER BY record.seq`,
      )
      .all(seq - records, seq, maxLength);
    const bodies: { sent: string; ids: string[] }[] = [{ sent: '', ids: [] }];
    for (const { id, kind, sent } of rows) {
      if (kind === recordKindCodes.connection) {
        bodies.push({ sent: String(sent), ids: [] });
      } else {
        bodies.at(-1)?.ids.push(String(id));
      }
    }
    return bodies.filter(({ ids }) => ids.length > 0);
  }

  /** The ID that the stream had set before a request set another; `undefined` where no request set the one of `seq`. */
  idBeforeRequest(seq: number): string | undefined {
    if (this.#one.get(seq)?.['kind'] !== recordKindCodes.connection) {
      return undefined;
    }
    const before = this.#database
      .prepare(
        `SELECT id FROM record WHERE seq < ? AND id IS NOT NULL AND kind <> ${recordKindCodes.connection} ORDER BY seq DESC LIMIT 1`,
      )
      .get(seq);
    return String(before?.['id'] ?? '');
  }

  /** A stored record, with what happened to the connection where it is of that kind. */
  #checked(row: Record<string, SQLOutputValue>): StoredRecord {
    const record = checkRecord(row);
    if (record.kind !== 'connection') {
      return record;
    }
    return { ...record, change: this.changeOf(record.seq) ?? null };
  }

  #data(
    record: StoredRecord,
    limits: ContentLimits,
    isBodyStart: boolean,
  ): { readonly text: string; readonly length: number } {
    if (record.kind === 'connection') {
      return { text: '', length: 0 };
    }
    // A character takes at most three bytes of UTF-8 for each of its UTF-16 units.
    const maxBytes = limits.dataLength * 3 + 3;
    if (record.dataStart !== -1) {
      const bytes = this.#body.read(record.dataStart, Math.min(record.dataLength, maxBytes));
      const isCut = bytes.length < record.dataLength;
      const text = decode(bytes, isCut);
      return { text, length: isCut ? textLength(this.#pieces(record.dataStart, record.dataLength)) : text.length };
    }
    const raw = this.#body.read(record.start, Math.min(record.length, maxBytes + blockPreviewBytes));
    const isCut = raw.length < record.length;
    const pieces = (): Iterable<Uint8Array> => this.#pieces(record.start, record.length);
    if (record.kind === 'event') {
      const text = dataOfFields(fieldsOfBlock(raw, isBodyStart));
      return { text, length: isCut ? dataLengthOfBlock(pieces(), isBodyStart) : text.length };
    }
    const text = decode(raw, isCut);
    return { text, length: isCut ? textLength(pieces()) : text.length };
  }

  /** The bytes of a range one after the other, without holding them all. */
  *#pieces(start: number, length: number): Generator<Uint8Array> {
    for (let at = 0; at < length; at += pieceBytes) {
      yield this.#body.read(start + at, Math.min(pieceBytes, length - at));
    }
  }

  #row(record: StoredRecord, before: StoredRecord | undefined): RecordRow {
    const { seq, kind, time, type, idSeq, diagnostics, change, length, dataLength } = record;
    const { preview, gist } = this.#preview(record);
    return {
      seq,
      kind,
      time,
      gap: before === undefined ? null : time - before.time,
      type: cutText(type, maxTypeLength),
      id: cutText(this.idOf(record), maxIdLength),
      ownId: idSeq === seq,
      size: kind === 'event' || kind === 'comment' ? dataLength : length,
      preview,
      ...(gist === undefined ? {} : { gist }),
      diagnostics: diagnostics.map(({ code }) => code),
      connection: change === null ? null : withCutIds(change),
    };
  }

  #preview({ kind, dataStart, dataLength, start, length }: StoredRecord): {
    readonly preview: string;
    readonly gist: string | undefined;
  } {
    if (kind === 'connection') {
      return { preview: '', gist: undefined };
    }
    if (dataStart !== -1) {
      const readsAll = kind === 'event' && dataLength <= maxGistBytes;
      const bytes = this.#body.read(dataStart, readsAll ? dataLength : Math.min(dataLength, previewBytes));
      return {
        preview: oneLine(decode(bytes.subarray(0, previewBytes), dataLength > previewBytes)),
        gist: readsAll ? gistOf(decode(bytes, false), gistLength) : undefined,
      };
    }
    if (kind === 'event') {
      const block = this.#body.read(start, Math.min(length, blockPreviewBytes));
      const data = dataOfFields(fieldsOfBlock(block, false));
      return {
        preview: oneLine(data.slice(0, previewBytes)),
        gist: length <= maxGistBytes ? gistOf(data, gistLength) : undefined,
      };
    }
    const line = decode(this.#body.read(start, Math.min(length, previewBytes)), length > previewBytes);
    return { preview: oneLine(line.trim()), gist: undefined };
  }
}

/** To make one costs more than to decode a usual event. It keeps nothing from one whole text to the next. */
const wholeTexts = new TextDecoder('utf-8', { ignoreBOM: true });

/** @param isCut Whether more bytes follow: then half a character at the end is left out, instead of made up. */
function decode(bytes: Uint8Array, isCut: boolean): string {
  return isCut
    ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
    : wholeTexts.decode(bytes);
}

/** A change as rows carry it: whatever a server sends as an ID, a row is short. */
function withCutIds(change: ConnectionChange): ConnectionChange {
  if (change.change === 'connecting') {
    return {
      ...change,
      lastEventId: cutText(change.lastEventId, maxIdLength),
      unsendableId: cutText(change.unsendableId, maxIdLength),
    };
  }
  return change.change === 'resumed'
    ? { ...change, sent: cutText(change.sent, maxIdLength), firstId: cutText(change.firstId, maxIdLength) }
    : change;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
