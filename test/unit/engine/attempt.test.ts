import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { keptAttemptSchema } from '../../../src/core/connection/attempt.ts';
import type { Attempt } from '../../../src/core/connection/attempt.ts';
import { sentCookies } from '../../../src/core/connection/sentCookies.ts';
import type { Session } from '../../../src/engine/session.ts';
import { startEngine, until } from '../../support/engineHarness.ts';
import type { EngineHarness } from '../../support/engineHarness.ts';
import { until as untilTrue } from '../../support/until.ts';
import { sampleAttempt } from '../../support/sampleAttempt.ts';

const streamHeaders = { 'content-type': 'text/event-stream' };

async function attemptOf(session: Session, number: number): Promise<Attempt> {
  const attempt = await session.attempt(number);
  assert.ok(attempt !== undefined);
  return attempt;
}

describe('the record of an attempt', function () {
  this.timeout(20_000);
  let engine: EngineHarness;
  let server: http.Server;
  let answer: http.RequestListener;

  beforeEach(async () => {
    engine = await startEngine();
    server = http.createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    await engine.dispose();
    server.closeAllConnections();
    server.close();
  });

  function url(path: string): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  }

  it('has the request as sent, the redirects and the response, and when each of it happened', async () => {
    answer = (request, response) => {
      if (request.url === '/old') {
        response.writeHead(307, { location: '/new' }).end();
      } else {
        response.writeHead(200, { ...streamHeaders, 'x-served-by': 'a' }).write('data: x\n\n');
      }
    };
    const session = engine.open(url('/old'), {
      lastEventId: '7',
      headers: { 'X-Plain': 'seen', Authorization: 'Bearer secret' },
    });
    await until(session, ({ kinds }) => kinds.event === 1);

    const attempt = await attemptOf(session, 1);

    assert.deepEqual(
      attempt.exchanges.map(({ method, url: sent, status }) => ({ method, sent, status })),
      [
        { method: 'GET', sent: url('/old'), status: 307 },
        { method: 'GET', sent: url('/new'), status: 200 },
      ],
    );
    const last = attempt.exchanges[1];
    assert.ok(last !== undefined);
    const sent = new Map(last.requestHeaders.map(([name, value]) => [name.toLowerCase(), value]));
    assert.equal(sent.get('last-event-id'), '7');
    assert.equal(sent.get('x-plain'), 'seen');
    assert.equal(sent.get('authorization'), 'Bearer ••••');
    assert.ok(last.responseHeaders.some(([name, value]) => name.toLowerCase() === 'x-served-by' && value === 'a'));
    assert.equal(last.remoteAddress, new URL(url('/')).host);
    assert.equal(attempt.lastEventIdSent, '7');
    const moments = [last.startedAt, last.respondedAt, attempt.firstByteAt, attempt.firstEventAt];
    assert.ok(!moments.includes(null), String(moments));
    assert.deepEqual(
      moments,
      [...moments].sort((a, b) => Number(a) - Number(b)),
    );
    assert.ok(Number(attempt.firstEventAt) <= session.snapshot().durationMs);
    assert.equal(attempt.end, null);
  });

  it('has how and when it ended, and how long it was silent before', async () => {
    answer = (_, response) => {
      response.writeHead(200, streamHeaders).end('id: 1\ndata: x\n\n');
    };
    const session = engine.open(url('/'), { reconnect: { enabled: false } });
    await until(session, ({ state }) => state.name === 'finished');

    const attempt = await attemptOf(session, 1);

    assert.equal(attempt.end, 'ended');
    assert.equal(attempt.lastEventIdReceived, '');
    assert.ok(attempt.endedAt !== null && attempt.silenceMs !== null && attempt.silenceMs <= attempt.endedAt);
    assert.equal(attempt.wireBytes, attempt.decodedBytes);
  });

  it('tells the ID that it sent from the last one received', async () => {
    answer = (_, response) => {
      response.writeHead(200, streamHeaders).write('id: 5\ndata: x\n\n');
    };
    const session = engine.open(url('/'));
    await until(session, ({ lastEventId }) => lastEventId === '5');
    session.reconnect();
    await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'open');

    const [first, second] = [await attemptOf(session, 1), await attemptOf(session, 2)];

    assert.equal(first.end, 'stopped');
    assert.equal(first.lastEventIdSent, '');
    assert.equal(second.lastEventIdSent, '5');
    assert.equal(second.lastEventIdReceived, '5');
  });

  it('knows the ID received last also where the user reconnects before the next look at the counts', async () => {
    let send: (text: string) => void = () => undefined;
    answer = (_, response) => {
      send = (text) => response.write(text);
      response.writeHead(200, streamHeaders).write('id: 1\ndata: x\n\n');
    };
    const session = engine.open(url('/'), { reconnect: { enabled: false } });
    await until(session, ({ lastEventId }) => lastEventId === '1');
    send('id: 2\ndata: y\n\n');
    await untilTrue('the second event is there', async () => (await session.record(4)) !== undefined);
    session.reconnect();
    await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'open');
    assert.equal((await attemptOf(session, 2)).lastEventIdReceived, '2');
  });

  it('has bytes on the wire beside decoded ones, and the coding', async () => {
    const body = gzipSync(`data: ${'x'.repeat(10_000)}\n\n`);
    answer = (_, response) => {
      response.writeHead(200, { ...streamHeaders, 'content-encoding': 'gzip' }).end(body);
    };
    const session = engine.open(url('/'), { reconnect: { enabled: false } });
    await until(session, ({ state }) => state.name === 'finished');

    const attempt = await attemptOf(session, 1);

    assert.equal(attempt.contentCoding, 'gzip');
    assert.equal(attempt.isDecoded, true);
    assert.equal(attempt.wireBytes, body.length);
    assert.equal(attempt.decodedBytes, 10_008);
  });

  it('has the evidence of a refusal', async () => {
    answer = (_, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end('busy');
    };
    const session = engine.open(url('/'));
    await until(session, ({ state }) => state.name === 'failed');

    const attempt = await attemptOf(session, 1);

    assert.equal(attempt.end, 'refused');
    assert.equal(attempt.problem?.status, 503);
    assert.equal(attempt.exchanges[0]?.status, 503);
    assert.equal(attempt.firstByteAt, null);
    assert.equal(attempt.firstEventAt, null);
  });

  it('is kept with the capture, without what is secret', async () => {
    answer = (_, response) => {
      response.writeHead(200, { ...streamHeaders, 'set-cookie': 'sid=hidden' }).write('data: x\n\n');
    };
    const session = engine.open(url('/'), { headers: { 'X-Custom': 'hidden' }, secretHeaders: ['x-custom'] });
    await until(session, ({ kinds }) => kinds.event === 1);
    await session.close();

    const again = await engine.engine.openCapture(session.file);
    const attempt = await attemptOf(again, 1);

    assert.equal(attempt.end, 'stopped');
    assert.equal(attempt.exchanges[0]?.status, 200);
    assert.doesNotMatch(JSON.stringify(attempt), /hidden/);
    assert.equal(await again.attempt(2), undefined);
  });

  it('tells which cookies were sent and which the responses set, without their values', async () => {
    let requests = 0;
    answer = (_, response) => {
      requests += 1;
      const fields =
        requests === 1 ? ['a=s3cret-1; Path=/', 'b=s3cret-2', 'c=1; Domain=example.com'] : ['a=s3cret-3; Path=/'];
      response.writeHead(200, { ...streamHeaders, 'set-cookie': fields }).end('retry: 10\ndata: x\n\n');
    };
    const session = engine.open(url('/events'));
    await until(session, ({ attempts, kinds }) => attempts >= 3 && kinds.event >= 2);
    await session.disconnect();

    const [first, second] = await session.attempts();

    assert.deepEqual(
      first?.cookies?.noted.map(({ name, fate }) => [name, fate]),
      [
        ['a', 'set'],
        ['b', 'set'],
        ['c', 'refused'],
      ],
    );
    assert.deepEqual(
      second?.cookies?.noted.map(({ name, fate }) => [name, fate]),
      [['a', 'replaced']],
    );
    assert.deepEqual(
      sentCookies(second.exchanges).map(({ sent }) => sent),
      [['a', 'b']],
    );
    assert.doesNotMatch(JSON.stringify([first, second]), /s3cret/);
  });

  it('tells that cookies are off', async () => {
    answer = (_, response) => {
      response.writeHead(200, { ...streamHeaders, 'set-cookie': 'a=1' }).write('data: x\n\n');
    };
    const session = engine.open(url('/events'), { transport: { cookies: false } });
    await until(session, ({ kinds }) => kinds.event === 1);
    assert.deepEqual((await attemptOf(session, 1)).cookies, { areOff: true, noted: [] });
  });

  it('counts its events, and knows in how many bursts they came', async () => {
    answer = (_, response) => {
      response.writeHead(200, streamHeaders).write('data: x\n\n'.repeat(5));
    };
    const session = engine.open(url('/events'));
    await until(session, ({ kinds }) => kinds.event === 5);
    const { events, arrival } = await attemptOf(session, 1);
    assert.deepEqual([events, arrival?.bursts], [5, 1]);
    assert.deepEqual(
      (await session.insights(1)).map(({ code }) => code),
      ['no-cors', 'cacheable', 'may-be-buffered'],
    );
    assert.deepEqual(session.warnings(), []);
  });

  it('is read also where an earlier version kept it, which knew nothing of cookies and bursts', () => {
    const { firstEventAt: _, ...kept } = sampleAttempt();
    assert.deepEqual(v.parse(keptAttemptSchema, JSON.parse(JSON.stringify(kept))), kept);
  });
});

