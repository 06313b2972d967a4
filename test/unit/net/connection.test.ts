import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http, { createServer } from 'node:http';
import type { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { until } from '../../support/until.ts';
import { type RawServer, startRawServer, streamHead } from './rawServer.ts';
import { probe } from './streamProbe.ts';

describe('a connection', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  for (const host of ['127.0.0.1', '::1']) {
    it(`to localhost reaches a server that listens on ${host} only`, async function () {
      const hasAddress = Object.values(os.networkInterfaces()).some((all) =>
        all?.some(({ address }) => address === host),
      );
      if (!hasAddress) {
        // A machine without IPv6 has no ::1 to listen on.
        this.skip();
      }
      server = await startRawServer((socket) => socket.end(`${streamHead()}data: a\n\n`), host);
      const stream = probe(`http://localhost:${server.port}/`);
      await stream.outcome();
      assert.equal(stream.text, 'data: a\n\n');
      const [exchange] = stream.connection.report().exchanges;
      assert.equal(exchange?.remoteAddress, `${host === '::1' ? '[::1]' : host}:${server.port}`);
      assert.ok(exchange.startedAt <= Number(exchange.resolvedAt));
      assert.ok(Number(exchange.resolvedAt) <= Number(exchange.connectedAt));
    });
  }

  it('goes through a Unix socket or a pipe, and is named by its path', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sse-socket-'));
    const socketPath = process.platform === 'win32' ? `\\\\.\\pipe\\${path.basename(folder)}` : path.join(folder, 's');
    const onSocket = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`data: ${request.headers.host} ${request.url}\n\n`);
    });
    onSocket.listen(socketPath);
    await once(onSocket, 'listening');
    const stream = probe('http://docker/events', { options: { socketPath } });
    await stream.outcome();
    assert.equal(stream.text, 'data: docker /events\n\n');
    assert.equal(stream.connection.report().exchanges[0]?.remoteAddress, socketPath);
    onSocket.close();
    await once(onSocket, 'close');
    const problem = await probe('http://docker/events', { options: { socketPath } }).problem();
    assert.equal(problem.subject, socketPath);
    assert.match(problem.systemCode, /^(ENOENT|ECONNREFUSED)$/);
    assert.equal(problem.code, 'refused');
    await rm(folder, { recursive: true, force: true });
  });

  it('is not left behind after a response, though both sides would keep it', async () => {
    server = await startRawServer((socket) => socket.write(streamHead('Content-Length: 0')));
    await probe(server.url()).outcome();
    await until('no connection', () => server?.open === 0);
  });

  it('that is silent for longer than the time limit of the agent goes on', async () => {
    const agent = new http.Agent({ keepAlive: true, timeout: 20 });
    const before = http.globalAgent;
    http.globalAgent = agent;
    try {
      let speak: () => void = () => undefined;
      server = await startRawServer((socket) => {
        socket.write(streamHead());
        speak = () => socket.write('data: a\n\n');
      });
      const stream = probe(server.url());
      await until('the response', () => stream.response);
      const [socket] = Object.values(agent.sockets).flatMap((sockets) => sockets ?? []);
      await once(socket!, 'timeout');
      speak();
      await stream.seen('data: a');
      stream.connection.abort();
    } finally {
      http.globalAgent = before;
    }
  });

  describe('that was left over by another client and is reset', () => {
    const agent = new http.Agent({ keepAlive: true });
    const before = http.globalAgent;
    let sockets: Socket[] = [];

    beforeEach(async () => {
      http.globalAgent = agent;
      sockets = [];
      server = await startRawServer((socket) => {
        // The first request of a connection is answered, the second finds it closed.
        if (sockets.includes(socket)) {
          socket.resetAndDestroy();
        } else {
          sockets.push(socket);
          socket.write(streamHead('Content-Length: 0'));
        }
      });
      const other = http.get(server.url());
      const [response] = (await once(other, 'response')) as [http.IncomingMessage];
      response.resume();
      await once(response, 'end');
      await until('a free socket', () => Object.keys(agent.freeSockets).length === 1);
    });
    afterEach(() => {
      http.globalAgent = before;
      agent.destroy();
    });

    it('is replaced by a new one for a request that may be sent twice', async () => {
      const stream = probe(server!.url());
      assert.equal((await stream.outcome()).name, 'ended');
      assert.equal(server!.connections, 2);
      assert.equal(stream.connection.report().exchanges[0]?.reusedConnection, false);
    });

    it('ends a request that may not', async () => {
      const stream = probe(server!.url(), { method: 'POST', body: 'once' });
      assert.match((await stream.problem()).code, /^(reset|no-response)$/);
      assert.equal(server!.connections, 1);
      assert.equal(stream.connection.report().exchanges[0]?.reusedConnection, true);
    });
  });

  it('is read no further than its reader wants', async () => {
    let sent = 0;
    server = await startRawServer((socket) => {
      socket.write(streamHead());
      const block = Buffer.alloc(64 * 1024, 'x');
      const send = (): void => {
        while (sent < 64 * 1024 * 1024 && socket.write(block)) {
          sent += block.length;
        }
      };
      socket.on('drain', send);
      send();
    });
    const stream = probe(server.url());
    stream.isGreedy = false;
    await until('bytes', () => stream.text.length > 0);
    const first = stream.text.length;
    // What the server could send before it felt the pressure lies in the buffers of both sockets.
    let last = -1;
    await until('a server that waits', () => {
      const waits = sent === last;
      last = sent;
      return waits;
    });
    assert.ok(sent < 32 * 1024 * 1024, `${sent} bytes sent`);
    assert.equal(stream.text.length, first);
    stream.connection.resume();
    await until('more', () => stream.text.length > first);
    stream.connection.abort();
  });
});
