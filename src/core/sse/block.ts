import type { RecordField } from '../record/record.ts';

/**
 * Takes the raw bytes of a record apart into its lines, for showing: every line in the order of the wire, also those
 * that a client ignores.
 *
 * @param isBodyStart Whether the bytes begin the body: only there a BOM is left out (9.2.5).
 */
export function fieldsOfBlock(raw: Uint8Array, isBodyStart: boolean): RecordField[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: !isBodyStart }).decode(raw);
  return text
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      if (colon === -1) {
        return { name: line, value: '' };
      }
      const value = line.slice(colon + 1);
      return { name: line.slice(0, colon), value: value.startsWith(' ') ? value.slice(1) : value };
    });
}

/** The data of an event by its lines (HTML 9.2.6): the values of all `data` fields, joined by line feeds. */
export function dataOfFields(fields: readonly RecordField[]): string {
  return fields
    .filter(({ name }) => name === 'data')
    .map(({ value }) => value)
    .join('\n');
}
