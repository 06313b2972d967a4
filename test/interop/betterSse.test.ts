import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import http2, { type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import path from 'node:path';
import { createChannel, createSession, type Session as ServerSession } from 'better-sse';
import type { Session } from '../../src/engine/session.ts';
import { startEngine, allRows, changes, until } from '../support/engineHarness.ts';
import type { EngineHarness } from '../support/engineHarness.ts';
import { until as seen } from '../support/until.ts';
import { listenOnLoopback } from './loopbackServer.ts';
import type { LoopbackServer } from './loopbackServer.ts';
import { readEvents } from './readEvents.ts';

const folder = path.join(import.meta.dirname, '../support/tls');
const cert = readFileSync(path.join(folder, 'certificate.pem'), 'utf8');
const key = readFileSync(path.join(folder, 'key.pem'), 'utf8');

for (const version of ['1.1', '2'] as const) {
  describe(`a stream of better-sse over HTTP/${version}`, () => {
    let engine: EngineHarness;
    let server: LoopbackServer;
    let url: string;
    /** What the server has of HTTP/2: its connections, and the streams of the requests so far. */
    let connections: ServerHttp2Session[];
    let streams: ServerHttp2Stream[];
    /** What the server saw of each session, and what the channel sent. */
    let lastIds: string[];
    let history: number[];
    const channel = createChannel();

    before(async () => {
      engine = await startEngine();
      const options = { retry: 20, keepAlive: 30 };
      const join = (session: ServerSession): void => {
        lastIds.push(session.lastId);
        // The server's own history: what the channel sent after the ID that the client names.
        for (const number of history.slice(Number(session.lastId))) {
          session.push({ number }, 'numbered', String(number));
        }
        channel.register(session);
      };
      if (version === '1.1') {
        server = await listenOnLoopback(
          http.createServer((request, response) => void createSession(request, response, options).then(join)),
        );
        url = `http://${server.host}/`;
      } else {
        const secure = http2.createSecureServer({ cert, key, allowHTTP1: true }, (request, response) => {
          streams.push(response.stream);
          void createSession(request, response, options).then(join);
        });
        secure.on('session', (session) => connections.push(session));
        server = await listenOnLoopback(secure);
        url = `https://${server.host}/`;
      }
    });

    /** A session that leaves it to ALPN what is spoken. */
    const open = (): Session => engine.open(url, { transport: { ca: [cert] } });
    const sessions = (count: number) => seen(`${count} sessions`, () => channel.sessionCount === count);
    const broadcast = (): void => {
      const number = history.length + 1;
      history.push(number);
      channel.broadcast({ number }, 'numbered', { eventId: String(number) });
    };

    beforeEach(() => {
      [lastIds, history, connections, streams] = [[], [], [], []];
    });

    // The server hears of a closed session later than the client.
    afterEach(() => sessions(0));

    after(async () => {
      await server.close();
      await engine.dispose();
    });

    it('opens, sets the retry time, and gives events, ids, types and data as they were pushed', async () => {
      const session = open();
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
      const { retryMs, lastEventId, warnings, httpVersion } = session.snapshot();
      assert.deepEqual(
        { retryMs, lastEventId, warnings, httpVersion },
        { retryMs: 20, lastEventId: second.id, warnings: 0, httpVersion: version },
      );
      await session.close();
    });

    it('shows its keep-alive comments as a heartbeat', async () => {
      const session = open();
      await until(session, ({ kinds }) => kinds.comment >= 3);
      assert.equal(session.snapshot().kinds.event, 0);
      await session.close();
    });

    it('sends nothing of a batch before it is whole, and all of it then', async () => {
      const session = open();
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
      const session = open();
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

    if (version === '2') {
      it('is resumed after RST_STREAM and after GOAWAY, each of which is named, without a loss', async () => {
        const session = open();
        const cuts: readonly (() => void)[] = [
          () => streams.at(-1)?.close(http2.constants.NGHTTP2_INTERNAL_ERROR),
          () => connections.at(-1)?.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM, 1, Buffer.from('enough')),
          () => streams.at(-1)?.close(http2.constants.NGHTTP2_NO_ERROR),
        ];
        for (const [done, cut] of cuts.entries()) {
          await until(session, ({ state }) => state.name === 'open');
          await sessions(1);
          broadcast();
          await until(session, ({ kinds }) => kinds.event === history.length);
          cut();
          await sessions(0);
          broadcast();
          await until(session, ({ kinds, attempts }) => kinds.event === history.length && attempts === done + 2);
        }
        assert.deepEqual(
          (await readEvents(session)).map(({ id }) => Number(id)),
          history,
        );
        assert.deepEqual(lastIds, ['', '1', '3', '5']);
        const problems = (await changes(session)).flatMap((change) => ('problem' in change ? [change.problem] : []));
        assert.deepEqual(
          problems.map((problem) => [problem.code, problem.systemCode]),
          [
            ['stream-reset', 'INTERNAL_ERROR'],
            ['going-away', 'ENHANCE_YOUR_CALM'],
            ['stream-reset', 'NO_ERROR'],
          ],
        );
        await session.close();
      });

      it('shares its connection with a second one to the origin, which goes on when the first is closed', async () => {
        const [first, second] = [open(), open()];
        await sessions(2);
        await Promise.all([first, second].map((session) => until(session, ({ state }) => state.name === 'open')));
        assert.equal(connections.length, 1);
        await first.close();
        await sessions(1);
        broadcast();
        await until(second, ({ kinds }) => kinds.event === 1);
        assert.equal(connections[0]?.closed, false);
        await second.close();
        await seen('the end of the connection', () => connections[0]?.destroyed);
      });
    }
  });
}
