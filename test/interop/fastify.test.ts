import assert from 'node:assert/strict';
import { fastifySSE } from '@fastify/sse';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { startEngine, until } from '../support/engineHarness.ts';
import type { EngineHarness } from '../support/engineHarness.ts';
import { readEvents } from './readEvents.ts';

/** Events that one response of `/resumed` holds: the server ends it, and the client has to come back for the others. */
const eventsAResponse = 4;
const eventCount = 18;

async function startFastify(): Promise<{ server: FastifyInstance; origin: string }> {
  const server = Fastify();
  await server.register(fastifySSE, { heartbeatInterval: 30 });
  server.get('/messages', { sse: 'only' }, async (_, { sse }) => {
    sse.keepAlive();
    await sse.send({ id: 'x1', event: 'update', data: { text: 'two\nlines' }, retry: 40 });
    await sse.send('plain\ntext');
  });
  server.get('/resumed', { sse: 'only' }, async (_, { sse }) => {
    let from = 0;
    await sse.replay((lastEventId) => {
      from = Number(lastEventId);
      return Promise.resolve();
    });
    await sse.send(numbered(from, Math.min(from + eventsAResponse, eventCount)));
  });
  server.get('/finished', { sse: 'dual' }, async (_, reply) => reply.code(204).send());
  server.post('/manual', { sse: 'manual' }, async (request, { sse }) => {
    await sse.send({ event: 'echo', data: request.body });
  });
  return { server, origin: await server.listen({ host: '127.0.0.1', port: 0 }) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- the plugin takes nothing but an asynchronous one
async function* numbered(from: number, end: number): AsyncGenerator<{ id: string; data: number; retry: number }> {
  for (let number = from + 1; number <= end; number += 1) {
    yield { id: String(number), data: number, retry: 10 };
  }
}

describe("a stream of Fastify's SSE plugin", () => {
  let engine: EngineHarness;
  let server: FastifyInstance;
  let origin: string;

  before(async () => {
    engine = await startEngine();
    ({ server, origin } = await startFastify());
  });

  after(async () => {
    await engine.dispose();
    await server.close();
  });

  it('gives messages with ids, types, data and retry, and its heartbeats as comments', async () => {
    const session = engine.open(`${origin}/messages`);
    await until(session, ({ kinds }) => kinds.event === 2 && kinds.comment >= 2);
    assert.deepEqual(await readEvents(session), [
      { type: 'update', id: 'x1', data: JSON.stringify({ text: 'two\nlines' }) },
      { type: 'message', id: 'x1', data: 'plain\ntext' },
    ]);
    assert.equal((await session.records({ kinds: ['comment'], first: 0, count: 1 })).rows[0]?.preview, 'heartbeat');
    await session.disconnect();
    assert.equal(session.snapshot().retryMs, 40);
    assert.equal(session.snapshot().warnings, 0);
    await session.close();
  });

  it('is read on from response to response without a loss and without a repetition', async () => {
    const session = engine.open(`${origin}/resumed`);
    await until(
      session,
      ({ kinds, attempts }) => kinds.event === eventCount && attempts > eventCount / eventsAResponse,
    );
    await session.disconnect();
    assert.deepEqual(
      (await readEvents(session)).map(({ id, data }) => `${id}=${data}`),
      Array.from({ length: eventCount }, (_, at) => `${at + 1}=${at + 1}`),
    );
    await session.close();
  });

  it('ends for good with 204', async () => {
    const session = engine.open(`${origin}/finished`);
    const { state } = await until(session, ({ state }) => state.name === 'finished');
    assert.deepEqual(state, { name: 'finished', reason: 'no-content' });
    await session.close();
  });

  it('answers a POST with a stream, which is not asked for again', async () => {
    const session = engine.open(`${origin}/manual`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"prompt":"hello"}',
    });
    const { state, attempts } = await until(session, ({ state }) => state.name === 'finished');
    assert.deepEqual(state, { name: 'finished', reason: 'not-repeated' });
    assert.equal(attempts, 1);
    assert.deepEqual(await readEvents(session), [{ type: 'echo', id: '', data: '{"prompt":"hello"}' }]);
    await session.close();
  });
});
