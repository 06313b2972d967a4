import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { Session } from '../../src/engine/session.ts';
import { startEngine, until } from '../support/engineHarness.ts';
import { until as seen } from '../support/until.ts';
import type { EngineHarness } from '../support/engineHarness.ts';
import { listenOnLoopback } from './loopbackServer.ts';
import type { LoopbackServer } from './loopbackServer.ts';
import { readEvents } from './readEvents.ts';

const protocolVersion = '2025-11-25';
const sessionId = 'the-session';
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'interop', version: '1' } },
};
const postHeaders = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
const laterHeaders = { 'mcp-session-id': sessionId, 'mcp-protocol-version': protocolVersion };

/** Keeps every message, so that a client that was cut off can read on. */
class History implements EventStore {
  readonly #events: { readonly stream: string; readonly message: JSONRPCMessage }[] = [];

  storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
    this.#events.push({ stream, message });
    return Promise.resolve(String(this.#events.length));
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const last = Number(lastEventId);
    const stream = this.#events[last - 1]?.stream ?? '';
    for (const [at, event] of this.#events.entries()) {
      if (at >= last && event.stream === stream) {
        await send(String(at + 1), event.message);
      }
    }
    return stream;
  }
}

describe('a server of the MCP SDK', () => {
  let engine: EngineHarness;
  let mcp: McpServer;
  let server: LoopbackServer;
  let url: string;
  /** The requests with the method GET. */
  let listening: { readonly lastEventId: string | undefined; readonly response: ServerResponse }[];

  beforeEach(async () => {
    engine = await startEngine();
    listening = [];
    mcp = new McpServer({ name: 'under test', version: '1' }, { capabilities: { logging: {} } });
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => sessionId,
      eventStore: new History(),
      retryInterval: 30,
    });
    await mcp.connect(transport);
    server = await listenOnLoopback(
      createServer((request: IncomingMessage, response: ServerResponse) => {
        if (request.url === '/no-listening' && request.method === 'GET') {
          response.writeHead(405, { allow: 'POST' }).end();
          return;
        }
        if (request.method === 'GET') {
          listening.push({ lastEventId: request.headersDistinct['last-event-id']?.[0], response });
        }
        void transport.handleRequest(request, response);
      }),
    );
    url = `http://${server.host}/mcp`;
  });

  afterEach(async () => {
    await engine.dispose();
    await mcp.close();
    await server.close();
  });

  const post = (message: object, headers: Readonly<Record<string, string>> = laterHeaders): Session =>
    engine.open(url, { method: 'POST', headers: { ...postHeaders, ...headers }, body: JSON.stringify(message) });

  async function initialized(): Promise<void> {
    const session = post(initialize, {});
    await until(session, ({ state }) => state.name === 'finished');
    await session.close();
  }

  const log = (number: number) => mcp.server.sendLoggingMessage({ level: 'info', data: { number } });

  async function numbers(session: Session): Promise<readonly unknown[]> {
    return (await readEvents(session))
      .filter(({ data }) => data !== '')
      .map(({ data }) => (JSON.parse(data) as { params: { data: { number: number } } }).params.data.number);
  }

  it('answers an initialize by POST with a stream: an empty priming event, the answer, then the end', async () => {
    const session = post(initialize, {});
    const { state, warnings, retryMs } = await until(session, ({ state }) => state.name === 'finished');
    assert.deepEqual(state, { name: 'finished', reason: 'not-repeated' });
    const [priming, answer, ...more] = await readEvents(session);
    assert.deepEqual(priming, { type: 'message', id: '1', data: '' });
    assert.equal(answer?.id, '2');
    const { id, result } = JSON.parse(answer.data) as { id: number; result: { protocolVersion: string } };
    assert.deepEqual([id, result.protocolVersion], [1, protocolVersion]);
    assert.deepEqual(more, []);
    assert.deepEqual([warnings, retryMs], [0, 30]);
  });

  it('tells of its own accord over GET, and is resumed by Last-Event-ID without a loss or a repetition', async () => {
    await initialized();
    const session = engine.open(url, { headers: laterHeaders, reconnect: { delayMs: 20 } });
    await seen('the stream', () => listening.length === 1);
    await until(session, ({ state }) => state.name === 'open');
    await log(1);
    await log(2);
    await until(session, ({ kinds }) => kinds.event === 2);
    for (let next = 3; next <= 8; next += 2) {
      const { length } = listening;
      const last = session.snapshot().lastEventId;
      listening.at(-1)?.response.destroy();
      // Sent while nobody listens: the event store has to bring it.
      await log(next);
      await seen('the next request', () => listening.length > length);
      assert.equal(listening.at(-1)?.lastEventId, last);
      await until(session, ({ state, kinds }) => state.name === 'open' && kinds.event === next);
      await log(next + 1);
      await until(session, ({ kinds }) => kinds.event === next + 1);
    }
    assert.deepEqual(await numbers(session), [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('says with 405 that it does not speak unasked, and the session ends with that', async () => {
    const session = engine.open(`http://${server.host}/no-listening`, { headers: laterHeaders });
    const { state } = await until(session, ({ state }) => state.name === 'failed');
    assert.ok(state.name === 'failed');
    assert.deepEqual([state.problem.code, state.problem.status], ['bad-status', 405]);
    assert.equal(session.snapshot().attempts, 1);
  });

  it('tells in JSON why it refuses, and the session keeps it', async () => {
    await initialized();
    const session = engine.open(url, { headers: { ...laterHeaders, 'mcp-session-id': 'another' } });
    const { state } = await until(session, ({ state }) => state.name === 'failed');
    assert.ok(state.name === 'failed');
    assert.deepEqual([state.problem.status, state.problem.contentType], [404, 'application/json']);
    assert.match(state.problem.bodyHead, /Session not found/);
  });
});
