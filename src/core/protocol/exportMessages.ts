import type { ExportFault } from '../export/exportFault.ts';
import type { ExportFormatId } from '../export/exportFormat.ts';
import type { Query } from '../query/query.ts';
import type { RecordKind } from '../record/recordKind.ts';

/** Which records to export; of those that are cleared, none. */
export type ExportSelection =
  | { readonly selection: 'all' }
  | { readonly selection: 'query'; readonly query: Query; readonly kinds: readonly RecordKind[] }
  /** Numbers of records, ascending. */
  | { readonly selection: 'records'; readonly seqs: readonly number[] };

/** Where an export goes. */
export type ExportOutput =
  /** Path of the file to write, and of the one beside it that takes its place when it is whole. */
  | { readonly to: 'file'; readonly file: string; readonly partial: string }
  /** Back to the main thread, unless it is larger. */
  | { readonly to: 'memory'; readonly maxBytes: number };

/** What an export thread is started with. */
export interface ExportOrder {
  /** Path of the capture's file. */
  readonly capture: string;
  readonly output: ExportOutput;
  readonly format: ExportFormatId;
  readonly selection: ExportSelection;
  /** Only records with a greater number: those up to it are cleared. */
  readonly afterSeq: number;
}

/** How far an export has come. */
export interface ExportProgress {
  /** How much is done, 0 to 1. */
  readonly done: number;
  /** Records and bytes written. */
  readonly records: number;
  readonly bytes: number;
}

/** What an export has written. */
export interface ExportResult {
  readonly records: number;
  readonly bytes: number;
  /** All of it, where it goes to memory; empty where it goes to a file. */
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Messages from an export thread. */
export type FromExport =
  | ({ readonly type: 'progress' } & ExportProgress)
  | ({ readonly type: 'written' } & ExportResult)
  | { readonly type: 'failed'; readonly fault: ExportFault };
