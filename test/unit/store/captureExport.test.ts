import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExportFormatId } from '../../../src/core/export/exportFormat.ts';
import type { ExportSelection } from '../../../src/core/protocol/exportMessages.ts';
import { parseQuery } from '../../../src/core/query/parseQuery.ts';
import { recordKinds } from '../../../src/core/record/recordKind.ts';
import { CaptureStore } from '../../../src/store/captureStore.ts';
import { runExport } from '../../../src/store/exportClient.ts';

const workerFile = path.join(import.meta.dirname, '../../../src/store/exportWorker.ts');

describe('an export', () => {
  let folder: string;
  let file: string;
  let store: CaptureStore;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sse-debugger-export-'));
    file = path.join(folder, 'capture.sqlite');
    store = new CaptureStore(file, 'create');
    store.beginBody({ attempt: 1, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 1_000_000 });
  });

  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  function write(text: string | Uint8Array): void {
    const bytes = Buffer.from(text);
    store.write(bytes, new Float64Array([bytes.length, 1]));
  }

  function query(text: string): ExportSelection {
    const parsed = parseQuery(text);
    assert.ok(parsed.ok);
    return { selection: 'query', query: parsed.query, kinds: recordKinds, afterSeq: 0 };
  }

  function target(): string {
    return path.join(folder, 'export');
  }

  async function exported(format: ExportFormatId, selection: ExportSelection): Promise<Buffer> {
    await runExport(workerFile, { file, target: target(), format, selection });
    return readFileSync(target());
  }

  it('gives the stream back byte for byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from(': before\n: and\r\ndata: a\n: inside\nfoo: bar\ndata: b\n\nretry: 5\r\rid: 7\n\n\ufeffdata: x\n\n'),
      Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xfe, 0x0a, 0x0a]),
      Buffer.from(': last\ndata: unfinished'),
    ]);
    write(bytes.subarray(0, 20));
    write(bytes.subarray(20));
    store.endBody();

    assert.deepEqual(await exported('sse', query('')), bytes);
  });

  it('writes only what matches', async () => {
    write('data: one\n\ndata: two\n: one\n\ndata: three\n\n');

    const lines = (await exported('ndjson', query('one'))).toString().trim().split('\n');

    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { readonly data: string }).data),
      ['one', 'one'],
    );
    assert.equal((await exported('sse', query('two'))).toString(), 'data: two\n: one\n\n');
  });

  it('writes chosen records', async () => {
    write('data: one\n\ndata: two\n\ndata: three\n\n');

    const json = await exported('json', { selection: 'records', seqs: [1, 3] });

    assert.deepEqual(
      (JSON.parse(json.toString()) as { readonly data: string }[]).map(({ data }) => data),
      ['one', 'three'],
    );
  });

  it('tells how far it is, and how much it has written', async () => {
    write('data: x\n\n'.repeat(3000));
    const progress: number[] = [];

    const result = await runExport(
      workerFile,
      { file, target: target(), format: 'csv', selection: query('') },
      { onProgress: (done) => progress.push(done) },
    );

    assert.equal(result.records, 3000);
    assert.equal(result.bytes, readFileSync(target()).length);
    assert.deepEqual(
      progress,
      [...progress].sort((a, b) => a - b),
    );
    assert.ok(progress.length >= 3 && progress.every((done) => done >= 0 && done <= 1), String(progress));
  });

  it('leaves nothing behind and the old file as it was when it is cancelled', async () => {
    write('data: x\n\n'.repeat(20_000));
    writeFileSync(target(), 'old');
    const controller = new AbortController();

    await assert.rejects(
      runExport(
        workerFile,
        { file, target: target(), format: 'ndjson', selection: query('') },
        { signal: controller.signal, onProgress: () => controller.abort() },
      ),
      /cancelled/,
    );

    assert.equal(readFileSync(target(), 'utf8'), 'old');
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('export')),
      ['export'],
    );
  });

  it('says why it cannot write', async () => {
    write('data: x\n\n');

    await assert.rejects(
      runExport(workerFile, { file, target: path.join(folder, 'none', 'x'), format: 'csv', selection: query('') }),
      /ENOENT/,
    );
  });
});
