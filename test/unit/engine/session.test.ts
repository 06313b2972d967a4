import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { recordKinds } from '../../../src/core/record/recordKind.ts';
import type { Problem } from '../../../src/core/connection/problem.ts';
import type { Session } from '../../../src/engine/session.ts';
import { allRows, changes, eventPreviews, startEngine, until } from '../../support/engineHarness.ts';
import type { EngineHarness } from '../../support/engineHarness.ts';
import { startSseServer } from '../../support/sseServer.ts';
import type { SseServer } from '../../support/sseServer.ts';

async function failure(session: Session): Promise<Problem> {
  const { state } = await until(session, ({ state }) => state.name === 'failed');
  assert.ok(state.name === 'failed');
  const last = (await changes(session)).at(-1);
  assert.equal(last?.change, 'failed', 'the failure is the last record');
  return state.problem;
}

describe('a session', function () {
  this.timeout(20_000);
  let engine: EngineHarness;
  let server: SseServer;

  beforeEach(async () => {
    [engine, server] = await Promise.all([startEngine(), startSseServer()]);
  });

  afterEach(async () => {
    await engine.dispose();
    await server.close();
  });

  it('records each kind of line and every change of the connection in the order of arrival', async () => {
    const session = engine.open(server.url('/kinds'));
    await until(session, ({ kinds }) => kinds.event === 1);
    assert.deepEqual(
      (await allRows(session)).map(({ kind, connection }) => connection?.change ?? kind),
      ['connecting', 'opened', 'comment', 'retry', 'id', 'invalid', 'event'],
    );
  });

  it('keeps the records of a body that comes one byte at a time', async () => {
    const whole = engine.open(server.url('/ends?count=5'), { reconnect: { enabled: false } });
    const bytes = engine.open(server.url('/bytes?count=5'), { reconnect: { enabled: false } });
    await Promise.all([whole, bytes].map((session) => until(session, ({ state }) => state.name === 'finished')));
    assert.deepEqual(await eventPreviews(bytes), await eventPreviews(whole));
    assert.equal((await eventPreviews(bytes)).length, 5);
  });

  it('says how much has come of a block that lacks its empty line, and for how long nothing has', async () => {
    const session = engine.open(server.url('/pending'));
    const pending = Buffer.byteLength('data: never\n: a comment\ndata: fin');
    await until(session, ({ pendingBytes, silenceMs }) => pendingBytes === pending && silenceMs > 0);
    await session.disconnect();
    const { pendingBytes, silenceMs } = session.snapshot();
    assert.deepEqual({ pendingBytes, silenceMs }, { pendingBytes: 0, silenceMs: 0 });
  });

  it('counts the streams that are open to its origin', async () => {
    const sessions = ['a', 'b'].map((name) => engine.open(server.url(`/open?${name}`)));
    await Promise.all(sessions.map((session) => until(session, ({ state }) => state.name === 'open')));
    assert.deepEqual(
      sessions.map((session) => session.snapshot().streamsToOrigin),
      [2, 2],
    );
    await sessions[0]?.disconnect();
    assert.deepEqual(
      sessions.map((session) => session.snapshot().streamsToOrigin),
      [0, 1],
    );
  });

  it('reconnects after the end of a stream with the last event ID and the retry time of the stream', async () => {
    const session = engine.open(server.url('/ends?count=3&retry=20'));
    await until(session, ({ attempts, state }) => attempts >= 2 && state.name === 'waiting');
    const requests = server.requests('/ends');
    assert.equal(requests[0]?.headers['last-event-id'], undefined);
    assert.equal(requests[1]?.headers['last-event-id'], '3');
    const waiting = (await changes(session)).find(({ change }) => change === 'waiting');
    assert.ok(waiting?.change === 'waiting');
    assert.equal(waiting.delayMs, 20);
    assert.equal(waiting.reason, 'retry-field');
  });

  it('sends the last event ID it is given with the first request', async () => {
    const session = engine.open(server.url('/open'), { lastEventId: 'ü7' });
    await until(session, ({ state }) => state.name === 'open');
    const sent = server.requests('/open')[0]?.headers['last-event-id'];
    assert.equal(Buffer.from(String(sent), 'latin1').toString('utf8'), 'ü7');
  });

  it('does not repeat a POST unasked', async () => {
    const session = engine.open(server.url('/ends'), { method: 'POST', body: '{}' });
    const { state } = await until(session, ({ state }) => state.name === 'finished');
    assert.deepEqual(state, { name: 'finished', reason: 'not-repeated' });
    session.reconnect();
    await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'finished');
    assert.deepEqual(
      server.requests('/ends').map(({ method }) => method),
      ['POST', 'POST'],
    );
  });

  it('stops for good when it is disconnected, also while it waits', async () => {
    const session = engine.open(server.url('/ends?retry=30'));
    await until(session, ({ state }) => state.name === 'waiting');
    await session.disconnect();
    const requests = server.requests('/ends').length;
    // By the time that another session has waited as long twice, this one would have come back.
    const other = engine.open(server.url('/bytes?count=1'), { reconnect: { delayMs: 30 } });
    await until(other, ({ attempts }) => attempts === 3);
    assert.equal(server.requests('/ends').length, requests);
    assert.equal((await changes(session)).at(-1)?.change, 'stopped');
  });

  it('reconnects from the event that came last, however near to the end of the body it is asked to', async () => {
    for (let turns = 0; turns < 24; turns += 1) {
      const path = `/ends?count=200&turns=${turns}`;
      const session = engine.open(server.url(path), { reconnect: { delayMs: 60_000 } });
      await until(session, ({ state }) => state.name !== 'connecting');
      for (let turn = 0; turn < turns; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      session.reconnect();
      await until(session, ({ attempts }) => attempts === 2);
      const rows = await allRows(session);
      const second = rows.findIndex(
        ({ connection }) => connection?.change === 'connecting' && connection.attempt === 2,
      );
      const last = rows.slice(0, second).findLast(({ kind }) => kind === 'event');
      const change = rows[second]?.connection;
      assert.ok(change?.change === 'connecting');
      assert.equal(change.lastEventId, last?.id ?? '', `after ${turns} turns of the event loop`);
      await session.close();
    }
  });

  it('reconnects at once when it is asked to, from the event that came last', async () => {
    const session = engine.open(server.url('/ticker?interval=5'));
    await until(session, ({ kinds }) => kinds.event >= 3);
    session.reconnect();
    await until(session, ({ attempts, kinds }) => attempts === 2 && kinds.event >= 6);
    await session.disconnect();
    const ids = (await allRows(session)).filter(({ kind }) => kind === 'event').map(({ id }) => Number(id));
    assert.deepEqual(
      ids,
      ids.map((_, at) => at + 1),
    );
  });

  it('records a block that the end of the stream leaves unfinished as dropped', async () => {
    const session = engine.open(server.url('/unfinished'), { reconnect: { enabled: false } });
    await until(session, ({ state }) => state.name === 'finished');
    const dropped = (await allRows(session)).find(({ kind }) => kind === 'dropped');
    assert.deepEqual(dropped?.diagnostics, ['unfinished-block']);
    const detail = await session.record(dropped.seq);
    assert.equal(Buffer.from(detail?.raw ?? []).toString(), 'data: never finis');
  });

  it('keeps what came before a connection broke in the middle of an event, says so, and connects again', async () => {
    const session = engine.open(server.url('/broken-off'), { reconnect: { delayMs: 10 } });
    await until(session, ({ attempts }) => attempts >= 2);
    await session.disconnect();
    const rows = await allRows(session);
    assert.deepEqual(
      rows.slice(0, 6).map(({ kind, connection }) => connection?.change ?? kind),
      ['connecting', 'opened', 'event', 'dropped', 'cut', 'waiting'],
    );
    const cut = rows[4]?.connection;
    assert.ok(cut?.change === 'cut');
    assert.equal(cut.problem.code, 'cut');
    assert.equal(cut.problem.systemCode, 'ECONNRESET');
  });

  it('fails with the status and the beginning of the body when the status is no success', async () => {
    const problem = await failure(engine.open(server.url('/status?code=503')));
    assert.equal(problem.code, 'bad-status');
    assert.equal(problem.status, 503);
    assert.match(problem.bodyHead, /overloaded/);
    assert.equal(server.requests('/status').length, 1);
  });

  it('fails with the type and the beginning of the body when the body is no stream', async () => {
    const problem = await failure(engine.open(server.url('/html')));
    assert.equal(problem.code, 'wrong-content-type');
    assert.equal(problem.contentType, 'text/html');
    assert.match(problem.bodyHead, /Sign in/);
  });

  it('fails when nothing listens at the address', async () => {
    const unused = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => unused.once('listening', resolve));
    const { port } = unused.address() as AddressInfo;
    await new Promise((resolve) => unused.close(resolve));
    const problem = await failure(engine.open(`http://127.0.0.1:${port}/`));
    assert.equal(problem.code, 'refused');
    assert.equal(problem.systemCode, 'ECONNREFUSED');
    assert.equal(problem.subject, `127.0.0.1:${port}`);
  });

  it('fails when the host is unknown', async () => {
    const problem = await failure(engine.open('http://no-such-host.invalid/'));
    assert.equal(problem.code, 'unknown-host');
  });

  it('fails when the server does not speak TLS', async () => {
    const problem = await failure(engine.open(server.url('/open').replace('http:', 'https:')));
    assert.equal(problem.code, 'tls');
  });

  it('fails when nobody vouches for the certificate of the server, and names the reason', async () => {
    const folder = path.join(import.meta.dirname, '../../support/tls');
    const [key, cert] = await Promise.all(
      ['key.pem', 'certificate.pem'].map((file) => readFile(path.join(folder, file))),
    );
    const secure = https.createServer({ key, cert }, (_, response) => response.end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => secure.once('listening', resolve));
    const problem = await failure(engine.open(`https://127.0.0.1:${(secure.address() as AddressInfo).port}/`));
    secure.close();
    assert.equal(problem.code, 'tls');
    assert.equal(problem.systemCode, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('fails when the server does not speak HTTP', async () => {
    const plain = net.createServer((socket) => socket.end('220 ready\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => plain.once('listening', resolve));
    const problem = await failure(engine.open(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/`));
    plain.close();
    assert.equal(problem.code, 'not-http');
  });

  it('fails without a request when the URL is none, or has another scheme', async () => {
    assert.equal((await failure(engine.open('http://'))).code, 'bad-url');
    const problem = await failure(engine.open('ftp://example.com/'));
    assert.equal(problem.code, 'unsupported-scheme');
    assert.equal(problem.subject, 'ftp');
  });

  it('fails when a header cannot be sent', async () => {
    const problem = await failure(engine.open(server.url('/open'), { headers: { 'x-name': 'a\nb' } }));
    assert.equal(problem.code, 'bad-request');
  });

  it('finishes on status 204', async () => {
    const session = engine.open(server.url('/status?code=204'));
    const { state } = await until(session, ({ state }) => state.name === 'finished');
    assert.deepEqual(state, { name: 'finished', reason: 'no-content' });
  });

  it('follows a redirect without taking credentials to another origin', async () => {
    const redirecting = http
      .createServer((_, response) => response.writeHead(307, { location: server.url('/open') }).end())
      .listen(0, '127.0.0.1');
    await new Promise((resolve) => redirecting.once('listening', resolve));
    const session = engine.open(`http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/`, {
      headers: { Authorization: 'Bearer secret', 'X-Api-Key': 'secret', 'Accept-Language': 'en' },
    });
    await until(session, ({ state }) => state.name === 'open');
    redirecting.close();
    const headers = server.requests('/open')[0]?.headers;
    assert.equal(headers?.authorization, undefined);
    assert.equal(headers?.['x-api-key'], undefined);
    assert.equal(headers?.['accept-language'], 'en');
  });

  it('never shows or stores credentials of the URL, and sends them', async () => {
    const url = server.url('/open?token=abc').replace('http://', 'http://user:pass@');
    const session = engine.open(url);
    const { url: shown } = await until(session, ({ state }) => state.name === 'open');
    assert.doesNotMatch(shown, /user|pass|abc/);
    const request = server.requests('/open')[0];
    assert.equal(request?.headers.authorization, `Basic ${Buffer.from('user:pass').toString('base64')}`);
  });

  it('hides records by clear and shows them again by undo', async () => {
    const session = engine.open(server.url('/many?count=2500'));
    await until(session, ({ kinds }) => kinds.event === 2500);
    await session.clear();
    assert.deepEqual(session.snapshot().records, 0);
    assert.equal((await session.records({ kinds: recordKinds, first: 0, count: 10 })).total, 0);
    await session.undoClear();
    assert.equal(session.snapshot().kinds.event, 2500);
    const { rows } = await session.records({ kinds: ['event'], first: 2490, count: 100 });
    assert.equal(rows.length, 10);
  });

  it('answers windows of some kinds at any position', async () => {
    const session = engine.open(server.url('/many?count=5000'));
    await until(session, ({ kinds }) => kinds.event === 5000);
    const { total, rows } = await session.records({ kinds: ['event'], first: 4321, count: 3 });
    assert.equal(total, 5000);
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['4322', '4323', '4324'],
    );
    assert.ok(rows.every(({ gap }) => gap !== null));
  });

  it('is there again with all its records when its capture is opened later', async () => {
    const session = engine.open(server.url('/many?count=3000'));
    await until(session, ({ kinds }) => kinds.event === 3000);
    await session.close();
    const again = await engine.engine.openCapture(session.file);
    const { kinds, state, types, lastEventId } = again.snapshot();
    assert.equal(kinds.event, 3000);
    assert.equal(state.name, 'stopped');
    assert.equal(types[0]?.count, 3000);
    assert.equal(lastEventId, '3000');
    const { rows } = await again.records({ kinds: ['event'], first: 2999, count: 1 });
    assert.equal(rows[0]?.id, '3000');
  });

  it('can be reconnected when its capture is opened later, with the ID it had', async () => {
    const session = engine.open(server.url('/ends?count=4'), { reconnect: { enabled: false } });
    await until(session, ({ state }) => state.name === 'finished');
    await session.close();
    const again = await engine.engine.openCapture(session.file);
    again.reconnect();
    await until(again, ({ attempts, state }) => attempts === 2 && state.name === 'finished');
    assert.equal(server.requests('/ends')[1]?.headers['last-event-id'], '4');
  });

  it('asks for the secrets of its URL when it is to be reconnected without them', async () => {
    const url = server.url('/ends?count=1&token=abc');
    const session = engine.open(url, { reconnect: { enabled: false } });
    await until(session, ({ state }) => state.name === 'finished');
    await session.close();
    const without = await engine.engine.openCapture(session.file);
    without.reconnect();
    assert.equal((await failure(without)).code, 'secrets-not-kept');
    await without.close();
    const withUrl = await engine.engine.openCapture(session.file, { url });
    withUrl.reconnect();
    await until(withUrl, ({ state, kinds }) => state.name === 'finished' && kinds.event === 2);
  });

  it('sends an ID that it was given until the stream sets one', async () => {
    const session = engine.open(server.url('/no-ids'), { lastEventId: 'TOKEN' });
    await until(session, ({ attempts, state }) => attempts >= 3 && state.name === 'waiting');
    assert.deepEqual(
      server.requests('/no-ids').map(({ headers }) => headers['last-event-id']),
      server.requests('/no-ids').map(() => 'TOKEN'),
    );
    const event = (await allRows(session)).find(({ kind }) => kind === 'event');
    assert.equal(event?.id, 'TOKEN');
    assert.equal(event.ownId, false);
  });

  it('goes on without the header when no header can carry the ID, and marks the record', async () => {
    const session = engine.open(server.url('/unsendable-id'));
    await until(session, ({ attempts, state }) => attempts >= 2 && state.name === 'waiting');
    assert.equal(server.requests('/unsendable-id')[1]?.headers['last-event-id'], undefined);
    const event = (await allRows(session)).find(({ kind }) => kind === 'event');
    assert.deepEqual(event?.diagnostics, ['id-not-sendable']);
  });

  it('does what was asked last: a disconnect after a reconnect stops', async () => {
    const session = engine.open(server.url('/open'));
    await until(session, ({ state }) => state.name === 'open');
    session.reconnect();
    await session.disconnect();
    await session.records({ kinds: ['event'], first: 0, count: 1 });
    assert.equal(session.snapshot().state.name, 'stopped');
    assert.equal(server.requests('/open').length, 1);
  });

  it('leaves no request behind when it is closed while it reconnects', async () => {
    const session = engine.open(server.url('/ticker'));
    await until(session, ({ state }) => state.name === 'open');
    session.reconnect();
    await Promise.all([session.close(), session.close()]);
    session.reconnect();
    const other = engine.open(server.url('/ends?count=1'), { reconnect: { enabled: false } });
    await until(other, ({ state }) => state.name === 'finished');
    assert.ok(server.requests('/ticker').every(({ isOpen }) => !isOpen));
  });

  it('tells how long a silent stream has been open, and draws it open until now', async () => {
    const session = engine.open(server.url('/open'));
    await until(session, ({ state }) => state.name === 'open');
    const { durationMs } = await until(session, ({ durationMs }) => durationMs > 1200);
    const last = (await session.timeline(100)).spans.at(-1);
    assert.equal(last?.state, 'open');
    assert.ok(last.end >= durationMs);
  });

  it('goes on when a listener fails', async () => {
    const session = engine.open(server.url('/ends?count=3'), { reconnect: { enabled: false } });
    session.onDidChange(() => {
      throw new Error('a fault of the listener');
    });
    await until(session, ({ state, kinds }) => state.name === 'finished' && kinds.event === 3);
  });

  it('reads a compressed body, and takes one that is cut off for broken', async () => {
    const session = engine.open(server.url('/gzip?count=50'), { reconnect: { enabled: false } });
    await until(session, ({ state, kinds }) => state.name === 'finished' && kinds.event === 50);
    const cut = engine.open(server.url('/gzip?count=50&cut'), { reconnect: { enabled: false } });
    assert.equal((await failure(cut)).code, 'cut');
  });

  it('fails honestly at a block without end, and keeps its bytes', async () => {
    const session = engine.open(server.url('/endless-block'));
    const problem = await failure(session);
    assert.equal(problem.code, 'block-too-long');
    const dropped = (await allRows(session)).find(({ kind }) => kind === 'dropped');
    assert.ok((dropped?.size ?? 0) > 64 * 1024 * 1024);
  });

  it('takes a percent sign in the password of a URL for itself', async () => {
    const session = engine.open(server.url('/open').replace('http://', 'http://user:100%@'));
    await until(session, ({ state }) => state.name === 'open');
    const sent = server.requests('/open')[0]?.headers.authorization;
    assert.equal(sent, `Basic ${Buffer.from('user:100%').toString('base64')}`);
  });

  it('tells where the bytes of a record are, byte for byte', async () => {
    const session = engine.open(server.url('/kinds'));
    await until(session, ({ kinds }) => kinds.event === 1);
    const rows = (await allRows(session)).filter(({ kind }) => kind !== 'connection');
    const details = await Promise.all(rows.map(({ seq }) => session.record(seq)));
    assert.equal(
      details.map((detail) => Buffer.from(detail?.raw ?? []).toString()).join(''),
      ': a comment\n\nretry: 1500\n\nid: only\n\nno such field: x\n\nevent: named\ndata: an event\n\n',
    );
    assert.equal(details.at(-1)?.data, 'an event');
  });
});
