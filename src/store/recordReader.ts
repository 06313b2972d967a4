import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import * as v from 'valibot';
import { connectionChangeSchema } from '../core/connection/connectionChange.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import type { RecordDetail, RecordRow } from '../core/record/record.ts';
import { dataOfFields, fieldsOfBlock } from '../core/sse/block.ts';
import { diagnosticCodes } from '../core/sse/diagnostic.ts';
import type { DiagnosticCode } from '../core/sse/diagnostic.ts';
import type { CaptureBody } from './captureBody.ts';
import type { RowPlace } from './kindIndex.ts';

/** Bytes of data that a row's preview is made of. */
const previewBytes = 400;
/** Characters of an ID that a row carries; the detail has all of it. */
const maxIdLength = 200;
/** Characters of an event type that rows and counts carry; the fields of the detail have all of it. */
export const maxTypeLength = 200;
/** Bytes of a block to look for data in, where it is not in one piece. */
const blockPreviewBytes = 65_536;

/** How much of a record's contents to read at most. */
export interface ContentLimits {
  /** Characters of data. */
  readonly dataLength: number;
  /** Bytes of raw. */
  readonly rawLength: number;
}

/** A row of the table `record`, checked. */
interface StoredRecord {
  readonly seq: number;
  readonly kind: RecordKind;
  readonly time: number;
  readonly start: number;
  readonly length: number;
  readonly dataStart: number;
  readonly dataLength: number;
  readonly type: string;
  readonly idSeq: number;
  readonly diagnostics: readonly DiagnosticCode[];
  readonly change: ConnectionChange | null;
}

const columns = 'seq, kind, time, start, length, data_start, data_length, type, id_seq, note';
const kindsByCode = new Map(recordKinds.map((kind) => [recordKindCodes[kind], kind]));

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
    this.#one = database.prepare(`SELECT ${columns} FROM record WHERE seq = ?`);
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
      .prepare(`SELECT ${columns} FROM record WHERE seq > ? ${filter} ORDER BY seq LIMIT ? OFFSET ?`)
      .all(place.afterSeq, count + before, place.skip - before)
      .map((row) => this.#checked(row));
    const rows = stored.map((record, at) => this.#row(record, stored[at - 1]));
    return rows.slice(before);
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
      diagnostics: record.diagnostics.map((code) => ({ code, offset: record.start - bodyStart })),
    };
  }

  /** Keeps the ID that a record set before it was erased, because later records inherit it. */
  keepId(seq: number, id: string): void {
    this.#keptId = { seq, id };
  }

  /** The last event ID that a record set, whole. */
  idSetBy(seq: number): string {
    if (seq === this.#keptId.seq) {
      return this.#keptId.id;
    }
    const id = seq === 0 ? '' : this.#id.get(seq)?.['id'];
    return typeof id === 'string' ? id : '';
  }

  /** A stored record, with what happened to the connection where it is of that kind. */
  #checked(row: Record<string, SQLOutputValue>): StoredRecord {
    const record = checkRecord(row);
    if (record.kind !== 'connection') {
      return record;
    }
    const json = this.#change.get(record.seq)?.['change'];
    return { ...record, change: v.parse(connectionChangeSchema, JSON.parse(String(json))) };
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
      return { text, length: isCut ? record.dataLength : text.length };
    }
    const raw = this.#body.read(record.start, Math.min(record.length, maxBytes + blockPreviewBytes));
    const isCut = raw.length < record.length;
    const isEvent = record.kind === 'event';
    const text = isEvent ? dataOfFields(fieldsOfBlock(raw, isBodyStart)) : decode(raw, isCut);
    // The block of an event holds the names of its fields, too: its data is shorter.
    return { text, length: isCut ? (isEvent ? record.dataLength : record.length) : text.length };
  }

  #row(record: StoredRecord, before: StoredRecord | undefined): RecordRow {
    const { seq, kind, time, type, idSeq, diagnostics, change, length, dataLength } = record;
    return {
      seq,
      kind,
      time,
      gap: before === undefined ? null : time - before.time,
      type,
      id: this.idSetBy(idSeq).slice(0, maxIdLength),
      ownId: idSeq === seq,
      size: kind === 'event' || kind === 'comment' ? dataLength : length,
      preview: this.#preview(record),
      diagnostics,
      connection: change,
    };
  }

  #preview({ kind, dataStart, dataLength, start, length }: StoredRecord): string {
    if (kind === 'connection') {
      return '';
    }
    if (dataStart !== -1) {
      return oneLine(decode(this.#body.read(dataStart, Math.min(dataLength, previewBytes)), dataLength > previewBytes));
    }
    if (kind === 'event') {
      const block = this.#body.read(start, Math.min(length, blockPreviewBytes));
      return oneLine(dataOfFields(fieldsOfBlock(block, false)).slice(0, previewBytes));
    }
    return oneLine(decode(this.#body.read(start, Math.min(length, previewBytes)), length > previewBytes).trim());
  }
}

/** @param isCut Whether more bytes follow: then half a character at the end is left out, instead of made up. */
function decode(bytes: Uint8Array, isCut: boolean): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: isCut });
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

function checkRecord(row: Record<string, SQLOutputValue>): StoredRecord {
  const kind = kindsByCode.get(number(row, 'kind'));
  if (kind === undefined) {
    throw new TypeError(`Record ${String(row['seq'])} has the unknown kind ${String(row['kind'])}`);
  }
  return {
    seq: number(row, 'seq'),
    kind,
    time: number(row, 'time'),
    start: number(row, 'start'),
    length: number(row, 'length'),
    dataStart: number(row, 'data_start'),
    dataLength: number(row, 'data_length'),
    type: kind === 'event' ? (text(row, 'type') || 'message').slice(0, maxTypeLength) : '',
    idSeq: number(row, 'id_seq'),
    diagnostics: diagnosticsOf(text(row, 'note')),
    change: null,
  };
}

const noDiagnostics: readonly DiagnosticCode[] = [];

function diagnosticsOf(note: string): readonly DiagnosticCode[] {
  const codes = note === '' ? [] : note.split(',');
  return codes.length === 0 ? noDiagnostics : diagnosticCodes.filter((code) => codes.includes(code));
}

function number(row: Record<string, SQLOutputValue>, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') {
    throw new TypeError(`Column ${column} of the capture holds no number`);
  }
  return value;
}

function text(row: Record<string, SQLOutputValue>, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}
