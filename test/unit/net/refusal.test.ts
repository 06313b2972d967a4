import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { until } from '../../support/until.ts';
import { type Answer, type RawServer, startRawServer } from './rawServer.ts';
import { probe } from './streamProbe.ts';

describe('a response that is no stream', () => {
  let server: RawServer;
  const refused = async (answer: Answer) => {
    server = await startRawServer(answer);
    const stream = probe(server.url());
    return { stream, problem: await stream.problem() };
  };

  afterEach(() => server.close());

  for (const status of [401, 403, 429, 503]) {
    it(`with status ${status} is refused with challenge, time to wait and body`, async () => {
      const { problem } = await refused((socket) =>
        socket.end(
          [
            `HTTP/1.1 ${status} No`,
            'WWW-Authenticate: Bearer realm="api"',
            'www-authenticate: Basic',
            'Retry-After: 120',
            'Content-Type: application/json',
            '',
            '{"error":"no"}',
          ].join('\r\n'),
        ),
      );
      assert.equal(problem.code, 'bad-status');
      assert.equal(problem.status, status);
      assert.equal(problem.authenticate, 'Bearer realm="api", Basic');
      assert.equal(problem.retryAfterMs, 120_000);
      assert.equal(problem.contentType, 'application/json');
      assert.equal(problem.bodyHead, '{"error":"no"}');
    });
  }

  it('keeps no more than a KiB of its body, and reads no more than it needs', async () => {
    const { problem, stream } = await refused((socket) =>
      socket.write(`HTTP/1.1 500 No\r\n\r\n${'x'.repeat(1_000_000)}`),
    );
    assert.equal(problem.bodyHead, 'x'.repeat(1024));
    assert.ok(stream.connection.report().wireBytes < 1_000_000);
    await until('no connection', () => server.open === 0);
  });

  it('has its body decoded for evidence', async () => {
    const { problem } = await refused((socket) => {
      socket.write('HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n');
      socket.end(zlib.gzipSync('why not'));
    });
    assert.equal(problem.bodyHead, 'why not');
  });

  it('is told of though its body never ends', async function () {
    // The evidence is waited for no longer than two seconds.
    this.timeout(10_000);
    const { problem } = await refused((socket) => socket.write('HTTP/1.1 500 No\r\n\r\nhalf a se'));
    assert.equal(problem.bodyHead, 'half a se');
  });

  it('with a switch of protocols that nobody asked for is a status like any other', async () => {
    const { problem } = await refused((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
    );
    assert.deepEqual([problem.code, problem.status], ['bad-status', 101]);
  });

  it('with another type names it as received', async () => {
    const { problem } = await refused((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Streams; charset=x\r\n\r\n'),
    );
    assert.deepEqual([problem.code, problem.contentType], ['wrong-content-type', 'Text/Event-Streams; charset=x']);
  });
});

describe('a response', () => {
  let server: RawServer;
  afterEach(() => server.close());

  for (const type of ['text/event-stream', 'TEXT/Event-Stream ; charset=latin1', 'text/event-stream;']) {
    it(`of type ${type} is a stream`, async () => {
      server = await startRawServer((socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n`));
      const stream = probe(server.url());
      assert.equal((await stream.outcome()).name, 'ended');
      assert.equal(stream.response?.contentType, type.trim());
    });
  }

  it('of status 204 asks not to come back', async () => {
    server = await startRawServer((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
    assert.equal((await probe(server.url()).outcome()).name, 'noContent');
    await until('no connection', () => server.open === 0);
  });

  it('opens the stream as soon as its headers are there', async () => {
    server = await startRawServer((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n'),
    );
    const stream = probe(server.url());
    await until('the response', () => stream.response);
    stream.connection.abort();
  });
});
