import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import compression from 'compression';
import express from 'express';
import type { Response } from 'express';
import { startEngine, until } from '../support/engineHarness.ts';
import { until as seen } from '../support/until.ts';
import type { EngineHarness } from '../support/engineHarness.ts';
import { listenOnLoopback } from './loopbackServer.ts';
import type { LoopbackServer } from './loopbackServer.ts';
import { readEvents } from './readEvents.ts';

describe('a stream that Express compresses', () => {
  let engine: EngineHarness;
  let server: LoopbackServer;
  let open: Response[];

  before(async () => {
    engine = await startEngine();
    const app = express();
    // By default it leaves event streams alone in some versions and not in others: here it must not.
    app.use(compression({ filter: () => true, threshold: 0 }));
    app.get('/events', (_, response) => {
      response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      response.flushHeaders();
      open.push(response);
    });
    app.get('/untransformed', (_, response) => {
      response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' });
      response.flushHeaders();
      open.push(response);
    });
    server = await listenOnLoopback(createServer(app));
  });

  beforeEach(() => {
    open = [];
  });

  after(async () => {
    await server.close();
    await engine.dispose();
  });

  for (const coding of ['gzip', 'deflate', 'br']) {
    it(`gives ${coding} events as soon as the server flushes, and no sooner`, async () => {
      const session = engine.open(`http://${server.host}/events`, { headers: { 'accept-encoding': coding } });
      await until(session, ({ state }) => state.name === 'open');
      const response = await seen('the request', () => open[0]);
      assert.equal(response.getHeader('content-encoding'), coding);
      for (let number = 1; number <= 3; number += 1) {
        response.write(`id: ${number}\ndata: event ${number}\n\n`);
        // What the middleware holds back is not there, whoever asks: it is in the server.
        await fetch(`http://${server.host}/nothing`);
        assert.equal((await readEvents(session)).length, number - 1);
        response.flush();
        await until(session, ({ kinds }) => kinds.event === number);
      }
      response.write('id: 4\ndata: event 4\n\n');
      response.end();
      await until(session, ({ kinds }) => kinds.event === 4);
      assert.deepEqual(
        (await readEvents(session)).map(({ data }) => data),
        ['event 1', 'event 2', 'event 3', 'event 4'],
      );
      await session.close();
    });
  }

  it('comes as it is written where the server forbids to transform it', async () => {
    const session = engine.open(`http://${server.host}/untransformed`, { headers: { 'accept-encoding': 'gzip' } });
    const response = await seen('the request', () => open[0]);
    response.write('data: at once\n\n');
    await until(session, ({ kinds }) => kinds.event === 1);
    assert.equal(response.getHeader('content-encoding'), undefined);
    await session.close();
  });
});
