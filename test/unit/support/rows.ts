import type { RecordRow } from '../../../src/core/record/record.ts';

/** The row at a position of a capture that holds nothing but events. */
export function row(position: number, more: Partial<RecordRow> = {}): RecordRow {
  return {
    seq: position + 1,
    kind: 'event',
    time: position * 10,
    gap: 10,
    type: 'message',
    id: '',
    ownId: false,
    size: 1,
    preview: 'x',
    diagnostics: [],
    connection: null,
    ...more,
  };
}
