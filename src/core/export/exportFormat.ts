import { csvFormat } from './csvFormat.ts';
import { jsonFormat } from './jsonFormat.ts';
import { ndjsonFormat } from './ndjsonFormat.ts';
import type { TextExport } from './textExport.ts';

/** Formats of exports. `sse` is the bytes themselves. */
export const exportFormatIds = ['ndjson', 'json', 'csv', 'sse'] as const;

export type ExportFormatId = (typeof exportFormatIds)[number];

/** The text of each format; `bytes`: what came over the wire, byte for byte. */
export const exportFormats: Readonly<Record<ExportFormatId, TextExport | 'bytes'>> = {
  ndjson: ndjsonFormat,
  json: jsonFormat,
  csv: csvFormat,
  sse: 'bytes',
};
