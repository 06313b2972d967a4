import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CaptureStore } from '../../../src/store/captureStore.ts';

describe('the count of heartbeats', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sse-debugger-heartbeats-'));
    file = path.join(folder, 'capture.sqlite');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('has comments, events of the usual types and events without data, and is the same when opened again', () => {
    const store = new CaptureStore(file, 'create');
    store.beginBody({ attempt: 1, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 1_000_000 });
    const bytes = Buffer.from(
      ': hi\n\nevent: ping\ndata: 1\n\ndata\n\ndata: x\n\nevent: pinged\ndata: x\n\nretry: 5\n\nid: 1\n\n',
    );
    store.write(bytes, new Float64Array([bytes.length, 1]));
    store.endBody();
    assert.equal(store.counts().heartbeats, 3);
    assert.equal(store.counts().typeCount, 3);
    store.close();

    const again = new CaptureStore(file, 'open');
    assert.equal(again.counts().heartbeats, 3);
    again.close();

    const database = new DatabaseSync(file);
    database.exec("DELETE FROM info WHERE key IN ('summary', 'summaryKinds')");
    database.close();
    const counted = new CaptureStore(file, 'open');
    assert.equal(counted.counts().heartbeats, 3);
    counted.close();
  });
});
