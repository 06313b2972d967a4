import { assertNever } from '../assertNever.ts';
import type { ExportFormatId } from '../export/exportFormat.ts';
import type { Translate } from './translate.ts';

/** A format's name and what its files hold. */
export interface FormatWords {
  readonly name: string;
  readonly description: string;
}

export function describeExportFormat(format: ExportFormatId, t: Translate): FormatWords {
  switch (format) {
    case 'ndjson':
      return { name: t('NDJSON'), description: t('A line of JSON for each record') };
    case 'json':
      return { name: t('JSON'), description: t('One array of all records') };
    case 'csv':
      return { name: t('CSV'), description: t('A table for spreadsheets') };
    case 'data':
      return { name: t('Text'), description: t('The data alone') };
    case 'sse':
      return { name: t('Event stream'), description: t('The bytes as they came') };
    default:
      return assertNever(format);
  }
}