describe('a search in a session', function () {
  this.timeout(20_000);

  it('finds what is there, and what comes', async () => {
    const engine = await startEngine();
    const responses: http.ServerResponse[] = [];
    const server = http
      .createServer((_, response) => {
        response.writeHead(200, streamHeaders).write('data: one\n\ndata: two\n\n');
        responses.push(response);
      })
      .listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const session = engine.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await until(session, ({ kinds }) => kinds.event === 2);
      let wanted = 1;
      let found: () => void = () => undefined;
      const search = session.search(({ matched }) => {
        if (matched === wanted) {
          found();
        }
      });
      const matches = async (count: number): Promise<void> =>
        new Promise((resolve) => {
          wanted = count;
          found = resolve;
          if (search.state.matched === count) {
            resolve();
          }
        });
      search.look({ query: 'text', field: 'data', pattern: { pattern: 'contains', text: 'one' } }, ['event']);
      await matches(1);

      responses[0]?.write('data: one more\n\n');

      await matches(2);
      const { rows, total } = await search.rows(0, 10);
      assert.deepEqual(
        rows.map(({ preview }) => preview),
        ['one', 'one more'],
      );
      assert.equal(total, 2);
      await session.clear();
      await matches(0);
    } finally {
      await engine.dispose();
      server.closeAllConnections();
      server.close();
    }
  });
});
