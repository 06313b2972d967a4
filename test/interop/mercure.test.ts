import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createSession } from 'better-sse';
import type { Session as ServerSession } from 'better-sse';
import { startEngine, until } from '../support/engineHarness.ts';
import type { EngineHarness } from '../support/engineHarness.ts';
import { until as seen } from '../support/until.ts';
import { listenOnLoopback } from './loopbackServer.ts';
import type { LoopbackServer } from './loopbackServer.ts';
import { readEvents } from './readEvents.ts';

interface Update {
  readonly id: string;
  readonly data: string;
}

/**
 * A hub that reconciles state as the Mercure specification has it: ids are `urn:uuid:`, a subscriber names the last one
 * it has in the header `Last-Event-ID` or, on its first request, in the query `lastEventID`, where `earliest` asks for
 * all; the response's `Last-Event-ID` tells from where the hub goes on, `earliest` where it does not know the ID. There
 * is no hub in npm, so that better-sse does the writing.
 */
class Hub {
  readonly history: Update[] = [];
  readonly subscribers = new Set<ServerSession>();
  readonly asked: (string | undefined)[] = [];

  publish(data: string): void {
    const update = { id: `urn:uuid:${randomUUID()}`, data };
    this.history.push(update);
    this.subscribers.forEach((subscriber) => subscriber.push(data, 'message', update.id));
  }

  readonly server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://hub').searchParams;
    const asked = request.headersDistinct['last-event-id']?.[0] ?? query.get('lastEventID') ?? undefined;
    this.asked.push(asked);
    const from = asked === undefined ? this.history.length : this.history.findIndex(({ id }) => id === asked) + 1;
    const lastEventId = this.history[from - 1]?.id ?? 'earliest';
    const options = { retry: 20, headers: { 'Last-Event-ID': lastEventId }, serializer: String };
    void createSession(request, response, options).then((session) => {
      this.history.slice(from).forEach(({ id, data }) => session.push(data, 'message', id));
      this.subscribers.add(session);
      session.on('disconnected', () => this.subscribers.delete(session));
    });
  });
}

describe('a hub that reconciles as Mercure does', () => {
  let engine: EngineHarness;
  let hub: Hub;
  let server: LoopbackServer;
  let url: string;

  beforeEach(async () => {
    engine = await startEngine();
    hub = new Hub();
    server = await listenOnLoopback(hub.server);
    url = `http://${server.host}/.well-known/mercure?topic=books`;
  });

  afterEach(async () => {
    await engine.dispose();
    await server.close();
  });

  const subscribed = () => seen('a subscriber', () => hub.subscribers.size === 1);
  const ids = () => hub.history.map(({ id }) => id);

  it('sends only what is new to a subscriber that names no ID, and goes on after each cut', async () => {
    hub.publish('before');
    const session = engine.open(url);
    await subscribed();
    for (let round = 0; round < 4; round += 1) {
      hub.publish(`live ${round}`);
      await until(session, ({ kinds }) => kinds.event === hub.history.length - 1);
      server.cut();
      await seen('nobody', () => hub.subscribers.size === 0);
      hub.publish(`missed ${round}`);
      await until(session, ({ kinds }) => kinds.event === hub.history.length - 1);
      await subscribed();
    }
    assert.deepEqual(
      (await readEvents(session)).map(({ id, data }) => ({ id, data })),
      hub.history.slice(1),
    );
    assert.deepEqual(hub.asked, [undefined, ...ids().filter((_, at) => at % 2 === 1)]);
  });

  it('sends all of its history to a subscriber that asks for the earliest, and no event of it twice after a cut', async () => {
    ['a', 'b', 'c'].forEach((data) => hub.publish(data));
    const session = engine.open(`${url}&lastEventID=earliest`);
    await until(session, ({ kinds }) => kinds.event === 3);
    server.cut();
    await seen('nobody', () => hub.subscribers.size === 0);
    hub.publish('d');
    await until(session, ({ kinds }) => kinds.event === 4);
    await session.disconnect();
    assert.deepEqual(
      (await readEvents(session)).map(({ data }) => data),
      ['a', 'b', 'c', 'd'],
    );
    // The query still says "earliest": the header has to win.
    assert.deepEqual(hub.asked, ['earliest', ids()[2]]);
  });

  it('goes on after an ID in the query, and after one that the session was given', async () => {
    ['a', 'b', 'c'].forEach((data) => hub.publish(data));
    const byQuery = engine.open(`${url}&lastEventID=${encodeURIComponent(ids()[1] ?? '')}`);
    const byHeader = engine.open(url, { lastEventId: ids()[0] ?? '' });
    await until(byQuery, ({ kinds }) => kinds.event === 1);
    await until(byHeader, ({ kinds }) => kinds.event === 2);
    assert.deepEqual(
      (await readEvents(byQuery)).map(({ data }) => data),
      ['c'],
    );
    assert.deepEqual(
      (await readEvents(byHeader)).map(({ data }) => data),
      ['b', 'c'],
    );
  });

  it('sends everything again to a subscriber whose ID it does not know', async () => {
    ['a', 'b'].forEach((data) => hub.publish(data));
    const session = engine.open(url, { lastEventId: 'urn:uuid:00000000-0000-4000-8000-000000000000' });
    await until(session, ({ kinds }) => kinds.event === 2);
    assert.equal(session.snapshot().lastEventId, ids()[1]);
  });
});
