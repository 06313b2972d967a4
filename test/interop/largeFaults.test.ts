import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describeProblem } from '../../src/core/words/problem.ts';
import type { Problem } from '../../src/core/connection/problem.ts';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { Session } from '../../src/engine/session.ts';
import { allRows, startEngine } from '../support/engineHarness.ts';
import type { EngineHarness } from '../support/engineHarness.ts';
import { english } from '../support/english.ts';
import { until as seen } from '../support/until.ts';
import { startRawServer, streamHead } from '../unit/net/rawServer.ts';
import type { RawServer } from '../unit/net/rawServer.ts';

const mebibyte = 1024 * 1024;
/** The longest block that is read. Bytes. */
const blockLimit = 64 * mebibyte;
/** The block is there as bytes, as a joined line, as text and as what it is copied to: a few times its size, and no more. */
const memoryLimit = 12 * blockLimit;
const patienceMs = 45_000;

describe('a session whose server sends too much', function () {
  this.timeout(90_000);
  let engine: EngineHarness;
  let server: RawServer;
  /** Highest resident memory of this process, above what it was before. Bytes. */
  let peakBytes: () => number;
  let stopWatching: () => void;

  beforeEach(async () => {
    engine = await startEngine();
    const before = process.memoryUsage.rss();
    let highest = before;
    const timer = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 20);
    peakBytes = () => highest - before;
    stopWatching = () => clearInterval(timer);
  });

  afterEach(async () => {
    stopWatching();
    await engine.dispose();
    await server.close();
  });

  const reach = (session: Session, what: string, condition: (snapshot: SessionSnapshot) => boolean) =>
    seen(what, () => condition(session.snapshot()) && session.snapshot(), patienceMs);

  async function failure(session: Session): Promise<Problem> {
    const { state } = await reach(session, 'the failure', (snapshot) => snapshot.state.name === 'failed');
    assert.ok(state.name === 'failed');
    return state.problem;
  }

  async function assertTooLong(session: Session): Promise<void> {
    const problem = await failure(session);
    assert.equal(problem.code, 'block-too-long');
    const { happened, meaning, remedy } = describeProblem(problem, english);
    assert.match(happened, /^A block is longer than the limit: 6\d.* MB without its end$/);
    assert.match(meaning, /fill the memory/);
    assert.match(remedy, /raw bytes/);
    const dropped = (await allRows(session)).find(({ kind }) => kind === 'dropped');
    assert.ok((dropped?.size ?? 0) > blockLimit, 'what came is kept');
    assert.ok(peakBytes() < memoryLimit, `${peakBytes() / mebibyte} MiB`);
  }

  /** Writes as quickly as the client reads, until it goes. */
  async function pour(socket: Socket, bytes: Uint8Array, times: number): Promise<void> {
    const closed = once(socket, 'close');
    for (let round = 0; round < times && !socket.destroyed; round += 1) {
      await Promise.race([new Promise((resolve) => socket.write(bytes, resolve)), closed]);
    }
  }

  it('ends a line that has no end, and keeps its bytes', async () => {
    server = await startRawServer((socket) => {
      socket.write(streamHead());
      void pour(socket, Buffer.alloc(mebibyte, 'x'), Infinity);
    });
    await assertTooLong(engine.open(server.url()));
    await seen('the end of the connection', () => server.open === 0);
  });

  it('ends a coded body that grows a thousandfold without an end of a line', async () => {
    // A GiB in a MiB: members that each stand for 16 MiB.
    const member = gzipSync(Buffer.alloc(16 * mebibyte, 'x'));
    server = await startRawServer((socket) => {
      socket.write(streamHead('Content-Encoding: gzip'));
      void pour(socket, member, 64);
    });
    await assertTooLong(engine.open(server.url()));
  });

  it('reads a coded body that grows a thousandfold to its end where it is events', async () => {
    const count = 64_000;
    const coded = gzipSync(`data: ${'x'.repeat(992)}\n\n`.repeat(count));
    server = await startRawServer((socket) =>
      socket.end(Buffer.concat([Buffer.from(streamHead('Content-Encoding: gzip')), coded])),
    );
    const session = engine.open(server.url(), { reconnect: { enabled: false } });
    const { kinds, bytes } = await reach(session, 'the end', ({ state }) => state.name === 'finished');
    assert.deepEqual([kinds.event, bytes], [count, count * 1000]);
    assert.ok(coded.length < bytes / 200);
    assert.ok(peakBytes() < memoryLimit, `${peakBytes() / mebibyte} MiB`);
  });

  it('takes a line of nearly 64 MiB for the event that it is', async () => {
    const length = blockLimit - mebibyte;
    server = await startRawServer((socket) => {
      socket.write(`${streamHead()}data: `);
      void pour(socket, Buffer.alloc(mebibyte, 'y'), length / mebibyte).then(() => socket.end('\n\n'));
    });
    const session = engine.open(server.url(), { reconnect: { enabled: false } });
    const { kinds } = await reach(session, 'the end', ({ state }) => state.name === 'finished');
    assert.equal(kinds.event, 1);
    const event = (await allRows(session)).find(({ kind }) => kind === 'event');
    assert.equal(event?.size, length);
    const detail = await session.record(event.seq, { dataLength: 10, rawLength: 20 });
    assert.deepEqual([detail?.data, detail?.dataLength, detail?.rawLength], ['y'.repeat(10), length, length + 8]);
    assert.ok(peakBytes() < memoryLimit, `${peakBytes() / mebibyte} MiB`);
  });

  it('takes a million data lines for one event', async () => {
    const lines = 1_000_000;
    server = await startRawServer((socket) => {
      socket.write(streamHead());
      void pour(socket, Buffer.from('data: z\n'.repeat(10_000)), lines / 10_000).then(() => socket.end('\n'));
    });
    const session = engine.open(server.url(), { reconnect: { enabled: false } });
    const { kinds } = await reach(session, 'the end', ({ state }) => state.name === 'finished');
    assert.equal(kinds.event, 1);
    const event = (await allRows(session)).find(({ kind }) => kind === 'event');
    const detail = await session.record(event?.seq ?? 0);
    assert.equal(detail?.dataLength, 2 * lines - 1);
    assert.ok(detail.data.startsWith('z\nz\nz'));
  });

  it('reads a hundred thousand chunks of one byte', async () => {
    const text = Array.from(
      { length: 4000 },
      (_, at) => `id: ${String(at + 1).padStart(4, '0')}\ndata: event ${at + 1}\n\n`,
    ).join('');
    const bytes = Buffer.from(text).subarray(0, 100_000);
    server = await startRawServer((socket) => {
      socket.write(streamHead('Transfer-Encoding: chunked'));
      const chunked = Buffer.concat([...bytes].map((byte) => Buffer.from([0x31, 13, 10, byte, 13, 10])));
      socket.write(Buffer.concat([chunked, Buffer.from('0\r\n\r\n')]));
    });
    const session = engine.open(server.url(), { reconnect: { enabled: false } });
    const { kinds, bytes: read } = await reach(session, 'the end', ({ state }) => state.name === 'finished');
    assert.equal(read, 100_000);
    assert.equal(kinds.event, bytes.toString().split('\n\n').length - 1);
    const { rows } = await session.records({ kinds: ['event'], first: kinds.event - 1, count: 1 });
    assert.equal(rows[0]?.preview, `event ${kinds.event}`);
  });

  it('keeps an id of a MiB and sends it again, and the list shows a short piece of it', async () => {
    const id = `${'i'.repeat(mebibyte)}!`;
    server = await startRawServer((socket) => {
      socket.write(`${streamHead()}retry: 1\nid: ${id}\ndata: x\n\n`);
      socket.end();
    });
    const session = engine.open(server.url());
    await seen('the second request', () => server.heads.length >= 2, patienceMs);
    await session.disconnect();
    const sent = /^last-event-id: (.*)$/im.exec(server.heads[1] ?? '')?.[1];
    assert.equal(sent?.length, id.length);
    assert.ok(sent === id);
    const event = (await allRows(session)).find(({ kind }) => kind === 'event');
    assert.ok((event?.id.length ?? 0) < 10_000);
  });
});
