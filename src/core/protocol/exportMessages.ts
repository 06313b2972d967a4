import type { ExportFormatId } from '../export/exportFormat.ts';
import type { Query } from '../query/query.ts';
import type { RecordKind } from '../record/recordKind.ts';

/** Which records to export. */
export type ExportSelection =
  | {
      readonly selection: 'query';
      readonly query: Query;
      readonly kinds: readonly RecordKind[];
      readonly afterSeq: number;
    }
  /** Numbers of records, ascending. */
  | { readonly selection: 'records'; readonly seqs: readonly number[] };

/** What an export thread is started with. */
export interface ExportOrder {
  /** Path of the capture's file. */
  readonly file: string;
  /** Path of the file to write. It appears when it is whole. */
  readonly target: string;
  readonly format: ExportFormatId;
  readonly selection: ExportSelection;
}

/** What an export has written. */
export interface ExportResult {
  readonly records: number;
  readonly bytes: number;
}

/** Messages from an export thread. */
export type FromExport =
  /** How much is done, 0 to 1. */
  | { readonly type: 'progress'; readonly done: number }
  | ({ readonly type: 'written' } & ExportResult)
  | { readonly type: 'failed'; readonly message: string };
