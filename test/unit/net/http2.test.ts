import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import http2, { type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { describeProblem } from '../../../src/core/words/problem.ts';
import { until } from '../../support/until.ts';
import { type Probe, probe } from './streamProbe.ts';

const folder = path.join(import.meta.dirname, '../../support/tls');
const cert = readFileSync(path.join(folder, 'certificate.pem'), 'utf8');
const key = readFileSync(path.join(folder, 'key.pem'), 'utf8');
const { fingerprint256 } = new X509Certificate(cert);

const streamHead = { ':status': 200, 'content-type': 'text/event-stream' };
const h2c = { options: { httpVersion: 'h2c' } } as const;
const trusted = { ca: [cert] } as const;

type Answer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

const tick: Answer = (stream) => {
  stream.respond(streamHead);
  stream.write('data: tick\n\n');
};

describe('a stream over HTTP/2', function () {
  this.timeout(15_000);
  let closers: (() => Promise<void>)[] = [];
  let streams: Probe[] = [];
  let sockets: Socket[] = [];
  let seen: IncomingHttpHeaders[] = [];

  /** Listens, and closes with all its connections after the test. */
  const listen = async (server: Server | Http2Server): Promise<number> => {
    server.on('connection', (socket: Socket) => sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(async () => {
      server.close();
      await once(server, 'close');
    });
    return (server.address() as AddressInfo).port;
  };
  const answerAll = (server: Http2Server, answer: Answer): void => {
    server.on('session', (session) => session.on('error', () => undefined));
    server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      seen.push(headers);
      answer(stream, headers);
    });
  };
  const serveH2c = async (answer: Answer, options: http2.ServerOptions = {}): Promise<string> => {
    const server = http2.createServer(options);
    answerAll(server, answer);
    return `http://127.0.0.1:${await listen(server)}/`;
  };
  const serveTls = async (answer: Answer, options: http2.SecureServerOptions = {}): Promise<string> => {
    const server = http2.createSecureServer({ cert, key, ...options });
    server.on('tlsClientError', () => undefined);
    answerAll(server, answer);
    return `https://127.0.0.1:${await listen(server)}/`;
  };
  const serveHttps = async (answer: http.RequestListener, options: https.ServerOptions = {}): Promise<string> => {
    const server = https.createServer({ cert, key, ...options }, answer);
    server.on('tlsClientError', () => undefined);
    return `https://127.0.0.1:${await listen(server)}/`;
  };
  const open = (...args: Parameters<typeof probe>): Probe => {
    const stream = probe(...args);
    streams.push(stream);
    return stream;
  };
  const exchangesOf = ({ connection }: Probe) => connection.report().exchanges;

  afterEach(async () => {
    streams.forEach(({ connection }) => connection.abort());
    sockets.forEach((socket) => socket.destroy());
    await Promise.all(closers.map((close) => close()));
    [closers, streams, sockets, seen] = [[], [], [], []];
  });

  describe('without TLS', () => {
    it('is read by prior knowledge, and ends where the server ends it', async () => {
      const url = await serveH2c((stream) => {
        stream.respond(streamHead);
        stream.end('data: x\n\n');
      });
      const stream = open(url, h2c);
      assert.equal((await stream.outcome()).name, 'ended');
      assert.equal(stream.text, 'data: x\n\n');
      assert.equal(stream.response?.httpVersion, '2');
      const [exchange] = exchangesOf(stream);
      assert.ok(exchange !== undefined);
      assert.equal(exchange.remoteAddress, new URL(url).host);
      assert.equal(exchange.reusedConnection, false);
      assert.equal(exchange.tls, null);
      assert.ok(exchange.connectedAt !== null && exchange.connectedAt >= exchange.startedAt);
      assert.equal(exchange.securedAt, null);
      assert.deepEqual(exchange.responseHeaders[0], ['content-type', 'text/event-stream']);
    });

    it('reports the pseudo headers and headers as sent, without those that HTTP/2 forbids', async () => {
      const url = await serveH2c(tick);
      const stream = open(`${url}events?token=geheim`, {
        ...h2c,
        headers: {
          Host: 'example.test',
          Connection: 'keep-alive',
          'Keep-Alive': 'timeout=5',
          'Transfer-Encoding': 'chunked',
          Upgrade: 'h2c',
          'Proxy-Connection': 'close',
          'HTTP2-Settings': 'x',
          TE: 'gzip',
          'X-Own': 'yes',
        },
      });
      await stream.seen('tick');
      assert.deepEqual(exchangesOf(stream)[0]?.requestHeaders, [
        [':method', 'GET'],
        [':scheme', 'http'],
        [':authority', 'example.test'],
        [':path', '/events?token=***'],
        ['accept', 'text/event-stream'],
        ['accept-encoding', exchangesOf(stream)[0]?.requestHeaders.find(([name]) => name === 'accept-encoding')?.[1]],
        ['cache-control', 'no-cache'],
        ['x-own', 'yes'],
      ]);
      assert.equal(seen[0]?.[':path'], '/events?token=geheim');
      assert.equal(seen[0]['x-own'], 'yes');
    });

    it('sends a body with its method and length', async () => {
      const url = await serveH2c((stream, headers) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          stream.respond(streamHead);
          const method = headers[':method'];
          stream.end(`data: ${method} ${headers['content-length']} ${Buffer.concat(pieces).toString()}\n\n`);
        });
      });
      const stream = open(url, { ...h2c, method: 'POST', body: '{"ü":1}' });
      await stream.outcome();
      assert.equal(stream.text, 'data: POST 8 {"ü":1}\n\n');
    });

    it('takes no notice of informational responses, trailers and pushes', async () => {
      const url = await serveH2c((stream) => {
        assert.equal(stream.pushAllowed, false);
        stream.additionalHeaders({ ':status': 103, link: '</x>; rel=preload' });
        stream.respond(streamHead, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'x-checksum': 'abc' }));
        stream.end('data: x\n\n');
      });
      const stream = open(url, h2c);
      assert.equal((await stream.outcome()).name, 'ended');
      assert.equal(stream.text, 'data: x\n\n');
      assert.deepEqual(
        exchangesOf(stream)[0]?.responseHeaders.map(([name]) => name),
        ['content-type', 'date'],
      );
    });

    it('is refused for a status that is no success, with what its body says', async () => {
      const url = await serveH2c((stream) => {
        stream.respond({ ':status': 503, 'retry-after': '7' });
        stream.end('overloaded');
      });
      const problem = await open(url, h2c).problem();
      assert.deepEqual([problem.code, problem.status, problem.bodyHead], ['bad-status', 503, 'overloaded']);
      assert.equal(problem.retryAfterMs, 7000);
    });

    it('has no content with status 204', async () => {
      const url = await serveH2c((stream) => stream.respond({ ':status': 204 }, { endStream: true }));
      assert.equal((await open(url, h2c).outcome()).name, 'noContent');
    });

    it('is decompressed as it arrives', async () => {
      const url = await serveH2c((stream) => {
        stream.respond({ ...streamHead, 'content-encoding': 'gzip' });
        stream.end(gzipSync('data: x\n\n'));
      });
      const stream = open(url, h2c);
      assert.equal((await stream.outcome()).name, 'ended');
      assert.equal(stream.text, 'data: x\n\n');
    });

    it('is not taken with headers beyond the limit', async () => {
      const url = await serveH2c((stream) => stream.respond({ ...streamHead, 'x-long': 'a'.repeat(3000) }));
      const problem = await open(url, { options: { httpVersion: 'h2c', maxHeaderBytes: 2000 } }).problem();
      assert.equal(problem.code, 'headers-too-long');
      assert.match(problem.detail, /^3\d\d\d bytes$/);
      const stream = open(url, { options: { httpVersion: 'h2c', maxHeaderBytes: 4000 } });
      await until('the response', () => stream.response);
    });

    it('takes headers of a hundred kilobytes and thousands of fields', async () => {
      const fields = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`x-${index}`, 'v'.repeat(20)]));
      const url = await serveH2c((stream) => stream.respond({ ...streamHead, ...fields }), {
        maxSendHeaderBlockLength: 1024 * 1024,
      });
      const stream = open(url, h2c);
      await until('the response', () => stream.response);
      assert.equal(exchangesOf(stream)[0]?.responseHeaders.filter(([name]) => name.startsWith('x-')).length, 2000);
    });

    it('is not taken with headers beyond what Node reads, and says how to take them', async () => {
      const fields = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`x-${index}`, '~'.repeat(10_000)]));
      const url = await serveH2c((stream) => stream.respond({ ...streamHead, ...fields }), {
        maxSendHeaderBlockLength: 1024 * 1024,
      });
      const problem = await open(url, h2c).problem();
      assert.deepEqual([problem.code, problem.systemCode], ['headers-too-long', 'ERR_HTTP2_HEADERS_BEYOND_NODE']);
      assert.match(describeProblem(problem, (text) => text).remedy, /HTTP version to 1\.1/);
    });

    it('blames the rules of HTTP/2 for a field that Node does not read, and names its limit', async () => {
      const url = await serveH2c((stream) => stream.respond({ ...streamHead, 'x-long': '~'.repeat(140_000) }), {
        maxSendHeaderBlockLength: 1024 * 1024,
      });
      const problem = await open(url, h2c).problem();
      assert.deepEqual([problem.code, problem.systemCode], ['bad-framing', 'ERR_HTTP2_PROTOCOL']);
      assert.match(describeProblem(problem, (text) => text).meaning, /more than 64 KiB/);
    });

    for (const [what, request] of [
      ['a header', { headers: { 'x-own': 'a\nb' } }],
      ['a name', { headers: { 'x own': 'a' } }],
      ['a method', { method: 'G T' }],
    ] as const) {
      it(`cannot be asked for with ${what} that HTTP does not allow, and sends nothing`, async () => {
        const url = await serveH2c(tick);
        assert.equal((await open(url, { ...h2c, ...request }).problem()).code, 'bad-request');
        assert.deepEqual(sockets, []);
      });
    }

    it('shares a connection with others to its origin', async () => {
      const url = await serveH2c(tick);
      const first = open(`${url}a`, h2c);
      await first.seen('tick');
      const others = [open(`${url}b`, h2c), open(`${url}c`, h2c)];
      await Promise.all(others.map((stream) => stream.seen('tick')));
      assert.equal(sockets.length, 1);
      assert.equal(exchangesOf(first)[0]?.reusedConnection, false);
      for (const stream of others) {
        const [exchange] = exchangesOf(stream);
        assert.equal(exchange?.reusedConnection, true);
        assert.equal(exchange.connectedAt, null, 'no connection was made for it');
        assert.equal(exchange.remoteAddress, new URL(url).host);
      }
    });

    it('shares a connection that is still being made', async () => {
      const url = await serveH2c(tick);
      const all = [open(url, h2c), open(url, h2c), open(url, h2c)];
      await Promise.all(all.map((stream) => stream.seen('tick')));
      assert.equal(sockets.length, 1);
      assert.deepEqual(
        all.map((stream) => exchangesOf(stream)[0]?.reusedConnection),
        [false, true, true],
      );
    });

    it('opens a further connection where the server allows no more streams on one', async () => {
      const url = await serveH2c(tick, { settings: { maxConcurrentStreams: 2 } });
      for (let count = 0; count < 5; count++) {
        await open(url, h2c).seen('tick');
      }
      assert.equal(sockets.length, 3);
    });

    it('goes on when another on its connection is stopped, of which the server hears', async () => {
      const served: ServerHttp2Stream[] = [];
      const url = await serveH2c((stream, headers) => {
        served.push(stream);
        tick(stream, headers);
      });
      const [first, second] = [open(url, h2c), open(url, h2c)];
      await Promise.all([first.seen('tick'), second.seen('tick')]);
      first.connection.abort();
      await until('the reset', () => served[0]?.closed);
      assert.equal(served[0]?.rstCode, http2.constants.NGHTTP2_CANCEL);
      served[1]?.write('data: more\n\n');
      await second.seen('more');
      assert.equal(sockets.length, 1);
    });

    it('is one of a connection that closes with its last stream', async () => {
      const url = await serveH2c(tick);
      const all = [open(url, h2c), open(url, h2c)];
      await Promise.all(all.map((stream) => stream.seen('tick')));
      all.forEach(({ connection }) => connection.abort());
      await until('the end of the connection', () => sockets.every((socket) => socket.closed));
    });

    it('leaves nothing behind that would keep the process alive, however it ends', async () => {
      const url = await serveH2c((stream, { ':path': target }) => {
        stream.respond(streamHead);
        stream[target === '/end' ? 'end' : 'write']('data: tick\n\n');
      });
      const silentPort = await listen(net.createServer((socket) => socket.on('error', () => undefined).resume()));
      // A process of its own: it ends by itself only if it has nothing left to wait for.
      const script = `
        import { openHttpStream } from ${JSON.stringify(new URL('../../../src/net/httpStream.ts', import.meta.url).href)};
        const open = (url, done = () => {}) => {
          const connection = openHttpStream(
            { url: new URL(url), method: 'GET', headers: {}, body: undefined, lastEventId: '', options: { httpVersion: 'h2c' } },
            { response() {}, chunk: () => { done(connection); return true; }, ended() {}, failed() {}, refused() {}, noContent() {} },
          );
          return connection;
        };
        open('${url}end');
        open('${url}', (connection) => connection.abort());
        open('${url}', (connection) => connection.abort());
        open('${url}').abort();
        const waiting = open('http://127.0.0.1:${silentPort}/');
        process.stdin.once('data', () => { waiting.abort(); process.stdin.destroy(); });
        process.on('exit', () => console.log(process.getActiveResourcesInfo().filter((name) => /TCP|HTTP|Timeout/i.test(name)).length));
      `;
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (text: Buffer) => (output += text.toString()));
      await until(
        'all connections',
        () => seen.length >= 3 && sockets.some(({ localPort }) => localPort === silentPort),
      );
      child.stdin.write('abort');
      const [code] = (await once(child, 'close')) as [number | null];
      assert.equal(code, 0);
      assert.equal(output.trim(), '0', 'handles of the network or timers at the end');
    });

    it('holds the server up while nothing is taken, and loses nothing', async () => {
      let sent = 0;
      const piece = Buffer.alloc(64 * 1024, 'x');
      const total = 32 * 1024 * 1024;
      const url = await serveH2c((stream) => {
        stream.respond(streamHead);
        const send = (): void => {
          let hasRoom = true;
          while (hasRoom && sent < total) {
            sent += piece.length;
            hasRoom = stream.write(piece);
          }
          if (sent >= total) {
            stream.end();
          }
        };
        stream.on('drain', send);
        send();
      });
      const stream = open(url, h2c);
      stream.isGreedy = false;
      await stream.seen('x');
      // What is said on the same connection meanwhile shows that the server has had its turn.
      for (let turn = 0; turn < 20; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const held = sent;
      assert.ok(held < 8 * 1024 * 1024, `the server could send ${held} bytes`);
      stream.isGreedy = true;
      stream.connection.resume();
      await stream.outcome();
      assert.equal(stream.text.length, total);
    });

    it('comes over a Unix socket', async function () {
      if (process.platform === 'win32') {
        // Windows has pipes of other names; the code does not tell them apart.
        this.skip();
      }
      const directory = await mkdtemp(path.join(os.tmpdir(), 'sse-debugger-'));
      const socketPath = path.join(directory, 'server');
      const server = http2.createServer();
      answerAll(server, tick);
      server.listen(socketPath);
      await once(server, 'listening');
      const stream = open('http://localhost/', { options: { httpVersion: 'h2c', socketPath } });
      await stream.seen('tick');
      assert.equal(exchangesOf(stream)[0]?.remoteAddress, socketPath);
      stream.connection.abort();
      server.close();
      await once(server, 'close');
      await rm(directory, { recursive: true });
    });
  });

  describe('over TLS', () => {
    it('is agreed on by ALPN, and reports the TLS of its connection', async () => {
      const stream = open(await serveTls(tick), { options: { httpVersion: '2', ...trusted } });
      await stream.seen('tick');
      const [exchange] = exchangesOf(stream);
      assert.equal(exchange?.httpVersion, '2');
      assert.equal(exchange.tls?.alpn, 'h2');
      assert.equal(exchange.tls.version, 'TLSv1.3');
      assert.equal(exchange.tls.certificate?.fingerprint, fingerprint256);
      assert.equal(exchange.tls.distrust, '');
      assert.ok(exchange.connectedAt !== null && exchange.securedAt !== null);
      assert.ok(exchange.securedAt >= exchange.connectedAt);
    });

    for (const [what, options] of [
      ['offers only another protocol', { ALPNProtocols: ['http/1.1'] }],
      ['does not know ALPN', { ALPNCallback: undefined, ALPNProtocols: [] }],
    ] as const) {
      it(`fails with no-http2 where the server ${what}, and says what to do`, async () => {
        const server = tls.createServer(
          { cert, key, ...options, ALPNProtocols: [...options.ALPNProtocols] },
          (socket) => socket.on('error', () => undefined),
        );
        server.on('tlsClientError', () => undefined);
        const url = `https://127.0.0.1:${await listen(server)}/`;
        const problem = await open(url, { options: { httpVersion: '2', ...trusted } }).problem();
        assert.deepEqual([problem.code, problem.systemCode], ['no-http2', 'ERR_HTTP2_NOT_OFFERED']);
        assert.match(describeProblem(problem, (text) => text).remedy, /auto or 1\.1/);
      });
    }

    it('is not begun with a server that nobody vouches for, whose certificate is shown', async () => {
      const stream = open(await serveTls(tick), { options: { httpVersion: '2' } });
      const problem = await stream.problem();
      assert.deepEqual([problem.code, problem.systemCode], ['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
      assert.equal(exchangesOf(stream)[0]?.tls?.certificate?.fingerprint, fingerprint256);
      assert.deepEqual(seen, []);
    });

    it('is begun with the one certificate that is accepted, and with no other', async () => {
      const url = await serveTls(tick);
      const accepted = open(url, { options: { httpVersion: '2', acceptCertificate: fingerprint256 } });
      await accepted.seen('tick');
      assert.equal(exchangesOf(accepted)[0]?.tls?.distrust, 'DEPTH_ZERO_SELF_SIGNED_CERT');
      const other = open(url, {
        options: { httpVersion: '2', acceptCertificate: fingerprint256.replace(/..$/, '00') },
      });
      assert.equal((await other.problem()).systemCode, 'ERR_TLS_CERT_NOT_ACCEPTED');
      assert.equal(seen.length, 1);
    });

    it('fails with tls where the client certificate is none', async () => {
      const options = { httpVersion: '2', ...trusted, clientCertificate: { cert: 'none', key: 'none' } } as const;
      assert.equal((await open(await serveTls(tick), { options }).problem()).code, 'tls');
    });

    it('shares no connection with one of another trust', async () => {
      const url = await serveTls(tick);
      await open(url, { options: { httpVersion: '2', acceptCertificate: fingerprint256 } }).seen('tick');
      await open(url, { options: { httpVersion: '2', ...trusted } }).seen('tick');
      assert.equal(sockets.length, 2);
      assert.equal((await open(url, { options: { httpVersion: '2' } }).problem()).code, 'tls');
    });

    it('fails with no-http2 without TLS, and names h2c', async () => {
      const problem = await open(await serveH2c(tick), { options: { httpVersion: '2' } }).problem();
      assert.deepEqual([problem.code, problem.systemCode], ['no-http2', 'ERR_HTTP2_NEEDS_TLS']);
      assert.match(describeProblem(problem, (text) => text).remedy, /h2c/);
      assert.deepEqual(sockets, []);
    });

    it('fails with no-http2 by prior knowledge through a proxy, and goes past it by no means', async () => {
      const options = { httpVersion: 'h2c', proxy: '127.0.0.1:9' } as const;
      const problem = await open(await serveH2c(tick), { options }).problem();
      assert.deepEqual([problem.code, problem.systemCode], ['no-http2', 'ERR_HTTP2_THROUGH_PROXY']);
      assert.deepEqual(sockets, []);
    });
  });

  describe('where ALPN decides', () => {
    it('is spoken over TLS where the server prefers it', async () => {
      const stream = open(await serveTls(tick), { options: trusted });
      await stream.seen('tick');
      assert.equal(stream.response?.httpVersion, '2');
    });

    it('is HTTP/1.1 on the same connection where the server has no HTTP/2', async () => {
      const url = await serveHttps((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: one\n\n');
      });
      const stream = open(url, { options: trusted });
      assert.equal((await stream.outcome()).name, 'ended');
      assert.equal(stream.text, 'data: one\n\n');
      assert.equal(sockets.length, 1);
      const [exchange] = exchangesOf(stream);
      assert.equal(exchange?.httpVersion, '1.1');
      assert.equal(exchange.tls?.alpn, 'http/1.1');
      assert.equal(exchange.remoteAddress, new URL(url).host);
      assert.equal(exchange.reusedConnection, false);
      assert.ok(exchange.connectedAt !== null && exchange.securedAt !== null && exchange.respondedAt !== null);
      assert.ok(exchange.startedAt <= exchange.connectedAt && exchange.connectedAt <= exchange.securedAt);
      await until('the end of the connection', () => sockets[0]?.closed);
    });

    it('is HTTP/1.1 for each of several that are opened at once', async () => {
      const url = await serveHttps((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: tick\n\n');
      });
      const all = [open(url, { options: trusted }), open(url, { options: trusted })];
      await Promise.all(all.map((stream) => stream.seen('tick')));
      assert.equal(sockets.length, 2);
      all.forEach(({ connection }) => connection.abort());
      await until('the end of the connections', () => sockets.every((socket) => socket.closed));
    });

    it('is HTTP/1.1 where the server says that this request needs it', async () => {
      const server = http2.createSecureServer({ cert, key, allowHTTP1: true }, (request, response) => {
        if (request.httpVersion === '1.1') {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.end('data: one\n\n');
        } else {
          request.stream.close(http2.constants.NGHTTP2_HTTP_1_1_REQUIRED);
        }
      });
      const stream = open(`https://127.0.0.1:${await listen(server)}/`, {
        options: trusted,
      });
      assert.equal((await stream.outcome()).name, 'ended');
      assert.equal(stream.response?.httpVersion, '1.1');
    });

    it('is HTTP/1.1 without TLS', async () => {
      const server = http.createServer((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: one\n\n');
      });
      const stream = open(`http://127.0.0.1:${await listen(server)}/`);
      await stream.outcome();
      assert.equal(stream.response?.httpVersion, '1.1');
    });

    it('is agreed on also where another client has left a connection over on which HTTP/1.1 is spoken', async () => {
      const agent = new https.Agent({ keepAlive: true });
      const before = https.globalAgent;
      https.globalAgent = agent;
      try {
        const server = http2.createSecureServer({ cert, key, allowHTTP1: true }, (request, response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.end(`data: ${request.httpVersion}\n\n`);
        });
        const url = `https://127.0.0.1:${await listen(server)}/`;
        const other = https.get(url, { ca: [cert], servername: '' });
        const [response] = (await once(other, 'response')) as [http.IncomingMessage];
        response.resume();
        await until('a connection that is left over', () => Object.keys(agent.freeSockets).length === 1);
        const stream = open(url, { options: trusted });
        await stream.outcome();
        assert.equal(stream.text, 'data: 2.0\n\n');
        assert.equal(exchangesOf(stream)[0]?.reusedConnection, false);
      } finally {
        https.globalAgent = before;
        agent.destroy();
      }
    });

    it('goes on for others where the first one that waits for the connection is stopped', async () => {
      for (const serve of [serveTls, serveHttps] as const) {
        sockets = [];
        const url =
          serve === serveTls
            ? await serveTls(tick)
            : await serveHttps((_, response) => {
                response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: tick\n\n');
              });
        const [first, second] = [open(url, { options: trusted }), open(url, { options: trusted })];
        first.connection.abort();
        await second.seen('tick');
        second.connection.abort();
        await until('the end of the connections', () => sockets.every((socket) => socket.closed));
        assert.equal(first.text, '');
      }
    });

    it('follows redirects from HTTP/2 to HTTP/1.1 and back', async () => {
      const plain = http.createServer((_, response) => {
        response.writeHead(307, { location: `${secure}end` }).end();
      });
      const plainUrl = `http://127.0.0.1:${await listen(plain)}/`;
      const secure = await serveTls((stream, headers) => {
        if (headers[':path'] === '/end') {
          tick(stream, headers);
        } else {
          stream.respond({ ':status': 302, location: plainUrl }, { endStream: true });
        }
      });
      const stream = open(secure, { options: trusted });
      await stream.seen('tick');
      assert.deepEqual(
        exchangesOf(stream).map(({ httpVersion, status }) => [httpVersion, status]),
        [
          ['2', 302],
          ['1.1', 307],
          ['2', 200],
        ],
      );
    });

    it('follows a redirect within the origin on the same connection', async () => {
      const url = await serveTls((stream, headers) => {
        if (headers[':path'] === '/end') {
          tick(stream, headers);
        } else {
          stream.respond({ ':status': 302, location: '/end' });
          stream.write('a body that never ends');
        }
      });
      const stream = open(url, { options: trusted });
      await stream.seen('tick');
      assert.equal(sockets.length, 1);
      assert.equal(exchangesOf(stream)[1]?.reusedConnection, true);
    });
  });
});
