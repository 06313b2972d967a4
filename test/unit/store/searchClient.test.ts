import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseQuery } from '../../../src/core/query/parseQuery.ts';
import { recordKinds } from '../../../src/core/record/recordKind.ts';
import { CaptureStore } from '../../../src/store/captureStore.ts';
import { SearchClient } from '../../../src/store/searchClient.ts';
import type { SearchFailure } from '../../../src/store/searchClient.ts';
import type { SearchProgress } from '../../../src/core/protocol/searchMessages.ts';
import { until } from '../../support/until.ts';

const workerFile = path.join(import.meta.dirname, '../../../src/store/searchWorker.ts');

describe('a search thread', function () {
  // Threads start and end in these tests, which takes its time on a busy machine.
  this.timeout(20_000);

  let folder: string;
  let file: string;
  let store: CaptureStore;
  let client: SearchClient;
  let progress: SearchProgress | undefined;
  let failure: SearchFailure | undefined;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sse-debugger-search-'));
    file = path.join(folder, 'capture.sqlite');
    store = new CaptureStore(file, 'create');
    store.beginBody({ attempt: 1, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 1_000_000 });
    progress = undefined;
    failure = undefined;
    client = clientOf(workerFile);
  });

  afterEach(() => {
    client.dispose();
    store.close();
    rmSync(folder, { recursive: true });
  });

  function clientOf(script: string): SearchClient {
    return new SearchClient(
      script,
      {
        progress: (now) => (progress = now),
        failed: (now) => (failure = now),
      },
      { stuckMs: 500 },
    );
  }

  function write(text: string): void {
    const bytes = Buffer.from(text);
    store.write(bytes, new Float64Array([bytes.length, 1]));
  }

  function search(text: string): void {
    const parsed = parseQuery(text);
    assert.ok(parsed.ok);
    progress = undefined;
    client.search({ file, query: parsed.query, kinds: recordKinds, afterSeq: 0 });
  }

  async function complete(): Promise<SearchProgress> {
    await until('the end of the search', () => progress?.isComplete);
    assert.ok(progress);
    return progress;
  }

  it('says which records of a stretch match, and which match is next', async () => {
    write('data: a\n\ndata: b\n\ndata: a\n\ndata: b\n\ndata: a\n\n');
    search('data:a');
    await complete();

    assert.deepEqual(await client.request('matches', { first: 2, last: 5 }), [3, 5]);
    assert.deepEqual(await client.request('matches', { first: 2, last: 2 }), []);
    assert.deepEqual(await client.request('neighbour', { seq: 1, backwards: false }), { seq: 3, position: 1 });
    assert.deepEqual(await client.request('neighbour', { seq: 4, backwards: true }), { seq: 3, position: 1 });
    assert.deepEqual(await client.request('neighbour', { seq: 5, backwards: false }), { seq: 1, position: 0 });
    assert.deepEqual(await client.request('neighbour', { seq: 1, backwards: true }), { seq: 5, position: 2 });

    search('nothing');
    await complete();
    assert.equal(await client.request('neighbour', { seq: 1, backwards: false }), null);
  });

  it('knows the places in the JSON data without a search, in a sample of bounded size', async () => {
    write('data: {"old":1}\n\n'.repeat(2) + 'data: {"a":[{"b":"x"},{"b":2}]}\n\n'.repeat(5000) + 'data: no JSON\n\n');

    const keys = await client.request('keys', { file, afterSeq: 0 });

    const written = keys.map(({ path, examples }) => [
      path.map((step) => (step.step === 'name' ? step.name : '*')).join('/'),
      examples.join(),
    ]);
    assert.deepEqual(written, [
      ['a/*', ''],
      ['a/*/b', 'x,2'],
      ['a', ''],
      ['old', '1'],
    ]);
    assert.ok((keys[0]?.count ?? 0) < 2500, 'not every record is read');
  });

  it('tells how many records match, and gives them by position', async () => {
    write('data: one\n\ndata: two\n\ndata: one more\n\n');
    search('one');

    assert.equal((await complete()).matched, 2);
    const rows = await client.request('rows', { first: 1, count: 10 });

    assert.deepEqual(
      rows.map(({ seq, preview, gap }) => ({ seq, preview, gap })),
      [{ seq: 3, preview: 'one more', gap: 0 }],
    );
  });

  it('lets live records join what was found', async () => {
    write('data: one\n\n');
    search('one');
    await complete();

    write('data: two\n\ndata: one\n\n');
    client.extend();

    await until('two matches', () => progress?.matched === 2);
  });

  it('hears of records that came while the word of its end was on the way', async () => {
    client.dispose();
    client = clientOf(path.join(import.meta.dirname, '../../support/endedSearchWorker.ts'));
    search('one');
    client.extend();

    await until('a match more', () => progress?.matched === 2);
    assert.equal(failure, undefined);
  });

  it('leaves the search before for a new one', async () => {
    write('data: one\n\ndata: two\n\n');
    search('one');
    search('two');
    await complete();

    assert.deepEqual(
      (await client.request('rows', { first: 0, count: 10 })).map(({ seq }) => seq),
      [2],
    );
  });

  it('may be slow to start: that is no regular expression that never ends', async () => {
    client.dispose();
    const slow = path.join(import.meta.dirname, '../../support/slowSearchWorker.ts');
    client = clientOf(slow);
    write('data: one\n\n');
    search('one');
    assert.equal((await complete()).matched, 1);
    assert.equal(failure, undefined);
  });

  it('is ended where a regular expression never ends, and takes the next search', async () => {
    write(`data: ${'a'.repeat(40)}!\n\ndata: b\n\n`);
    search('/^(a+)+$/');
    await until('a failure', () => failure);
    assert.deepEqual(failure, { failure: 'too-slow' });

    search('b');

    assert.equal((await complete()).matched, 1);
  });

  it('takes a new search at once while a regular expression goes on', async () => {
    write(`data: ${'a'.repeat(40)}!\n\ndata: b\n\n`);
    search('b');
    await complete();
    search('/^(a+)+$/');
    const began = performance.now();
    await until('a silence', () => performance.now() - began > 200);
    search('b');

    assert.equal((await complete()).matched, 1);
    assert.equal(failure, undefined);
  });

  it('says what is wrong where there is no capture to read', async () => {
    const parsed = parseQuery('a');
    assert.ok(parsed.ok);
    client.search({ file: path.join(folder, 'none.sqlite'), query: parsed.query, kinds: recordKinds, afterSeq: 0 });

    await until('a failure', () => failure);

    assert.equal(failure?.failure, 'broken');
  });
});
