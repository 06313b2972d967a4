import type { ExportFormat } from './exportFormat.ts';
import { jsonRecord } from './jsonRecord.ts';

/** A line of JSON a record. */
export const ndjsonFormat: ExportFormat = {
  extension: 'ndjson',
  languageId: 'jsonl',
  content: {
    begin: '',
    record: (record) => `${jsonRecord(record)}\n`,
    end: '',
  },
};
