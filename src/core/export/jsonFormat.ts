import type { ExportFormat } from './exportFormat.ts';
import { jsonRecord } from './jsonRecord.ts';

/** One JSON array, a record a line. */
export const jsonFormat: ExportFormat = {
  extension: 'json',
  languageId: 'json',
  content: {
    begin: '[',
    record: (record, index) => `${index === 0 ? '\n' : ',\n'}${jsonRecord(record)}`,
    end: '\n]\n',
  },
};
