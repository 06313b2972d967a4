import type { ExportFormat } from './exportFormat.ts';

const columns = ['seq', 'time', 'elapsed_ms', 'kind', 'type', 'id', 'own_id', 'data', 'diagnostics'];

/** What spreadsheets take for the beginning of a formula, and numbers that begin so and are none. */
const formula = /^[=+@\t\r-]/;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Comma-separated values (RFC 4180), with a header. Connection changes are JSON in `data`. A text that a spreadsheet would
 * run as a formula gets an apostrophe in front: what a server sends is not to be trusted.
 */
export const csvFormat: ExportFormat = {
  extension: 'csv',
  languageId: 'plaintext',
  content: {
    begin: `${columns.join(',')}\r\n`,
    record: ({ seq, wallTime, time, kind, type, id, ownId, data, diagnostics, change }) =>
      `${[
        seq,
        new Date(wallTime).toISOString(),
        Math.round(time * 1000) / 1000,
        kind,
        cell(type),
        cell(id),
        ownId,
        cell(change === null ? data : JSON.stringify(change)),
        diagnostics.join(' '),
      ].join(',')}\r\n`,
    end: '',
  },
};

function cell(text: string): string {
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
