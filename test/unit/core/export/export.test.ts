import assert from 'node:assert/strict';
import { exportFormats } from '../../../../src/core/export/exportFormat.ts';
import type { ExportFormatId } from '../../../../src/core/export/exportFormat.ts';
import type { ExportedRecord } from '../../../../src/core/export/exportedRecord.ts';

const event: ExportedRecord = {
  seq: 7,
  kind: 'event',
  wallTime: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  time: 1234.56789,
  type: 'delta',
  id: 'a"b',
  ownId: true,
  data: '{"n": 12345678901234567890,\n"s": "x"}',
  diagnostics: [],
  change: null,
};
const comment: ExportedRecord = { ...event, seq: 8, kind: 'comment', type: '', id: '9', ownId: false, data: 'a, b' };
const stopped: ExportedRecord = {
  ...event,
  seq: 9,
  kind: 'connection',
  type: '',
  id: '',
  data: '',
  diagnostics: ['unknown-field'],
  change: { change: 'stopped', attempt: 1 },
};

function exported(format: ExportFormatId, records: readonly ExportedRecord[]): string {
  const text = exportFormats[format];
  assert.notEqual(text, 'bytes');
  return text === 'bytes' ? '' : text.begin + records.map(text.record).join('') + text.end;
}

describe('exports', () => {
  it('write NDJSON: a line a record, JSON data once more as such, digits kept', () => {
    const lines = exported('ndjson', [event, comment, stopped]).split('\n');

    assert.equal(lines.length, 4);
    assert.equal(lines[3], '');
    assert.deepEqual(JSON.parse(lines[1] ?? ''), {
      seq: 8,
      time: '2026-01-02T03:04:05.678Z',
      elapsedMs: 1234.568,
      kind: 'comment',
      inheritedId: '9',
      data: 'a, b',
    });
    assert.deepEqual(JSON.parse(lines[2] ?? ''), {
      seq: 9,
      time: '2026-01-02T03:04:05.678Z',
      elapsedMs: 1234.568,
      kind: 'connection',
      connection: { change: 'stopped', attempt: 1 },
      diagnostics: ['unknown-field'],
    });
    assert.ok(lines[0]?.includes('"json":{"n": 12345678901234567890, "s": "x"}'), lines[0]);
    const first = JSON.parse(lines[0] ?? '') as { readonly data: string; readonly id: string };
    assert.equal(first.data, event.data);
    assert.equal(first.id, 'a"b');
  });

  it('write one JSON array, also of no record', () => {
    const array = JSON.parse(exported('json', [event, comment])) as { readonly seq: number }[];

    assert.deepEqual(
      array.map(({ seq }) => seq),
      [7, 8],
    );
    assert.deepEqual(JSON.parse(exported('json', [])), []);
  });

  it('write CSV that quotes what needs to be', () => {
    const lines = exported('csv', [comment, { ...event, data: 'x' }, stopped]).split('\r\n');

    assert.deepEqual(lines, [
      'seq,time,elapsed_ms,kind,type,id,own_id,data,diagnostics',
      '8,2026-01-02T03:04:05.678Z,1234.568,comment,,9,false,"a, b",',
      '7,2026-01-02T03:04:05.678Z,1234.568,event,delta,"a""b",true,x,',
      '9,2026-01-02T03:04:05.678Z,1234.568,connection,,,true,"{""change"":""stopped"",""attempt"":1}",unknown-field',
      '',
    ]);
  });
});
