import assert from 'node:assert/strict';
import { once } from 'node:events';
import http2, { type Http2Server, type IncomingHttpHeaders, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { changes, eventPreviews, startEngine, until } from '../../support/engineHarness.ts';
import type { EngineHarness } from '../../support/engineHarness.ts';
import { until as untilTrue } from '../../support/until.ts';

const transport = { httpVersion: 'h2c' } as const;

describe('a session over HTTP/2', function () {
  this.timeout(20_000);
  let engine: EngineHarness;
  let server: Http2Server;
  let url: string;
  let sockets: Socket[];
  let sessions: ServerHttp2Session[];
  let requests: IncomingHttpHeaders[];

  beforeEach(async () => {
    [sockets, sessions, requests] = [[], [], []];
    server = http2.createServer();
    server.on('connection', (socket: Socket) => sockets.push(socket));
    server.on('session', (session) => {
      sessions.push(session);
      session.on('error', () => undefined);
    });
    server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      requests.push(headers);
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' });
      stream.write(`retry: 10\n\nid: ${requests.length}\ndata: event ${requests.length}\n\n`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    engine = await startEngine();
  });

  afterEach(async () => {
    await engine.dispose();
    sockets.forEach((socket) => socket.destroy());
    server.close();
    await once(server, 'close');
  });

  it('records its events and the version that was spoken', async () => {
    const session = engine.open(url, { transport });
    await until(session, ({ kinds }) => kinds.event === 1);
    assert.deepEqual(await eventPreviews(session), ['event 1']);
    assert.equal(session.snapshot().httpVersion, '2');
  });

  it('shares its connection with another session, and the last one closes it', async () => {
    const both = [engine.open(url, { transport }), engine.open(url, { transport })];
    await Promise.all(both.map((session) => until(session, ({ kinds }) => kinds.event === 1)));
    assert.equal(sockets.length, 1);
    await both[0]?.disconnect();
    await until(both[1]!, ({ state }) => state.name === 'open');
    assert.equal(sockets[0]?.closed, false);
    await both[1]?.disconnect();
    await untilTrue('the end of the connection', () => sockets[0]?.closed);
  });

  it('reconnects from the last event ID when the server goes away, and says that it did', async () => {
    const session = engine.open(url, { transport });
    await until(session, ({ kinds }) => kinds.event === 1);
    sessions[0]?.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM, 1, Buffer.from('too much'));
    await until(session, ({ kinds }) => kinds.event === 2);
    assert.equal(requests[1]?.['last-event-id'], '1');
    const broken = (await changes(session)).find((change) => 'problem' in change);
    assert.ok(broken !== undefined && 'problem' in broken);
    assert.equal(broken.problem.code, 'going-away');
    assert.match(broken.problem.detail, /too much/);
  });
});
