import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { recordKinds } from '../../../src/core/record/recordKind.ts';
import { allRows, changes, eventPreviews, startEngine, until } from '../../support/engineHarness.ts';
import type { EngineHarness } from '../../support/engineHarness.ts';
import { until as eventually } from '../../support/until.ts';
import { startSseServer } from '../../support/sseServer.ts';
import type { SseServer } from '../../support/sseServer.ts';

describe('a capture', function () {
  this.timeout(30_000);
  let engine: EngineHarness;
  let server: SseServer;

  beforeEach(async () => {
    [engine, server] = await Promise.all([startEngine(), startSseServer()]);
  });

  afterEach(async () => {
    await engine.dispose();
    await server.close();
  });

  it('has one session in an engine, however often it is opened', async () => {
    const session = engine.open(server.url('/ticker?interval=5'));
    await until(session, ({ kinds }) => kinds.event >= 2);
    assert.equal(await engine.engine.openCapture(session.file), session);
    await session.close();
    const [one, other] = await Promise.all([
      engine.engine.openCapture(session.file),
      engine.engine.openCapture(session.file),
    ]);
    assert.equal(one, other);
  });

  it('can be described without being opened or changed', async () => {
    const session = engine.open(server.url('/many?count=10'));
    await until(session, ({ kinds }) => kinds.event === 10);
    assert.equal((await engine.engine.describeCapture(session.file)).state.name, 'open');
    await session.close();
    const before = await readFile(session.file);
    const described = await engine.engine.describeCapture(session.file);
    assert.equal(described.kinds.event, 10);
    assert.equal(described.state.name, 'stopped');
    assert.deepEqual(await readFile(session.file), before);
  });

  it('belongs to one engine at a time', async () => {
    const session = engine.open(server.url('/many?count=10'));
    await until(session, ({ kinds }) => kinds.event === 10);
    const other = await startEngine();
    try {
      await assert.rejects(other.engine.openCapture(session.file), { code: 'capture-in-use' });
      await assert.rejects(other.engine.deleteCapture(session.file), { code: 'capture-in-use' });
      assert.equal((await other.engine.describeCapture(session.file)).kinds.event, 10);
    } finally {
      await other.dispose();
    }
  });

  it('survives that its process is killed in the middle of a block, and says so', async () => {
    const script = path.join(import.meta.dirname, '../../support/captureForever.ts');
    const child = fork(script, [engine.directory, server.url('/pending')], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [file] = (await once(child, 'message')) as [string];
    child.kill('SIGKILL');
    await once(child, 'exit');
    const session = await engine.engine.openCapture(file);
    assert.deepEqual(await eventPreviews(session), ['whole']);
    const rows = await allRows(session);
    const dropped = rows.find(({ kind }) => kind === 'dropped');
    assert.ok(dropped);
    const detail = await session.record(dropped.seq);
    assert.equal(Buffer.from(detail?.raw ?? []).toString(), 'data: never\n: a comment\ndata: fin');
    assert.equal((await changes(session)).at(-1)?.change, 'interrupted');
    assert.equal((await session.attempt(1))?.end, 'interrupted');
    assert.equal(session.snapshot().state.name, 'stopped');
    session.reconnect();
    await until(session, ({ kinds }) => kinds.event === 2);
  });

  it('has lost at most the last second when its process is killed, and no event before', async () => {
    const sentAt: number[] = [];
    const stream = http.createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': begins\n');
      const timer = setInterval(() => {
        sentAt.push(performance.now());
        response.write(`id: ${sentAt.length}\ndata: event ${sentAt.length}\n\n`);
      }, 2);
      response.on('close', () => clearInterval(timer));
      response.on('error', () => undefined);
    });
    stream.listen(0, '127.0.0.1');
    await once(stream, 'listening');
    const script = path.join(import.meta.dirname, '../../support/captureForever.ts');
    const { port } = stream.address() as AddressInfo;
    const child = fork(script, [engine.directory, `http://127.0.0.1:${port}/`], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [file] = (await once(child, 'message')) as [string];
    await eventually('two seconds of events', () => performance.now() - (sentAt[0] ?? Infinity) > 2000);
    const killedAt = performance.now();
    child.kill('SIGKILL');
    await once(child, 'exit');
    stream.closeAllConnections();
    stream.close();
    const session = await engine.engine.openCapture(file);
    const { kinds } = session.snapshot();
    const { rows } = await session.records({ kinds: ['event'], first: 0, count: kinds.event });
    assert.deepEqual(
      rows.map(({ id }) => Number(id)),
      rows.map((_, at) => at + 1),
    );
    const due = sentAt.filter((at) => at < killedAt - 1000).length;
    assert.ok(due > 100, `only ${due} events were sent before the last second`);
    assert.ok(rows.length >= due, `${rows.length} of ${due} events that were sent before the last second`);
  });

  it('keeps the last event ID over clear, close and reopening', async () => {
    const session = engine.open(server.url('/ends?count=7'), { reconnect: { enabled: false } });
    await until(session, ({ state }) => state.name === 'finished');
    await session.clear();
    await session.close();
    const again = await engine.engine.openCapture(session.file);
    assert.equal(again.snapshot().lastEventId, '7');
    assert.equal(again.snapshot().records, 0);
    again.reconnect();
    await until(again, ({ kinds, state }) => state.name === 'finished' && kinds.event === 7);
    assert.equal(server.requests('/ends')[1]?.headers['last-event-id'], '7');
  });

  it('holds nothing of what was cleared when it is closed', async () => {
    const session = engine.open(server.url('/many?count=500'));
    await until(session, ({ kinds }) => kinds.event === 500);
    session.reconnect();
    await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'open');
    await session.clear();
    await session.close();
    assert.ok(!(await readFile(session.file)).includes('event 250'));
    const again = await engine.engine.openCapture(session.file);
    assert.deepEqual(
      (await again.attempts()).map(({ number }) => number),
      [2],
    );
  });

  it('counts right after several clears, an undo and reopening', async () => {
    const session = engine.open(server.url('/ends?count=5'), { reconnect: { enabled: false } });
    const round = async (): Promise<void> => {
      await until(session, ({ state }) => state.name === 'finished');
      await session.clear();
      session.reconnect();
      await until(session, ({ state, kinds }) => state.name === 'finished' && kinds.event === 5);
    };
    await round();
    await round();
    await session.clear();
    await session.undoClear();
    assert.equal(session.snapshot().kinds.event, 5);
    await session.close();
    const again = await engine.engine.openCapture(session.file);
    const { kinds, records } = again.snapshot();
    assert.equal(kinds.event, 5);
    const { total, rows } = await again.records({ kinds: recordKinds, first: 0, count: 100 });
    assert.equal(total, records);
    assert.equal(rows.length, records);
  });

  it('is left as it was when what is stored elsewhere is no capture', async () => {
    const file = path.join(engine.directory, 'foreign.sqlite');
    const foreign = new DatabaseSync(file);
    foreign.exec('CREATE TABLE theirs (a)');
    foreign.close();
    const before = await readFile(file);
    await assert.rejects(engine.engine.openCapture(file), /not a capture/);
    assert.deepEqual(await readFile(file), before);
  });

  it('whose session cannot be read is refused with the same words each time, and stays free', async () => {
    const session = engine.open(server.url('/many?count=3'));
    await until(session, ({ kinds }) => kinds.event === 3);
    await session.close();
    const database = new DatabaseSync(session.file);
    database.exec(`UPDATE info SET value = '{}' WHERE key = 'session'`);
    database.close();
    await assert.rejects(engine.engine.openCapture(session.file), /Invalid key/);
    await assert.rejects(engine.engine.openCapture(session.file), /Invalid key/);
    await engine.engine.deleteCapture(session.file);
  });

  it('is free where a killed process left its lock, also when this one has its number now', async () => {
    const session = engine.open(server.url('/many?count=3'));
    await until(session, ({ kinds }) => kinds.event === 3);
    await session.close();
    const lock = `${session.file}.lock`;
    await writeFile(lock, String(process.pid));
    await assert.rejects(engine.engine.openCapture(session.file), /in use by this window/);
    // As one of before this process began.
    await utimes(lock, 1, 1);
    const again = await engine.engine.openCapture(session.file);
    assert.equal(again.snapshot().kinds.event, 3);
  });

  it('stops when it cannot be written to, says why, keeps what it has, and goes on when asked', async () => {
    const session = engine.open(server.url('/ticker?interval=5'));
    await until(session, ({ kinds }) => kinds.event >= 3);
    const breaker = new DatabaseSync(session.file);
    // The capture thread may be writing.
    breaker.exec('PRAGMA busy_timeout = 10000');
    // What a full disk does to a write, at the same place: the statement fails.
    breaker.exec(`CREATE TRIGGER full BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'disk is full'); END`);
    const { state } = await until(session, ({ state }) => state.name === 'failed');
    assert.ok(state.name === 'failed');
    assert.equal(state.problem.code, 'store');
    assert.match(state.problem.detail, /disk is full/);
    const [stopped] = await session.attempts();
    assert.deepEqual([stopped?.end, stopped?.problem?.code], ['unreadable', 'store']);
    breaker.exec('DROP TRIGGER full');
    breaker.close();
    const kept = await eventPreviews(session);
    assert.ok(kept.length >= 3);
    session.reconnect();
    await until(session, ({ kinds }) => kinds.event > kept.length + 2);
    const [first] = await session.attempts();
    assert.deepEqual([first?.end, first?.problem?.code], ['unreadable', 'store']);
    const ids = (await allRows(session)).filter(({ kind }) => kind === 'event').map(({ id }) => Number(id));
    assert.deepEqual(
      ids,
      ids.map((_, at) => at + 1),
    );
  });

  it('is reconnected with headers for its own server only, also where its endpoint leads elsewhere by now', async () => {
    const session = engine.open(server.url('/ends?count=1'), { reconnect: { enabled: false } });
    await until(session, ({ state }) => state.name === 'finished');
    await session.close();
    const headers = { authorization: 'Bearer SECRET' };
    const requests = async (url: string): Promise<readonly (string | undefined)[]> => {
      const again = await engine.engine.openCapture(session.file, { url, headers, reconnect: { enabled: false } });
      const { attempts } = again.snapshot();
      again.reconnect();
      await until(again, ({ state, attempts: made }) => state.name === 'finished' && made === attempts + 1);
      await again.close();
      return server.requests().map(({ headers: sent }) => sent.authorization);
    };
    assert.deepEqual(await requests('https://elsewhere.example/ends?count=1'), [undefined, undefined]);
    const typed = server.url('/another/path').replace('http://', '');
    assert.deepEqual(await requests(typed), [undefined, undefined, 'Bearer SECRET']);
  });

  it('never holds credentials of the request', async () => {
    const url = server.url('/ends?token=SECRET1').replace('http://', 'http://user:SECRET2@');
    const log: string[] = [];
    const session = engine.open(url, {
      headers: { 'x-api-key': 'SECRET3' },
      reconnect: { enabled: false },
      log: (message) => log.push(message),
    });
    await until(session, ({ state }) => state.name === 'finished');
    await session.close();
    assert.doesNotMatch((await readFile(session.file)).toString('latin1'), /SECRET/);
    assert.doesNotMatch(log.join('\n') + JSON.stringify(session.snapshot()), /SECRET/);
  });
});
