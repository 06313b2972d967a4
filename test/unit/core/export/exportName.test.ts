import assert from 'node:assert/strict';
import { exportName } from '../../../../src/core/export/exportName.ts';

const start = new Date(2026, 0, 2, 3, 4, 5);
const stamp = '2026-01-02 03.04.05';

describe('the name of an export', () => {
  it('has the title, the time of the start and the extension', () => {
    assert.equal(exportName('Prices', start, 'csv'), `Prices ${stamp}.csv`);
    assert.equal(exportName('api.example.com/v1/stream', start, 'sse'), `api.example.com v1 stream ${stamp}.sse`);
  });

  it('is a name and no path, whatever the title is', () => {
    const titles = [
      '../../etc/passwd',
      'C:\\x',
      'a:b*c?"<>|',
      '\u202egnp.exe',
      'a\0b\nc',
      '...',
      '',
      '~/x',
      '.hidden',
      'x. ',
    ];
    for (const title of titles) {
      assert.match(
        exportName(title, start, 'json'),
        /^[^./\\:*?"<>|\0-\x1f\u202e~ ][^/\\:*?"<>|\0-\x1f\u202e~]*\.json$/,
      );
    }
  });

  it('is short enough for every file system, and splits no character', () => {
    const name = exportName('🙂語'.repeat(200), start, 'ndjson');
    assert.ok(Buffer.byteLength(name) <= 255, name);
    assert.equal(Buffer.from(name).toString(), name);
    assert.ok(Buffer.byteLength(exportName('\u{20000}'.repeat(200), start, 'ndjson')) <= 255);
  });
});
