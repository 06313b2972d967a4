import { csvFormat } from './csvFormat.ts';
import { dataFormat } from './dataFormat.ts';
import { jsonFormat } from './jsonFormat.ts';
import { ndjsonFormat } from './ndjsonFormat.ts';
import { sseFormat } from './sseFormat.ts';
import type { TextExport } from './textExport.ts';

/** Formats of exports, in the order in which they are offered. */
export const exportFormatIds = ['ndjson', 'json', 'csv', 'data', 'sse'] as const;

export type ExportFormatId = (typeof exportFormatIds)[number];

/** A format of exports. Each is a module; `core/words/exportFormat` has its words. */
export interface ExportFormat {
  /** Extension of its files, without a dot. */
  readonly extension: string;
  /** VS Code's identifier of its language. */
  readonly languageId: string;
  /** How its text is made; `bytes`: it is what came over the wire, byte for byte. */
  readonly content: TextExport | 'bytes';
}

export const exportFormats: Readonly<Record<ExportFormatId, ExportFormat>> = {
  ndjson: ndjsonFormat,
  json: jsonFormat,
  csv: csvFormat,
  data: dataFormat,
  sse: sseFormat,
};
