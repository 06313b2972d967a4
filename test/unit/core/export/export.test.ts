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
  const { content } = exportFormats[format];
  assert.ok(content !== 'bytes');
  return content.begin + records.map(content.record).join('') + content.end;
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

  it('write no cell that a spreadsheet runs as a formula, and leave numbers as they are', () => {
    for (const data of ['=cmd()', '+1+cmd()', '-2+3', '@SUM(A1)', '\t=1', '-1e', '--1', '+']) {
      const [, row = ''] = exported('csv', [{ ...event, type: data, id: data, data }]).split('\r\n');
      assert.ok(row.includes(`event,'${data},'${data},true,'${data},`), row);
    }
    const quoted = exported('csv', [{ ...event, data: '=HYPERLINK("x","y")\n' }]);
    assert.ok(quoted.includes(`,"'=HYPERLINK(""x"",""y"")\n",`), quoted);
    for (const data of ['-1', '+2.5', '-.5e-7', '1=2', "'=x", '- ']) {
      const isNumber = data !== '- ';
      const [, row = ''] = exported('csv', [{ ...event, data }]).split('\r\n');
      assert.ok(row.includes(isNumber ? `true,${data},` : `true,'${data},`), row);
    }
  });

  it('write hostile texts so that they are read back as they were', () => {
    const hostile = [
      '\0',
      '\ud800',
      '\u2028\u2029',
      '\u202e<script>',
      '\x1b[31m',
      '","',
      '\r\n',
      '{"a":"\\ud800\\u0000"}',
    ];
    for (const data of hostile) {
      const [line = ''] = exported('ndjson', [{ ...event, data, type: data, id: data }]).split('\n');
      const read = JSON.parse(line) as { readonly data: string; readonly type: string; readonly id: string };
      assert.deepEqual([read.data, read.type, read.id], [data, data, data]);
      assert.equal((JSON.parse(exported('json', [{ ...event, data }])) as { data: string }[])[0]?.data, data);
    }
  });

  it('take JSON of 10,000 levels', () => {
    const data = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

    assert.ok(exported('ndjson', [{ ...event, data }]).includes(`"json":${data}}`));
  });
});
