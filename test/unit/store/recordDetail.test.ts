import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { CaptureStore } from '../../../src/store/captureStore.ts';
import { bytesOf } from '../../support/sse/parsedBody.ts';

describe('the detail of a record', () => {
  let directory: string;
  let store: CaptureStore;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'record-detail-'));
    store = new CaptureStore(path.join(directory, 'a.sqlite'), 'create');
  });

  afterEach(() => {
    store.close();
    rmSync(directory, { recursive: true });
  });

  /** Stores a body and reads 100 characters of the data of a record. */
  function cutDetail(body: string, seq = 1): readonly [data: string | undefined, dataLength: number | undefined] {
    const bytes = bytesOf(body);
    store.beginBody({ attempt: 1, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 10_000_000 });
    store.write(bytes, Float64Array.of(bytes.length, 0));
    store.endBody();
    const detail = store.detail(seq, { dataLength: 100, rawLength: 100 }, 0);
    return [detail?.data, detail?.dataLength];
  }

  const long = 'äö😀€'.repeat(300_000);

  it('counts characters of data that is cut, not bytes', () => {
    assert.deepEqual(cutDetail(`data: ${long}\n\n`), [long.slice(0, 100), long.length]);
  });

  it('counts characters of data that is cut and stands on several lines', () => {
    // The comment and the unknown field are records of their own, before the event.
    const lines = `data:${long}\r\ndata\r\nid: 1\r\n: no data: at all\ndatax: y\ndata:  ${long}\ndata: end\n\n`;
    const data = `${long}\n\n ${long}\nend`;
    assert.deepEqual(cutDetail(`\ufeff${lines}`, 3), [data.slice(0, 100), data.length]);
  });

  it('counts characters of a comment that is cut', () => {
    assert.deepEqual(cutDetail(`: ${long}\n`), [long.slice(0, 100), long.length]);
  });

  it('counts characters of a block that is dropped and cut', () => {
    const block = `data: ${long}`;
    assert.deepEqual(cutDetail(block), [block.slice(0, 100), block.length]);
  });

  it('has the beginning of an ID that is long, and its whole on demand, own or inherited', () => {
    const id = 'x'.repeat(1_000_000);
    cutDetail(`id: ${id}\ndata: 1\n\ndata: 2\n\n`);
    for (const seq of [1, 2]) {
      assert.equal(store.detail(seq, { dataLength: 100, rawLength: 100 }, 0)?.row.id, id.slice(0, 200));
      assert.equal(store.recordId(seq), id);
    }
    assert.equal(store.recordId(3), undefined);
  });

  it('does not carry the whole of a long ID in the row of a request', () => {
    const lastEventId = 'x'.repeat(1_000_000);
    store.change(
      { change: 'connecting', attempt: 1, method: 'GET', url: 'http://a/', lastEventId, unsendableId: '' },
      0,
    );
    const [row] = store.window(['connection'], 0, 1).rows;
    assert.ok(JSON.stringify(row).length < 1000);
  });
});
