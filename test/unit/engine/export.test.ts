import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { exportFormatIds } from '../../../src/core/export/exportFormat.ts';
import type { ExportRequest } from '../../../src/engine/session.ts';
import { startEngine, until, type EngineHarness } from '../../support/engineHarness.ts';
import { startSseServer, type SseServer } from '../../support/sseServer.ts';

describe('an export of a session', () => {
  let engine: EngineHarness;
  let server: SseServer;

  before(async () => {
    server = await startSseServer();
  });

  beforeEach(async () => {
    engine = await startEngine();
  });

  afterEach(async () => {
    await engine.dispose();
  });

  after(async () => {
    await server.close();
  });

  const toMemory: ExportRequest = {
    selection: { selection: 'all' },
    format: 'ndjson',
    output: { to: 'memory', maxBytes: 100_000_000 },
  };

  async function textOf(file: string, request: Partial<ExportRequest> = {}): Promise<string> {
    const outcome = await engine.engine.exportCapture(file, { ...toMemory, ...request });
    assert.ok(outcome.outcome === 'written', JSON.stringify(outcome));
    return new TextDecoder().decode(outcome.content);
  }

  it('holds what was received before, and nothing that is cleared', async () => {
    const session = engine.open(server.url('/many?count=5000'));
    await until(session, ({ kinds }) => kinds.event === 5000);
    assert.equal((await textOf(session.file, { format: 'sse' })).match(/^data: /gm)?.length, 5000);
    await session.clear();
    assert.equal(await textOf(session.file), '');
    await session.undoClear();
    assert.match(await textOf(session.file), /event 5000/);
  });

  it('is made of a capture whose session is closed', async () => {
    const session = engine.open(server.url('/ends?count=3'), { reconnect: { enabled: false } });
    await until(session, ({ state }) => state.name === 'finished');
    const open = await textOf(session.file);
    await session.close();
    assert.equal(await textOf(session.file), open);
  });

  it('ends with the engine and leaves no file', async () => {
    const session = engine.open(server.url('/many?count=20000'));
    await until(session, ({ kinds }) => kinds.event === 20_000);
    const output = { to: 'file', file: path.join(engine.directory, 'export') } as const;
    let disposed: Promise<void> | undefined;
    const outcome = await engine.engine.exportCapture(
      session.file,
      { ...toMemory, output },
      { onProgress: () => void (disposed ??= engine.engine.dispose()) },
    );
    await disposed;
    assert.deepEqual(outcome, { outcome: 'cancelled' });
    assert.deepEqual(
      readdirSync(engine.directory).filter((name) => !name.includes('.sqlite')),
      [],
    );
  });

  describe('of a request with credentials', () => {
    let redirecting: Server;
    let origin: string;

    before(async () => {
      redirecting = createServer((request, response) => {
        if (request.url?.startsWith('/first') === true) {
          response.writeHead(302, { location: '/second?token=hush4', 'set-cookie': 'sid=hush5' }).end();
        } else {
          response.writeHead(200, { 'content-type': 'text/event-stream', 'set-cookie': 'sid=hush5' });
          response.end('data: x\n\n');
        }
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => redirecting.once('listening', resolve));
      origin = `127.0.0.1:${(redirecting.address() as AddressInfo).port}`;
    });

    after(async () => {
      redirecting.closeAllConnections();
      await new Promise((resolve) => redirecting.close(resolve));
    });

    it('holds none of them, in no format', async () => {
      const session = engine.open(`http://user:hush1@${origin}/first?access_token=hush2`, {
        headers: { 'X-Api-Key': 'hush3', Cookie: 'a=hush6', 'X-Mine': 'hush7' },
        secretHeaders: ['x-mine'],
        reconnect: { enabled: false },
      });
      await until(session, ({ state }) => state.name === 'finished');
      for (const format of exportFormatIds) {
        const text = await textOf(session.file, { format });
        assert.ok(text.includes('x'), text);
        assert.doesNotMatch(text, /hush/, format);
      }
      await session.close();
      assert.doesNotMatch(readFileSync(session.file, 'latin1'), /hush/);
    });
  });
});
