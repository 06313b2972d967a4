import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startDemoServer } from '../../../src/demo/demoServer.ts';
import { get, open } from './demoClient.ts';
import { runningServer } from './runningServer.ts';

describe('demo server', () => {
  const at = runningServer();

  it('listens on the loopback interface, on a free port', () => {
    const url = new URL(at('/'));
    assert.equal(url.hostname, '127.0.0.1');
    assert.notEqual(url.port, '');
  });

  it('lists its routes as plain text', async () => {
    const { status, headers, body } = await get(at('/'));
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
    for (const path of ['/ticker', '/chat', '/flaky', '/broken', '/firehose', '/status', '/html', '/slow']) {
      assert.ok(body.toString().includes(`\n${path} `), `the index does not name ${path}`);
    }
  });

  it('says with status 404 that nothing is served at a path', async () => {
    const { status, body } = await get(at('/nowhere'));
    assert.equal(status, 404);
    assert.match(body.toString(), /\/ lists what is/);
  });

  it('refuses a method that a route does not take, and names those that it takes', async () => {
    const { status, headers } = await get(at('/ticker'), { method: 'POST', body: '{}' });
    assert.equal(status, 405);
    assert.equal(headers.allow, 'GET, OPTIONS');
  });

  for (const query of ['speed=0', 'speed=fast', 'speed=', 'speed=-1', 'speed=1001']) {
    it(`refuses ?${query} with the range that would be right`, async () => {
      const { status, body } = await get(at(`/ticker?${query}`));
      assert.equal(status, 400);
      assert.match(body.toString(), /must be a number from 0\.01 to 1000/);
    });
  }

  it('lets pages of any origin read the streams', async () => {
    const preflight = await get(at('/chat'), { method: 'OPTIONS' });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers['access-control-allow-origin'], '*');
    assert.match(preflight.headers['access-control-allow-headers'] ?? '', /Last-Event-ID/);
    const stream = await get(at('/ticker'), { events: 1 });
    assert.equal(stream.headers['access-control-allow-origin'], '*');
  });

  it('streams unbuffered and uncached', async () => {
    const { headers } = await get(at('/ticker'), { events: 1 });
    assert.equal(headers['content-type'], 'text/event-stream');
    assert.equal(headers['cache-control'], 'no-cache, no-transform');
    assert.equal(headers['x-accel-buffering'], 'no');
  });

  it('closes live connections at once when it is stopped', async () => {
    const server = await startDemoServer();
    const streams = await Promise.all(
      ['/ticker', '/slow', '/firehose?rate=100000', '/chat', '/flaky'].map((path) => open(server.url + path)),
    );
    const gone = streams.map(
      (stream) =>
        new Promise<void>((resolve) => {
          stream
            .on('error', () => undefined)
            .on('close', resolve)
            .resume();
        }),
    );
    await server.stop();
    await Promise.all(gone);
    await assert.rejects(open(`${server.url}/`), { code: 'ECONNREFUSED' });
  });

  it('can be stopped twice', async () => {
    const server = await startDemoServer();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
  });

  it('takes the port it is given, and rejects when that is taken', async () => {
    const { port } = new URL(at('/'));
    await assert.rejects(startDemoServer({ port: Number(port) }), { code: 'EADDRINUSE' });
  });

  it('offers endpoints that all answer, under names that differ', async () => {
    const server = await startDemoServer();
    try {
      const { endpoints } = server;
      assert.equal(new Set(endpoints.map(({ name }) => name)).size, endpoints.length);
      for (const { url, method, body, description } of endpoints) {
        assert.notEqual(description, '');
        const response = await open(url, { ...(method && { method }), ...(body && { body }) });
        const expected = url.includes('code=503') ? 503 : 200;
        assert.equal(response.statusCode, expected, url);
        response.destroy();
      }
    } finally {
      await server.stop();
    }
  });

  it('names its endpoints in the language of the user', async () => {
    const server = await startDemoServer({ translate: (message) => `«${message}»` });
    try {
      assert.equal(server.endpoints[0]?.name, '«Ticker»');
    } finally {
      await server.stop();
    }
  });
});
