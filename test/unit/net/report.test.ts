import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { SessionCookies } from '../../../src/net/sessionCookies.ts';
import type { TransportOptions } from '../../../src/core/connection/transportOptions.ts';
import { until } from '../../support/until.ts';
import { type Answer, type RawServer, startRawServer, streamHead } from './rawServer.ts';
import { probe } from './streamProbe.ts';

describe('the report on an attempt', () => {
  let server: RawServer;
  const serve = async (answer: Answer): Promise<RawServer> => (server = await startRawServer(answer));

  afterEach(() => server.close());

  it('has the request headers as they are sent, byte for byte', async () => {
    await serve((socket) => socket.end(streamHead()));
    for (const [method, body] of [
      ['GET', undefined],
      ['POST', '{"stream":true}'],
      ['POST', undefined],
      ['QUERY', undefined],
      ['DELETE', undefined],
    ] as const) {
      const stream = probe(server.url('/events'), { method, body, headers: { 'X-A': '1' }, lastEventId: 'é' });
      await stream.outcome();
      const [exchange] = stream.connection.report().exchanges;
      const sent = exchange?.requestHeaders.map(([name, value]) => `${name}: ${value}`);
      assert.equal([`${method} /events HTTP/1.1`, ...(sent ?? [])].join('\r\n'), server.heads.at(-1));
      assert.equal(exchange?.requestBodyBytes, body?.length ?? 0);
    }
  });

  it('has every response header as it came, repeated ones and a thousand too', async () => {
    const fields = Array.from({ length: 3000 }, (_, index) => `X-${index % 1500}: ${index}`);
    await serve((socket) => socket.end(streamHead(...fields)));
    const stream = probe(server.url());
    await stream.outcome();
    const [exchange] = stream.connection.report().exchanges;
    assert.deepEqual(
      exchange?.responseHeaders.map(([name, value]) => `${name}: ${value}`),
      ['Content-Type: text/event-stream', ...fields],
    );
  });

  it('has a header of nearly a MiB', async () => {
    const long = 'x'.repeat(1_000_000);
    await serve((socket) => socket.end(streamHead(`X-Long: ${long}`)));
    const stream = probe(server.url());
    assert.equal((await stream.outcome()).name, 'ended');
    assert.equal(stream.connection.report().exchanges[0]?.responseHeaders[1]?.[1], long);
  });

  it('has no secret in it, and none is lost on the wire', async () => {
    await serve((socket) => socket.end(streamHead('Set-Cookie: sid=s3cret; Path=/', 'X-Auth-Token: s3cret')));
    const stream = probe(`${server.url('/')}?token=s3cret&x=1`, {
      headers: { Authorization: 'Bearer s3cret', Cookie: 'a=s3cret', 'X-Tenant': 's3cret' },
      cookies: new SessionCookies(),
      secretHeaders: ['x-tenant'],
    });
    await stream.outcome();
    assert.equal(server.heads[0]?.match(/s3cret/g)?.length, 4);
    const report = stream.connection.report();
    assert.doesNotMatch(JSON.stringify(report), /s3cret/);
    const shown = new Map([
      ...(report.exchanges[0]?.requestHeaders ?? []),
      ...(report.exchanges[0]?.responseHeaders ?? []),
    ]);
    assert.equal(shown.get('authorization'), 'Bearer ••••');
    assert.equal(shown.get('cookie'), 'a=••••');
    assert.equal(shown.get('x-tenant'), '••••');
    assert.equal(shown.get('Set-Cookie'), 'sid=••••; Path=/');
    assert.deepEqual(
      report.cookies.map(({ name, rejection }) => [name, rejection]),
      [['sid', '']],
    );
  });

  it('counts the bytes on the wire without chunk headers, and the decoded ones', async () => {
    const coded = zlib.gzipSync('data: a\n\n'.repeat(1000));
    await serve((socket) => {
      socket.write(streamHead('Content-Encoding: gzip', 'Transfer-Encoding: chunked'));
      socket.write(`${coded.length.toString(16)}\r\n`);
      socket.write(coded);
      socket.end('\r\n0\r\n\r\n');
    });
    const stream = probe(server.url());
    await stream.outcome();
    const { wireBytes, decodedBytes, contentCoding, isDecoded } = stream.connection.report();
    assert.deepEqual(
      { wireBytes, decodedBytes, contentCoding, isDecoded },
      {
        wireBytes: coded.length,
        decodedBytes: 9000,
        contentCoding: 'gzip',
        isDecoded: true,
      },
    );
  });

  it('names an unknown coding as received, and that the body is as it came', async () => {
    await serve((socket) => socket.end(`${streamHead('Content-Encoding: X-Snappy')}data: a\n\n`));
    const stream = probe(server.url());
    await stream.outcome();
    const { contentCoding, isDecoded } = stream.connection.report();
    assert.deepEqual({ contentCoding, isDecoded }, { contentCoding: 'X-Snappy', isDecoded: false });
    assert.equal(stream.text, 'data: a\n\n');
  });

  it('is there while the stream goes on, and after it is stopped', async () => {
    await serve((socket) => socket.write(`${streamHead()}data: a\n\n`));
    const stream = probe(server.url());
    assert.equal(stream.connection.report().exchanges[0]?.status, null);
    await stream.seen('data: a');
    const { exchanges } = stream.connection.report();
    const [exchange] = exchanges;
    assert.equal(exchange?.remoteAddress, server.address);
    assert.equal(exchange.httpVersion, '1.1');
    assert.equal(exchange.resolvedAt, null);
    assert.ok(exchange.startedAt <= Number(exchange.connectedAt));
    assert.ok(Number(exchange.connectedAt) <= Number(exchange.respondedAt));
    stream.connection.abort();
    assert.deepEqual(stream.connection.report().exchanges, exchanges);
    await until('no connection', () => server.open === 0);
  });

  it('names the proxy, unless the connection leads elsewhere', async () => {
    await serve((socket) => socket.end(streamHead()));
    for (const [proxy, shown] of [
      [`proxy.example:${server.port}`, `proxy.example:${server.port}`],
      ['proxy.example:1', ''],
    ] as const) {
      const stream = probe(server.url(), { options: { proxy } });
      await stream.outcome();
      assert.equal(stream.connection.report().exchanges[0]?.proxy, shown);
    }
  });
});

