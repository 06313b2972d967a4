import assert from 'node:assert/strict';
import { parseQuery } from '../../../src/core/query/parseQuery.ts';
import { recordKinds } from '../../../src/core/record/recordKind.ts';
import type { RecordGoal } from '../../../src/core/record/recordGoal.ts';
import type { RecordMark } from '../../../src/core/record/recordMark.ts';
import type { SearchState } from '../../../src/core/record/searchState.ts';
import type { Session } from '../../../src/engine/session.ts';
import { allRows, startEngine, until, type EngineHarness } from '../../support/engineHarness.ts';
import { startSseServer, type SseServer } from '../../support/sseServer.ts';

describe('marks of a capture', function () {
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

  async function tenEvents(): Promise<Session> {
    const session = engine.open(server.url('/many?count=10'));
    await until(session, ({ kinds }) => kinds.event === 10);
    return session;
  }

  it('are bookmarks with or without a note, in the order of their records', async () => {
    const session = await tenEvents();
    const told: (readonly RecordMark[])[] = [];
    session.onDidChangeMarks((marks) => told.push(marks));
    await session.setMarks([7], 'look here');
    await session.setMarks([3, 5], '');
    assert.deepEqual(await session.marks(), [
      { seq: 3, note: '' },
      { seq: 5, note: '' },
      { seq: 7, note: 'look here' },
    ]);
    await session.setMarks([3, 7], null);
    assert.deepEqual(told.at(-1), [{ seq: 5, note: '' }]);
  });

  it('are of records that there are', async () => {
    const session = await tenEvents();
    await session.setMarks([1, 500], '');
    assert.deepEqual(await session.marks(), [{ seq: 1, note: '' }]);
  });

  it('are kept with the capture', async () => {
    const session = await tenEvents();
    await session.setMarks([4], 'again');
    await session.close();
    const reopened = await engine.engine.openCapture(session.file);
    assert.deepEqual(await reopened.marks(), [{ seq: 4, note: 'again' }]);
  });

  it('are hidden by a clear, come back with its records, and are erased with them', async () => {
    const session = await tenEvents();
    await session.setMarks([4], 'secret words');
    await session.clear();
    assert.deepEqual(await session.marks(), []);
    await session.undoClear();
    assert.deepEqual(await session.marks(), [{ seq: 4, note: 'secret words' }]);
    await session.clear();
    await session.close();
    const reopened = await engine.engine.openCapture(session.file);
    await reopened.undoClear();
    assert.deepEqual(await reopened.marks(), []);
  });

  it('are found by is:bookmarked', async () => {
    const session = await tenEvents();
    await session.setMarks([4, 9], '');
    const query = parseQuery('is:bookmarked');
    assert.ok(query.ok);
    const state = await new Promise<SearchState>((resolve) => {
      const search = session.search((changed) => {
        if (changed.state !== 'running') {
          resolve(changed);
        }
      });
      search.look(query.query, recordKinds);
    });
    assert.deepEqual([state.state, state.matched], ['complete', 2]);
  });
});

describe('the way to the next record of a kind', function () {
  this.timeout(30_000);
  let engine: EngineHarness;
  let server: SseServer;
  let session: Session;

  before(async () => {
    [engine, server] = await Promise.all([startEngine(), startSseServer()]);
    const body = [
      'event: a\ndata: 1\n\n',
      'data: 2\n\n',
      'bad: line\n\n',
      'event: a\ndata: 4\n\n',
      ': comment\n\n',
      'data: 6\n\n',
    ];
    session = engine.open(server.url(`/raw?body=${encodeURIComponent(body.join(''))}`));
    await until(session, ({ kinds }) => kinds.event === 4);
  });

  after(async () => {
    await engine.dispose();
    await server.close();
  });

  async function find(goal: RecordGoal, seq: number, backwards = false): Promise<number | null> {
    return session.find({ goal, seq, backwards, kinds: recordKinds });
  }

  async function seqOf(preview: string): Promise<number> {
    return (await allRows(session)).find((row) => row.preview === preview)?.seq ?? 0;
  }

  it('leads to events of the same type, and ends where there is none', async () => {
    const [one, two, four, six] = await Promise.all(['1', '2', '4', '6'].map(seqOf));
    assert.ok(one !== undefined && two !== undefined && four !== undefined && six !== undefined);
    assert.equal(await find('sameType', one), four);
    assert.equal(await find('sameType', four), null);
    assert.equal(await find('sameType', four, true), one);
    assert.equal(await find('sameType', two), six, 'unnamed events are of the type message');
  });

  it('leads to diagnostics', async () => {
    const invalid = (await allRows(session)).find(({ kind }) => kind === 'invalid')?.seq;
    assert.equal(await find('diagnostic', 1), invalid);
    assert.equal(await find('diagnostic', 1000, true), invalid);
  });

  it('leads to bookmarks', async () => {
    const six = await seqOf('6');
    await session.setMarks([six], '');
    assert.equal(await find('bookmark', 1), six);
    assert.equal(await find('bookmark', six), null);
    assert.equal(await find('bookmark', six, true), null);
  });

  it('leads past kinds that are not shown', async () => {
    assert.equal(await session.find({ goal: 'diagnostic', seq: 1, backwards: false, kinds: ['event'] }), null);
  });

  it('leads to reconnects, of which the first attempt is none', async () => {
    assert.equal(await find('reconnect', 0), null);
    session.reconnect();
    await until(session, ({ attempts, state }) => attempts === 2 && state.name === 'open');
    const reconnect = (await allRows(session)).find(
      ({ connection }) => connection?.change === 'connecting' && connection.attempt === 2,
    );
    assert.equal(await find('reconnect', 0), reconnect?.seq);
  });

  it('leads over many pieces', async () => {
    const many = engine.open(server.url('/many?count=250000'));
    await until(many, ({ kinds }) => kinds.event === 250_000);
    await many.setMarks([10, 249_000], '');
    const next = await many.find({ goal: 'bookmark', seq: 10, backwards: false, kinds: ['event'] });
    assert.equal(next, 249_000);
    const previous = await many.find({ goal: 'bookmark', seq: 249_000, backwards: true, kinds: ['event'] });
    assert.equal(previous, 10);
  });
});
