import assert from 'node:assert/strict';
import http from 'node:http';
import { createChannel, createSession } from 'better-sse';
import { startEngine, allRows, changes, until } from '../support/engineHarness.ts';
import type { EngineHarness } from '../support/engineHarness.ts';
import { until as seen } from '../support/until.ts';
import { listenOnLoopback } from './loopbackServer.ts';
import type { LoopbackServer } from './loopbackServer.ts';
import { readEvents } from './readEvents.ts';

describe('a stream of better-sse over HTTP/1.1', () => {
  let engine: EngineHarness;
  let server: LoopbackServer;
  /** What the server saw of each session, and what the channel sent. */
  let lastIds: string[];
  let history: number[];
  const channel = createChannel();

  before(async () => {
    engine = await startEngine();
    server = await listenOnLoopback(
      http.createServer((request, response) => {
        void createSession(request, response, { retry: 20, keepAlive: 30 }).then((session) => {
          lastIds.push(session.lastId);
          // The server's own history: what the channel sent after the ID that the client names.
          for (const number of history.slice(Number(session.lastId))) {
            session.push({ number }, 'numbered', String(number));
          }
          channel.register(session);
        });
      }),
    );
  });

  const sessions = (count: number) => seen(`${count} sessions`, () => channel.sessionCount === count);
  const broadcast = (): void => {
    const number = history.length + 1;
    history.push(number);
    channel.broadcast({ number }, 'numbered', { eventId: String(number) });
  };

  beforeEach(() => {
    lastIds = [];
    history = [];
  });

  // The server hears of a closed session later than the client.
  afterEach(() => sessions(0));

  after(async () => {
    await server.close();
    await engine.dispose();
  });

  it('opens, sets the retry time, and gives events, ids, types and data as they were pushed', async () => {
    const session = engine.open(`http://${server.host}/`);
    await until(session, ({ kinds }) => kinds.retry === 1);
    await sessions(1);
    channel.broadcast({ text: 'two\nlines', of: ['ü', '🙂'] }, 'first', { eventId: 'a-1' });
    channel.broadcast('plain');
    await until(session, ({ kinds }) => kinds.event === 2);
    const [first, second] = await readEvents(session);
    assert.deepEqual(first, {
      type: 'first',
      id: 'a-1',
      data: JSON.stringify({ text: 'two\nlines', of: ['ü', '🙂'] }),
    });
    assert.equal(second?.type, 'message');
    assert.equal(second.data, '"plain"');
    assert.match(second.id, /^[0-9a-f-]{36}$/);
    const { retryMs, lastEventId, warnings } = session.snapshot();
    assert.deepEqual({ retryMs, lastEventId, warnings }, { retryMs: 20, lastEventId: second.id, warnings: 0 });
    await session.close();
  });

  it('shows its keep-alive comments as a heartbeat', async () => {
    const session = engine.open(`http://${server.host}/`);
    await until(session, ({ kinds }) => kinds.comment >= 3);
    assert.equal(session.snapshot().kinds.event, 0);
    await session.close();
  });

  it('sends nothing of a batch before it is whole, and all of it then', async () => {
    const session = engine.open(`http://${server.host}/`);
    await sessions(1);
    await channel.activeSessions[0]?.batch((buffer) => {
      buffer.comment('a batch').event('batched').data([1]).dispatch();
      buffer.push([2], 'batched', '2').retry(25).dispatch();
    });
    await until(session, ({ kinds }) => kinds.event === 2);
    await session.disconnect();
    assert.deepEqual(
      (await readEvents(session)).map(({ type, data }) => `${type} ${data}`),
      ['batched [1]', 'batched [2]'],
    );
    assert.equal(session.snapshot().retryMs, 25);
    await session.close();
  });

  it('is resumed after each cut without a loss and without a repetition', async () => {
    const session = engine.open(`http://${server.host}/`);
    for (let cuts = 0; cuts < 5; cuts += 1) {
      await until(session, ({ state }) => state.name === 'open');
      await sessions(1);
      broadcast();
      broadcast();
      await until(session, ({ kinds }) => kinds.event === history.length);
      server.cut();
      await sessions(0);
      // Nobody is connected: only the resume can bring this one.
      broadcast();
      await until(session, ({ kinds, attempts }) => kinds.event === history.length && attempts === cuts + 2);
    }
    assert.deepEqual(
      (await readEvents(session)).map(({ id }) => Number(id)),
      history,
    );
    assert.deepEqual(lastIds, ['', '2', '5', '8', '11', '14']);
    assert.equal((await changes(session)).filter(({ change }) => change === 'cut').length, 5);
    assert.ok((await allRows(session)).every(({ diagnostics }) => diagnostics.length === 0));
    await session.close();
  });
});
