import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventPreviews, startEngine, until, type EngineHarness } from '../../support/engineHarness.ts';
import { until as eventually } from '../../support/until.ts';

describe('pausing the reading of a stream', function () {
  this.timeout(30_000);
  let engine: EngineHarness;
  let server: Server;
  let response: ServerResponse | undefined;
  let url: string;

  beforeEach(async () => {
    response = undefined;
    server = createServer((_request, opened) => {
      response = opened;
      opened.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    engine = await startEngine();
  });

  afterEach(async () => {
    await engine.dispose();
    server.closeAllConnections();
    server.close();
  });

  it('makes the server wait, and goes on where it stopped', async () => {
    const session = engine.open(url);
    await until(session, ({ kinds }) => kinds.event === 1);
    session.pauseReading();
    assert.equal(session.snapshot().isReadingPaused, true);

    const line = `data: ${'x'.repeat(64 * 1024)}\n\n`;
    let written = 0;
    // As long as the buffers between take it; then the server feels that nobody reads.
    while (response?.write(line) === true || (response?.writableLength ?? 0) < 2 ** 20) {
      written += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(session.snapshot().kinds.event, 1);

    session.resumeReading();
    assert.equal(session.snapshot().isReadingPaused, false);
    await until(session, ({ kinds }) => kinds.event > written);
    await eventually('all to be read', () => response?.writableLength === 0);
  });

  it('takes the silence for no death, and waits the whole time again when reading goes on', async () => {
    const session = engine.open(url, { reconnect: { deadAfterMs: 1000 } });
    await until(session, ({ kinds }) => kinds.event === 1);
    session.pauseReading();
    const since = performance.now();
    await eventually('more than the time of a death', () => performance.now() - since > 1500);
    assert.equal(session.snapshot().state.name, 'open');
    session.resumeReading();
    assert.equal(session.snapshot().state.name, 'open');
    await until(session, ({ state }) => state.name === 'waiting');
  });

  it('ends with the connection', async () => {
    const session = engine.open(url);
    await until(session, ({ kinds }) => kinds.event === 1);
    session.pauseReading();
    await session.disconnect();
    assert.equal(session.snapshot().isReadingPaused, false);
    session.pauseReading();
    assert.equal(session.snapshot().isReadingPaused, false, 'nothing is read');
    session.reconnect();
    await until(session, ({ kinds }) => kinds.event === 2);
    assert.deepEqual(await eventPreviews(session), ['first', 'first']);
  });
});
