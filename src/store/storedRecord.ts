import type { SQLOutputValue } from 'node:sqlite';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import type { Diagnostic } from '../core/sse/diagnostic.ts';
import { diagnosticsOfNote } from '../core/sse/diagnosticNote.ts';

/** Characters of an event type that rows and counts carry; the fields of the detail and exports have all of it. */
export const maxTypeLength = 200;

/** A row of the table `record`, checked; `change` is filled in from its own table. */
export interface StoredRecord {
  readonly seq: number;
  readonly kind: RecordKind;
  readonly time: number;
  readonly start: number;
  readonly length: number;
  readonly dataStart: number;
  readonly dataLength: number;
  /** Whole. */
  readonly type: string;
  /** Number of the record that set the last event ID that applies; 0: none. */
  readonly idSeq: number;
  /** The ID that the record itself set, whole; empty where it set none. */
  readonly ownId: string;
  /** Their offsets count as `start` does. */
  readonly diagnostics: readonly Diagnostic[];
  readonly change: ConnectionChange | null;
}

/** Columns that `checkRecord` reads. */
export const recordColumns = 'seq, kind, time, start, length, data_start, data_length, type, id, id_seq, note';
const kindsByCode = new Map(recordKinds.map((kind) => [recordKindCodes[kind], kind]));

/** The kind that a number stands for; `undefined`: none that this version knows. */
export function kindOfCode(code: number): RecordKind | undefined {
  return kindsByCode.get(code);
}

/** Checks a row of the table `record`. Throws where it holds what no version of this program writes. */
export function checkRecord(row: Record<string, SQLOutputValue>): StoredRecord {
  const kind = kindOfCode(number(row, 'kind'));
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
    type: kind === 'event' ? text(row, 'type') || 'message' : '',
    idSeq: number(row, 'id_seq'),
    ownId: text(row, 'id'),
    diagnostics: diagnosticsOfNote(text(row, 'note'), number(row, 'start')),
    change: null,
  };
}

/** Whether records of a kind are whole blocks, which come after the lines inside them that are records of their own. */
export function isBlock(kind: RecordKind): boolean {
  return kind === 'event' || kind === 'id' || kind === 'dropped';
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
