import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { parseJson } from '../core/json.ts';
import { JsonKeys } from '../core/record/jsonKeys.ts';
import type { JsonKey } from '../core/record/jsonKeys.ts';
import { recordKindCodes } from '../core/record/recordKind.ts';
import type { RecordReader } from './recordReader.ts';
import { checkRecord, recordColumns } from './storedRecord.ts';

/** The newest records are all looked at, so that what has just come is known. */
const newestRecords = 300;
/** Records to look at between the first and those. */
const spreadRecords = 700;
/** Bytes of data; longer ones are left out. */
const maxDataLength = 65_536;
/** Bytes of data to read at most. */
const maxSampleBytes = 4_000_000;

/** The places in the JSON data of a sample of a capture's events: read in steps, so that the thread can do what is more urgent in between. */
export class KeySample {
  readonly #reader: RecordReader;
  readonly #one: StatementSync;
  readonly #seqs: Iterator<number>;
  readonly #keys = new JsonKeys();
  #left = maxSampleBytes;

  constructor(database: DatabaseSync, reader: RecordReader, afterSeq: number) {
    this.#reader = reader;
    this.#one = database.prepare(
      `SELECT ${recordColumns} FROM record WHERE seq = ? AND kind = ${recordKindCodes.event} AND data_length <= ${maxDataLength}`,
    );
    const newest = Number(database.prepare('SELECT max(seq) AS seq FROM record').get()?.['seq'] ?? 0);
    this.#seqs = sampledSeqs(afterSeq, newest).values();
  }

  /** What has been found. */
  get keys(): JsonKey[] {
    return this.#keys.list();
  }

  /** Looks at one record. Returns whether there are more. */
  advance(): boolean {
    const seq = this.#seqs.next();
    if (seq.done === true || this.#left <= 0) {
      return false;
    }
    const row = this.#one.get(seq.value);
    if (row !== undefined) {
      const record = checkRecord(row);
      this.#left -= record.dataLength;
      this.#keys.add(parseJson(this.#reader.textOf(record)));
    }
    return true;
  }
}

/** Numbers of the records to look at, the newest first. */
function sampledSeqs(afterSeq: number, newest: number): readonly number[] {
  const recent = Math.min(newestRecords, newest - afterSeq);
  const older = newest - afterSeq - recent;
  const spread = Math.min(spreadRecords, older);
  return [
    ...Array.from({ length: recent }, (_, at) => newest - at),
    ...Array.from({ length: spread }, (_, at) => afterSeq + 1 + Math.floor((at * older) / spread)),
  ];
}