describe('a request', () => {
  let server: RawServer;
  const headOf = async (headers: Readonly<Record<string, string>>, options: TransportOptions = {}): Promise<string> => {
    await probe(server.url(), { headers, options }).outcome();
    return server.heads.at(-1) ?? '';
  };

  beforeEach(async () => {
    server = await startRawServer((socket) => socket.end(streamHead('Set-Cookie: a=1')));
  });
  afterEach(() => server.close());

  it('accepts an event stream, uncached, in every coding that can be taken off', async () => {
    const head = await headOf({});
    assert.match(head, /^accept: text\/event-stream\r$/m);
    assert.match(head, /^cache-control: no-cache$/m);
    assert.match(head, /^accept-encoding: gzip, deflate, br, zstd\r$/m);
  });

  it("has the user's headers in the place of its own, whatever their case", async () => {
    const head = await headOf({ ACCEPT: '*/*', 'Accept-Encoding': 'identity', Host: 'example.com' });
    assert.match(head, /^accept: \*\/\*\r$/m);
    assert.match(head, /^accept-encoding: identity\r$/m);
    assert.match(head, /^host: example\.com\r$/im);
    assert.doesNotMatch(head, /text\/event-stream|gzip|127\.0\.0\.1/);
  });

  it('has the cookies of its session, and none where they are off', async () => {
    const cookies = new SessionCookies();
    const send = async (options: TransportOptions): Promise<string> => {
      await probe(server.url(), { cookies, options }).outcome();
      return server.heads.at(-1) ?? '';
    };
    assert.doesNotMatch(await send({ cookies: false }), /^cookie/m);
    assert.doesNotMatch(await send({}), /^cookie/m);
    assert.match(await send({}), /^cookie: a=1\r?$/m);
    assert.doesNotMatch(await send({ cookies: false }), /^cookie/m);
  });
});
