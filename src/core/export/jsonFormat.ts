import { jsonRecord } from './jsonRecord.ts';
import type { TextExport } from './textExport.ts';

/** One JSON array, a record a line. */
export const jsonFormat: TextExport = {
  begin: '[',
  record: (record, index) => `${index === 0 ? '\n' : ',\n'}${jsonRecord(record)}`,
  end: '\n]\n',
};
