import type { ExportedRecord } from './exportedRecord.ts';

/** How records become a text: a beginning, one piece a record, an end. */
export interface TextExport {
  readonly begin: string;
  /** @param index Number of records written before. */
  readonly record: (record: ExportedRecord, index: number) => string;
  readonly end: string;
}
