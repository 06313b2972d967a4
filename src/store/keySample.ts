import type { DatabaseSync } from 'node:sqlite';
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

/** Reads the places in the JSON data of a sample of a capture's events, in some milliseconds however large it is. */
export function sampleKeys(database: DatabaseSync, reader: RecordReader, afterSeq: number): JsonKey[] {
  const newest = Number(database.prepare('SELECT max(seq) AS seq FROM record').get()?.['seq'] ?? 0);
  const one = database.prepare(
    `SELECT ${recordColumns} FROM record WHERE seq = ? AND kind = ${recordKindCodes.event} AND data_length <= ${maxDataLength}`,
  );
  const keys = new JsonKeys();
  let left = maxSampleBytes;
  for (const seq of sampledSeqs(afterSeq, newest)) {
    const row = left > 0 ? one.get(seq) : undefined;
    if (row !== undefined) {
      const record = checkRecord(row);
      left -= record.dataLength;
      keys.add(parseJson(reader.textOf(record)));
    }
  }
  return keys.list();
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
