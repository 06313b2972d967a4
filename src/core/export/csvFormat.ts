import type { TextExport } from './textExport.ts';

const columns = ['seq', 'time', 'elapsed_ms', 'kind', 'type', 'id', 'own_id', 'data', 'diagnostics'];

/** Comma-separated values (RFC 4180), with a header. Connection changes are JSON in `data`. */
export const csvFormat: TextExport = {
  begin: `${columns.join(',')}\r\n`,
  record: ({ seq, wallTime, time, kind, type, id, ownId, data, diagnostics, change }) =>
    `${[
      seq,
      new Date(wallTime).toISOString(),
      Math.round(time * 1000) / 1000,
      kind,
      quoted(type),
      quoted(id),
      ownId,
      quoted(change === null ? data : JSON.stringify(change)),
      diagnostics.join(' '),
    ].join(',')}\r\n`,
  end: '',
};

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
