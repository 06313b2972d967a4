import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { CaptureStore } from '../../../src/store/captureStore.ts';
import { bodyOf, bytesOf } from '../../support/sse/parsedBody.ts';

const limits = { dataLength: 1000, rawLength: 1000 };

describe('a capture', () => {
  let directory: string;
  let store: CaptureStore;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'diagnostic-places-'));
    store = new CaptureStore(path.join(directory, 'a.sqlite'), 'create');
  });

  afterEach(() => {
    store.close();
    rmSync(directory, { recursive: true });
  });

  function receive(attempt: number, body: Uint8Array): void {
    store.beginBody({ attempt, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 1_000_000 });
    store.write(body, Float64Array.of(body.length, 0));
    store.endBody();
  }

  it('keeps the place of a diagnostic, counted in the body of its attempt', () => {
    receive(1, bytesOf('data: a\n\n'));
    receive(2, bodyOf('data: a\n\ndata: caf', 0xe9, '\n\n'));
    assert.deepEqual(store.detail(3, limits, 0)?.diagnostics, [{ code: 'invalid-utf8', offset: 18 }]);
    assert.deepEqual(store.detail(3, limits, 0)?.row.diagnostics, ['invalid-utf8']);
  });

  it('counts records with a warning, not those with information', () => {
    receive(1, bodyOf('data:\n\ndata: a\u2028\n\ndata: caf', 0xe9, '\n\n'));
    assert.equal(store.counts().warnings, 1);
  });
});
