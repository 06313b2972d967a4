import { jsonRecord } from './jsonRecord.ts';
import type { TextExport } from './textExport.ts';

/** A line of JSON a record. */
export const ndjsonFormat: TextExport = {
  begin: '',
  record: (record) => `${jsonRecord(record)}\n`,
  end: '',
};
