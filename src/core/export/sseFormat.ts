import type { ExportFormat } from './exportFormat.ts';

/** The event stream itself, byte for byte as it came. */
export const sseFormat: ExportFormat = { extension: 'sse', languageId: 'plaintext', content: 'bytes' };
