import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConnectionChange } from '../../../src/core/connection/connectionChange.ts';
import type { Session } from '../../../src/engine/session.ts';
import { allRows, changes, startEngine, until } from '../../support/engineHarness.ts';
import type { EngineHarness } from '../../support/engineHarness.ts';

const streamHeaders = { 'content-type': 'text/event-stream' };

type Waiting = Extract<ConnectionChange, { readonly change: 'waiting' }>;
type Resumed = Extract<ConnectionChange, { readonly change: 'resumed' }>;

async function waits(session: Session): Promise<readonly Waiting[]> {
  return (await changes(session)).filter((change) => change.change === 'waiting');
}

async function resumes(session: Session): Promise<readonly Resumed[]> {
  return (await changes(session)).filter((change) => change.change === 'resumed');
}

describe('a session that reconnects', function () {
  this.timeout(20_000);
  let engine: EngineHarness;
  let server: http.Server;
  let answer: http.RequestListener;
  let ids: (string | undefined)[];

  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  beforeEach(async () => {
    engine = await startEngine();
    ids = [];
    server = http
      .createServer((request, response) => {
        const id = request.headers['last-event-id'];
        ids.push(Array.isArray(id) ? id.join() : id);
        answer(request, response);
      })
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    await engine.dispose();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  /** Answers each request with the next of some bodies, the last one again and again. */
  const bodies = (...texts: readonly string[]): http.RequestListener => {
    let at = 0;
    return (_, response) => {
      response.writeHead(200, streamHeaders).end(texts[Math.min(at, texts.length - 1)]);
      at += 1;
    };
  };

  it('reconnects a few times, and not for ever, for a listener that asks for it at each failure', async () => {
    let first: http.ServerResponse | undefined;
    answer = (_, response) => {
      if (ids.length === 1) {
        first = response;
        response.writeHead(200, streamHeaders).write('retry: 1\ndata: x\n\n');
      } else {
        response.writeHead(ids.length <= 4 ? 500 : 204).end();
      }
    };
    const session = engine.open(url());
    // The rate still moves when it fails, so that every count is news.
    await until(session, ({ kinds }) => kinds.event === 1);
    first?.end('data: y\n\n');
    let calls = 0;
    session.onDidChange(({ state }) => {
      if (state.name === 'failed') {
        calls += 1;
        session.reconnect();
      }
    });
    await until(session, ({ state }) => state.name === 'finished');
    assert.ok(calls >= 3 && calls <= 12, `${calls} calls`);
  });

  describe('and its last event ID', () => {
    it('shows what was received, what the newest request sent, and what the next one sends', async () => {
      answer = bodies('retry: 60000\nid: 7\ndata: x\n\n');
      const session = engine.open(url());
      const first = await until(session, ({ state }) => state.name === 'waiting');
      assert.equal(first.sentLastEventId, '');
      assert.deepEqual(first.nextLastEventId, { value: '7', source: 'received' });
      session.reconnectNow();
      const second = await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'waiting');
      assert.equal(second.sentLastEventId, '7');
    });

    it('sends an edited ID once and goes on with what the stream sets', async () => {
      answer = bodies('retry: 60000\nid: 7\ndata: x\n\n', 'id: 9\ndata: y\n\n');
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      session.setLastEventId('3');
      assert.deepEqual(session.snapshot().nextLastEventId, { value: '3', source: 'edited' });
      session.reconnectNow();
      const { nextLastEventId } = await until(
        session,
        ({ attempts, state }) => attempts === 2 && state.name === 'waiting',
      );
      assert.deepEqual(nextLastEventId, { value: '9', source: 'received' });
      assert.deepEqual(ids, [undefined, '3']);
    });

    it('sends a pinned ID with every request until it is unpinned, then the one received last', async () => {
      answer = bodies('retry: 60000\nid: 7\ndata: x\n\n', 'data: no id\n\n');
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      session.setLastEventId('3', { pinned: true });
      for (const attempt of [2, 3]) {
        session.reconnectNow();
        const { nextLastEventId } = await until(
          session,
          ({ attempts, state }) => attempts === attempt && state.name === 'waiting',
        );
        assert.deepEqual(nextLastEventId, { value: '3', source: 'pinned' });
      }
      session.setLastEventId(undefined);
      assert.deepEqual(session.snapshot().nextLastEventId, { value: '7', source: 'received' });
      session.reconnectNow();
      await until(session, ({ attempts, state }) => attempts === 4 && state.name === 'waiting');
      assert.deepEqual(ids, [undefined, '3', '3', '7']);
    });

    it('says why none is sent where no header can carry it', async () => {
      answer = bodies('retry: 60000\nid: a\u0001b\ndata: x\n\n');
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      session.reconnectNow();
      await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'waiting');
      assert.deepEqual(ids, [undefined, undefined]);
      const requests = (await changes(session)).filter((change) => change.change === 'connecting');
      assert.deepEqual(
        requests.map(({ lastEventId, unsendableId }) => [lastEventId, unsendableId]),
        [
          ['', ''],
          ['', 'a\u0001b'],
        ],
      );
    });

    it('sends none where the user cleared it', async () => {
      answer = bodies('retry: 60000\nid: 7\ndata: x\n\n');
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      session.setLastEventId('');
      session.reconnectNow();
      await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'waiting');
      assert.deepEqual(ids, [undefined, undefined]);
    });

    it('keeps a pinned ID, and knows the one received, when the capture is opened again', async () => {
      answer = bodies('retry: 60000\nid: 7\ndata: x\n\n', 'data: no id\n\n');
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      session.setLastEventId('3', { pinned: true });
      session.reconnectNow();
      await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'waiting');
      await session.close();
      const described = await engine.engine.describeCapture(session.file);
      assert.deepEqual(described.nextLastEventId, { value: '3', source: 'pinned' });
      assert.equal(described.sentLastEventId, '3');
      const again = await engine.engine.openCapture(session.file);
      again.setLastEventId(undefined);
      assert.deepEqual(again.snapshot().nextLastEventId, { value: '7', source: 'received' });
    });

    it('takes one among the headers for a pinned one, so that what is shown is what is sent', async () => {
      answer = bodies('retry: 5\nid: 3\ndata: x\n\n');
      const session = engine.open(url(), { headers: { 'LAST-EVENT-ID': '77' } });
      await until(session, ({ attempts }) => attempts >= 2);
      assert.deepEqual(session.snapshot().nextLastEventId, { value: '77', source: 'pinned' });
      session.setLastEventId(undefined);
      const seen = ids.length;
      await until(session, () => ids.length > seen + 1);
      assert.deepEqual(ids.slice(0, 2), ['77', '77']);
      assert.equal(ids.at(-1), '3');
      const sent = (await session.attempts()).map(({ lastEventIdSent }) => lastEventIdSent);
      assert.deepEqual(sent.slice(0, ids.length), ids.slice(0, sent.length));
    });

    it('sends a pinned ID with the first request', async () => {
      answer = bodies('data: x\n\n');
      const session = engine.open(url(), { pinnedLastEventId: 'P' });
      await until(session, ({ state }) => state.name === 'waiting');
      assert.deepEqual(ids, ['P']);
    });
  });

  describe('and what the server makes of the ID', () => {
    const first = 'retry: 60000\nid: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: c\n\n';

    const resumeAfter = async (second: string): Promise<Resumed> => {
      answer = bodies(first, second);
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      session.reconnectNow();
      await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'waiting');
      const [resumed, ...more] = await resumes(session);
      assert.ok(resumed !== undefined);
      assert.equal(more.length, 0, 'it is told once');
      assert.equal(resumed.attempt, 2);
      assert.equal(resumed.sent, '3');
      return resumed;
    };

    it('records that it was honoured', async () => {
      const { verdict, firstId, repeated, missing } = await resumeAfter('id: 4\ndata: d\n\nid: 5\ndata: e\n\n');
      assert.deepEqual([verdict, firstId, repeated, missing], ['honoured', '4', 0, 0]);
    });

    it('records that it was ignored, and how many IDs came again', async () => {
      const { verdict, firstId, repeated } = await resumeAfter(first);
      assert.deepEqual([verdict, firstId, repeated], ['ignored', '1', 3]);
    });

    it('warns while the stream that begins again is open', async () => {
      answer = (request, response) => {
        response.writeHead(200, streamHeaders);
        response[request.headers['last-event-id'] === undefined ? 'end' : 'write'](first);
      };
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      assert.deepEqual(session.warnings(), []);
      session.reconnectNow();
      await until(session, () => session.warnings().length > 0);
      assert.equal(session.snapshot().state.name, 'open');
      assert.deepEqual(session.warnings(), [{ code: 'ignored-last-event-id', severity: 'warning', attempts: 1 }]);
      assert.equal((await session.attempt(2))?.resume, 'ignored');
    });

    it('records a gap', async () => {
      const { verdict, missing } = await resumeAfter('id: 9\ndata: d\n\n');
      assert.deepEqual([verdict, missing], ['unknown', 5]);
    });

    it('records that it cannot be told without IDs', async () => {
      const { verdict, firstId } = await resumeAfter('data: d\n\n');
      assert.deepEqual([verdict, firstId], ['unknown', '']);
    });

    it('records that the user went back and the server obeyed', async () => {
      let back = 0;
      answer = (request, response) => {
        const from = Number(request.headers['last-event-id'] ?? 0);
        back += from === 2 ? 1 : 0;
        const blocks = [1, 2, 3, 4, 5].filter((id) => id > from).map((id) => `id: ${id}\ndata: x\n\n`);
        response.writeHead(200, streamHeaders).end(`retry: 60000\n\n${blocks.join('')}`);
      };
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      session.reconnect({ lastEventId: '2' });
      await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'waiting');
      session.reconnect({ lastEventId: '2' });
      await until(session, ({ attempts, state }) => attempts === 3 && state.name === 'waiting');
      assert.equal(back, 2);
      const told = (await resumes(session)).map(({ verdict, firstId, repeated }) => [verdict, firstId, repeated]);
      assert.deepEqual(told, [
        ['honoured', '3', 3],
        ['honoured', '3', 3],
      ]);
    });

    it('says nothing of an attempt that got no response', async () => {
      let requests = 0;
      answer = (request, response) => {
        requests += 1;
        if (requests === 1) {
          response.writeHead(200, streamHeaders).end('retry: 60000\nid: 9\ndata: x\n\n');
        } else {
          request.socket.destroy();
        }
      };
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      session.reconnectNow();
      await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'waiting');
      assert.deepEqual(await resumes(session), []);
      session.reconnectNow();
      await until(session, ({ attempts, state }) => attempts === 3 && state.name === 'waiting');
      assert.deepEqual(await resumes(session), []);
    });

    it('leaves every byte with the record that it belongs to', async () => {
      answer = (request, response) => {
        response.writeHead(200, streamHeaders);
        if (request.headers['last-event-id'] === undefined) {
          response.end('retry: 60000\r\nid: 1\r\ndata: a\r\n\r\n');
        } else {
          // The verdict falls with the event; the line feed of its last line comes later.
          response.write('id: 2\r\ndata: b\r\n\r', () => setTimeout(() => response.end('\n\n: end\n\n'), 20));
        }
      };
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      session.reconnectNow();
      await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'waiting');
      const rows = (await allRows(session)).filter(({ kind }) => kind !== 'connection');
      const raw = await Promise.all(rows.map(async ({ seq }) => (await session.record(seq))?.raw ?? new Uint8Array()));
      assert.deepEqual(
        raw.map((bytes) => Buffer.from(bytes).toString()),
        ['retry: 60000\r\n', 'id: 1\r\ndata: a\r\n\r\n', 'id: 2\r\ndata: b\r\n\r\n\n', ': end\n\n'],
      );
    });
  });

  describe('and the delay', () => {
    it('waits longer while attempts bring nothing, and says why', async () => {
      answer = bodies('data: x\n\n', '');
      const session = engine.open(url(), { reconnect: { delayMs: 5, maxDelayMs: 40 } });
      await until(session, ({ failuresInARow }) => failuresInARow >= 5);
      const [afterStream, afterFirst, ...grown] = await waits(session);
      assert.deepEqual([afterStream?.reason, afterStream?.delayMs], ['default', 5]);
      assert.deepEqual([afterFirst?.reason, afterFirst?.delayMs], ['default', 5]);
      assert.ok(grown.length >= 3);
      assert.ok(grown.every(({ reason, delayMs, baseMs }) => reason === 'backoff' && delayMs <= 40 && baseMs === 5));
    });

    it('waits as long as ever where growing is switched off', async () => {
      answer = bodies('data: x\n\n', '');
      const session = engine.open(url(), { reconnect: { delayMs: 5, backoff: false } });
      await until(session, ({ failuresInARow }) => failuresInARow >= 4);
      assert.ok((await waits(session)).every(({ delayMs }) => delayMs === 5));
    });

    it('brakes a storm, says so, and obeys the user who wants to go on', async () => {
      answer = bodies('retry: 0\ndata: x\n\n');
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting' && state.delayMs >= 1000);
      const last = (await waits(session)).at(-1);
      assert.equal(last?.reason, 'brake');
      assert.equal(last.baseMs, 0);
      const { attempts, reconnectsPerMinute } = session.snapshot();
      assert.ok(reconnectsPerMinute >= 20);
      assert.deepEqual(
        session.warnings().map(({ code }) => code),
        ['storm', 'repeated-stream'],
      );
      session.reconnectNow();
      assert.equal(session.snapshot().attempts, attempts + 1);
    });

    it('keeps away as long as a server error asks for, where server errors are tried again', async () => {
      let requests = 0;
      answer = (_, response) => {
        requests += 1;
        if (requests === 1) {
          response.writeHead(503, { 'retry-after': '120' }).end('busy');
        } else {
          response.writeHead(200, streamHeaders).write('data: x\n\n');
        }
      };
      const session = engine.open(url(), { reconnect: { onServerError: true } });
      await until(session, ({ state }) => state.name === 'waiting');
      const [waiting] = await waits(session);
      assert.deepEqual([waiting?.reason, waiting?.delayMs], ['retry-after', 120_000]);
      session.reconnectNow();
      await until(session, ({ kinds }) => kinds.event === 1);
    });

    it('keeps its capture whole whatever number retry has', async () => {
      answer = bodies(`retry: ${'9'.repeat(400)}\n\ndata: x\n\n`);
      const session = engine.open(url());
      const { state } = await until(session, ({ state }) => state.name === 'waiting');
      assert.ok(state.name === 'waiting' && state.delayMs === 2_147_483_647);
      await session.close();
      const again = await engine.engine.openCapture(session.file);
      assert.equal(again.snapshot().kinds.event, 1);
      assert.equal(again.snapshot().retryMs, Number.MAX_SAFE_INTEGER);
    });

    it('stops waiting when the user gives up', async () => {
      answer = bodies('retry: 60000\ndata: x\n\n');
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'waiting');
      await session.giveUp();
      assert.equal(session.snapshot().state.name, 'stopped');
      session.reconnectNow();
      assert.equal(session.snapshot().attempts, 1);
    });

    it('gives up after as many attempts in a row as are allowed', async () => {
      answer = bodies('data: x\n\n', '');
      const session = engine.open(url(), { reconnect: { delayMs: 1, maxAttempts: 3 } });
      const { state, attempts } = await until(session, ({ state }) => state.name === 'finished');
      assert.deepEqual(state, { name: 'finished', reason: 'gave-up' });
      assert.equal(attempts, 4);
    });

    it('tells that the same stream came again, and how often', async () => {
      answer = bodies('retry: 5\ndata: x\n\n');
      const session = engine.open(url());
      await until(session, ({ attempts, state }) => attempts >= 3 && state.name === 'waiting');
      const ends = (await changes(session)).flatMap((change) => (change.change === 'ended' ? [change.repeats] : []));
      assert.deepEqual(ends.slice(0, 3), [0, 1, 2]);
    });

    it('does not take streams of the same length for the same', async () => {
      answer = bodies(
        'retry: 5\nid: 1\ndata: x\n\n',
        'retry: 5\nid: 2\ndata: x\n\n',
        'retry: 60000\nid: 3\ndata: x\n\n',
      );
      const session = engine.open(url());
      await until(session, ({ attempts, state }) => attempts === 3 && state.name === 'waiting');
      const ends = (await changes(session)).flatMap((change) => (change.change === 'ended' ? [change.repeats] : []));
      assert.deepEqual(ends, [0, 0, 0]);
    });
  });

  describe('and silence', () => {
    it('takes a stream for dead that was silent for too long, and connects again', async () => {
      answer = (_, response) => response.writeHead(200, streamHeaders).write('retry: 10\ndata: x\n\n');
      const session = engine.open(url(), { reconnect: { deadAfterMs: 60 } });
      await until(session, ({ attempts }) => attempts >= 2);
      const cut = (await changes(session)).find((change) => change.change === 'cut');
      assert.ok(cut?.change === 'cut');
      assert.equal(cut.problem.code, 'silent');
      const attempt = await session.attempt(1);
      assert.equal(attempt?.end, 'dead');
      assert.ok((attempt.silenceMs ?? 0) >= 59);
    });

    it('leaves a stream alone that says something in time', async () => {
      answer = (_, response) => {
        response.writeHead(200, streamHeaders);
        const timer = setInterval(() => response.write(':\n\n'), 20);
        response.on('close', () => clearInterval(timer));
      };
      const session = engine.open(url(), { reconnect: { deadAfterMs: 400 } });
      const { attempts } = await until(session, ({ kinds }) => kinds.comment >= 40);
      assert.equal(attempts, 1);
    });

    it('fails when the first request gets no answer in time', async () => {
      answer = () => undefined;
      const session = engine.open(url(), { reconnect: { deadAfterMs: 50 } });
      const { state } = await until(session, ({ state }) => state.name === 'failed');
      assert.ok(state.name === 'failed');
      assert.equal(state.problem.code, 'silent');
      assert.equal((await session.attempt(1))?.end, 'dead');
    });
  });

  describe('and its limits', () => {
    it('stops at the size that a capture may have, says so, and keeps every byte that came', async () => {
      answer = (_, response) => response.writeHead(200, streamHeaders).write('data: 0123456789\n\n'.repeat(1000));
      const session = engine.open(url(), { limits: { captureBytes: 5000 } });
      const { state, bytes } = await until(session, ({ state, kinds }) => state.name === 'failed' && kinds.event > 0);
      assert.ok(state.name === 'failed');
      assert.equal(state.problem.code, 'capture-full');
      assert.ok(bytes >= 5000);
      assert.equal((await changes(session)).at(-1)?.change, 'failed');
      await session.clear();
      session.reconnect();
      await until(session, ({ state, kinds }) => state.name === 'failed' && kinds.event > 0);
    });

    it('fails at a block that is longer than was allowed', async () => {
      answer = (_, response) => response.writeHead(200, streamHeaders).write(`data: ${'x'.repeat(20_000)}`);
      const session = engine.open(url(), { limits: { blockBytes: 10_000 } });
      const { state } = await until(session, ({ state }) => state.name === 'failed');
      assert.ok(state.name === 'failed');
      assert.equal(state.problem.code, 'block-too-long');
    });
  });

  it('lists its attempts, the newest last', async () => {
    answer = bodies('retry: 1\ndata: x\n\n');
    const session = engine.open(url());
    await until(session, ({ attempts }) => attempts >= 4);
    await session.disconnect();
    const { attempts } = session.snapshot();
    const all = await session.attempts();
    assert.deepEqual(
      all.map(({ number }) => number),
      Array.from({ length: attempts }, (_, at) => at + 1),
    );
    assert.equal((await session.attempts(2)).at(-1)?.number, attempts);
  });
});
