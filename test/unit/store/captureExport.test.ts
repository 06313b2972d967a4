import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExportFormatId } from '../../../src/core/export/exportFormat.ts';
import type { ExportProgress, ExportResult, ExportSelection } from '../../../src/core/protocol/exportMessages.ts';
import { parseQuery } from '../../../src/core/query/parseQuery.ts';
import { recordKinds } from '../../../src/core/record/recordKind.ts';
import { CaptureStore } from '../../../src/store/captureStore.ts';
import type { ExportOptions, ExportOutcome, ExportTask } from '../../../src/store/exportClient.ts';
import { runExport } from '../../../src/store/exportClient.ts';

const workerFile = path.join(import.meta.dirname, '../../../src/store/exportWorker.ts');

describe('an export', () => {
  let folder: string;
  let capture: string;
  let targets: string;
  let store: CaptureStore;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sse-debugger-export-'));
    capture = path.join(folder, 'capture.sqlite');
    targets = path.join(folder, 'targets');
    mkdirSync(targets);
    store = new CaptureStore(capture, 'create');
    store.beginBody({ attempt: 1, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 20_000_000 });
  });

  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  function write(text: string | Uint8Array): void {
    const bytes = Buffer.from(text);
    store.write(bytes, new Float64Array([bytes.length, 1]));
  }

  const all: ExportSelection = { selection: 'all' };

  function query(text: string): ExportSelection {
    const parsed = parseQuery(text);
    assert.ok(parsed.ok);
    return { selection: 'query', query: parsed.query, kinds: recordKinds };
  }

  function target(): string {
    return path.join(targets, 'export');
  }

  function run(task: Partial<ExportTask>, options?: ExportOptions): Promise<ExportOutcome> {
    const output = { to: 'file', file: target() } as const;
    return runExport(workerFile, { capture, output, format: 'ndjson', selection: all, afterSeq: 0, ...task }, options);
  }

  async function written(task: Partial<ExportTask>, options?: ExportOptions): Promise<ExportResult> {
    const outcome = await run(task, options);
    assert.ok(outcome.outcome === 'written', JSON.stringify(outcome));
    return outcome;
  }

  async function fault(task: Partial<ExportTask>): Promise<string> {
    const outcome = await run(task);
    assert.ok(outcome.outcome === 'failed', JSON.stringify(outcome));
    return outcome.fault.code;
  }

  async function exported(format: ExportFormatId, selection: ExportSelection): Promise<Buffer> {
    await written({ format, selection });
    return readFileSync(target());
  }

  async function exportedData(selection: ExportSelection): Promise<readonly string[]> {
    const lines = (await exported('ndjson', selection)).toString().trim().split('\n');
    return lines.map((line) => (JSON.parse(line) as { readonly data: string }).data);
  }

  it('gives the stream back byte for byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from(': before\n: and\r\ndata: a\n: inside\nfoo: bar\ndata: b\n\nretry: 5\r\rid: 7\n\n\ufeffdata: x\n\n'),
      Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xfe, 0x00, 0x0a, 0x0a]),
      Buffer.from(': last\ndata: unfinished'),
    ]);
    write(bytes.subarray(0, 20));
    write(bytes.subarray(20));
    store.endBody();

    assert.deepEqual(await exported('sse', all), bytes);
    assert.deepEqual(await exported('sse', query('')), bytes);
  });

  it('writes only what matches', async () => {
    write('data: one\n\ndata: two\n: one\n\ndata: three\n\n');

    assert.deepEqual(await exportedData(query('one')), ['one', 'one']);
    assert.equal((await exported('sse', query('two'))).toString(), 'data: two\n: one\n\n');
  });

  it('writes chosen records', async () => {
    write('data: one\n\ndata: two\n\ndata: three\n\n');

    assert.deepEqual(await exportedData({ selection: 'records', seqs: [1, 3] }), ['one', 'three']);
  });

  it('writes the bytes of lines alone where their blocks are not chosen', async () => {
    write(': a\ndata: 1\n: inside\n\n: b\n\n: c\ndata: 2\n\n');

    assert.equal((await exported('sse', query('kind:comment'))).toString(), ': a\n: inside\n: b\n\n: c\n');
  });

  it('writes nothing that is cleared', async () => {
    write('data: one\n\ndata: two\n\ndata: three\n\n');
    store.clear();
    write('data: four\n\n');
    const { clearedSeq: afterSeq } = store.counts();

    for (const selection of [all, query(''), { selection: 'records', seqs: [2, 4] } as const]) {
      await written({ selection, afterSeq });
      assert.match(readFileSync(target(), 'utf8'), /^\{"seq":4,[^\n]*\n$/);
    }
  });

  it('writes types and IDs whole, however long they are', async () => {
    const long = 'x'.repeat(5000);
    write(`id: ${long}\nevent: ${long}\ndata\n\ndata\n\n`);

    const [first, second] = (await exported('ndjson', all)).toString().split('\n');

    assert.ok(first?.includes(`"type":"${long}","id":"${long}"`));
    assert.ok(second?.includes(`"inheritedId":"${long}"`));
  });

  it('takes a line of 10 MiB', async () => {
    const data = `\0${'é'.repeat(5 * 1024 * 1024)}`;
    write(`data: ${data}\n\n`);

    assert.deepEqual(await exportedData(all), [data]);
    assert.equal((await exported('sse', all)).toString(), `data: ${data}\n\n`);
  });

  it('tells how far it is, and how much it has written', async () => {
    write('data: x\n\n'.repeat(3000));

    for (const selection of [all, query('x'), query('')]) {
      const progress: ExportProgress[] = [];
      const result = await written({ format: 'csv', selection }, { onProgress: (step) => progress.push(step) });
      assert.equal(result.records, 3000);
      assert.equal(result.bytes, readFileSync(target()).length);
      for (const key of ['done', 'records', 'bytes'] as const) {
        const values = progress.map((step) => step[key]);
        assert.deepEqual(
          values,
          values.toSorted((a, b) => a - b),
        );
      }
      assert.ok(progress.length >= 3 && progress.every(({ done }) => done >= 0 && done <= 1), JSON.stringify(progress));
    }
  });

  it('gives the text back where it goes to no file, up to a limit', async () => {
    write('data: x\n\n'.repeat(3000));
    const size = 'data: x\n\n'.length * 3000;

    const { content } = await written({ format: 'sse', output: { to: 'memory', maxBytes: size } });

    assert.equal(new TextDecoder().decode(content), 'data: x\n\n'.repeat(3000));
    assert.equal(await fault({ format: 'sse', output: { to: 'memory', maxBytes: size - 1 } }), 'too-large');
    assert.deepEqual(readdirSync(targets), []);
  });

  it('leaves nothing behind and the old file as it was when it is cancelled', async () => {
    write('data: x\n\n'.repeat(20_000));
    writeFileSync(target(), 'old');
    const controller = new AbortController();

    const outcome = await run({}, { signal: controller.signal, onProgress: () => controller.abort() });

    assert.deepEqual(outcome, { outcome: 'cancelled' });
    assert.equal(readFileSync(target(), 'utf8'), 'old');
    assert.deepEqual(readdirSync(targets), ['export']);
    assert.deepEqual(await run({}, { signal: controller.signal }), { outcome: 'cancelled' });
  });

  it('takes the place of an old file with its permissions, and of what a link points to', async () => {
    write('data: x\n\n');
    const real = path.join(targets, 'real');
    writeFileSync(real, 'old');
    chmodSync(real, 0o600);
    symlinkSync(real, target());

    await written({ format: 'sse' });

    assert.equal(readFileSync(real, 'utf8'), 'data: x\n\n');
    assert.equal(statSync(real).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(targets), ['export', 'real']);
  });

  it('says why it cannot write', async () => {
    write('data: x\n\n');
    mkdirSync(target());

    assert.equal(await fault({}), 'not-a-file');
    assert.equal(await fault({ output: { to: 'file', file: path.join(targets, 'none', 'x') } }), 'no-folder');
    assert.equal(await fault({ output: { to: 'file', file: path.join(targets, 'n'.repeat(300)) } }), 'name-too-long');
    assert.equal(await fault({ output: { to: 'file', file: '/proc/export' } }), 'no-folder');
    assert.deepEqual(readdirSync(targets), ['export']);
  });

  it('says that there is no capture', async () => {
    assert.equal(await fault({ capture: path.join(folder, 'none.sqlite') }), 'no-capture');
    writeFileSync(path.join(folder, 'text.sqlite'), 'text');
    assert.equal(await fault({ capture: path.join(folder, 'text.sqlite') }), 'no-capture');
    assert.ok(!existsSync(path.join(folder, 'none.sqlite')));
  });

  it('says that the disk is full, and leaves the old file', async function () {
    const mounted = path.join(folder, 'disk');
    mkdirSync(mounted);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mounted], { stdio: 'ignore' });
    } catch {
      // Only root may mount, and not in every container.
      this.skip();
    }
    try {
      const file = path.join(mounted, 'export');
      writeFileSync(file, 'old');
      write(`data: ${'x'.repeat(1000)}\n\n`.repeat(2000));

      assert.equal(await fault({ output: { to: 'file', file } }), 'no-space');
      assert.equal(readFileSync(file, 'utf8'), 'old');
      assert.deepEqual(readdirSync(mounted), ['export']);

      execFileSync('mount', ['-o', 'remount,ro', mounted], { stdio: 'ignore' });
      assert.equal(await fault({ output: { to: 'file', file } }), 'read-only');
    } finally {
      execFileSync('umount', [mounted]);
    }
  });
});
