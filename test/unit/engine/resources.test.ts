import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { allRows, eventPreviews, startEngine, until } from '../../support/engineHarness.ts';
import { startSseServer } from '../../support/sseServer.ts';
import type { SseServer } from '../../support/sseServer.ts';
import { until as untilTrue } from '../../support/until.ts';

/** What a process holds at the moment. */
function held(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
  if (existsSync('/proc/self/fd')) {
    counts['files'] = readdirSync('/proc/self/fd').length;
    counts['threads'] = readdirSync('/proc/self/task').length;
  }
  return counts;
}

describe('the resources of sessions', function () {
  this.timeout(60_000);
  let server: SseServer;

  beforeEach(async () => {
    server = await startSseServer();
  });

  afterEach(() => server.close());

  it('are all given back, however often sessions are opened, reconnected, left waiting and closed', async () => {
    const round = async (): Promise<void> => {
      const engine = await startEngine();
      const open = engine.open(server.url('/ticker?interval=5'), { reconnect: { deadAfterMs: 60_000 } });
      const waiting = engine.open(server.url('/ends?count=2'), { reconnect: { delayMs: 60_000 } });
      await until(open, ({ kinds }) => kinds.event >= 2);
      await until(waiting, ({ state }) => state.name === 'waiting');
      open.reconnect();
      await until(open, ({ attempts, state }) => attempts === 2 && state.name === 'open');
      await open.close();
      await engine.dispose();
      await untilTrue('the requests are over', () => server.requests().every(({ isOpen }) => !isOpen));
    };
    // What is made once and kept, such as agents and threads of the pool, is there after the first rounds.
    await round();
    await round();
    const before = held();
    for (let rounds = 0; rounds < 6; rounds += 1) {
      await round();
    }
    const moreThanBefore = (): readonly string[] =>
      Object.entries(held())
        // Requests of the file system are under way at any moment.
        .filter(([name, count]) => name !== 'FSReqPromise' && count > (before[name] ?? 0))
        .map(([name, count]) => `${name}: ${count}, before: ${before[name] ?? 0}`);
    await untilTrue('as little is held as before', () => moreThanBefore().length === 0).catch(() =>
      assert.deepEqual(moreThanBefore(), []),
    );
  });

  it('may be short: a full disk stops the recording, what is there stays, and it goes on once there is room', async function () {
    const mountPoint = await mkdtemp(path.join(os.tmpdir(), 'sse-debugger-small-'));
    const mount = (options: string): void => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', mountPoint], { stdio: 'ignore' });
    };
    try {
      mount('size=3m');
    } catch {
      await rm(mountPoint, { recursive: true });
      // Mounting takes privileges that tests mostly do not have; "stops when it cannot be written to" always runs.
      this.skip();
    }
    const engine = await startEngine();
    try {
      const directory = path.join(mountPoint, 'captures');
      mkdirSync(directory);
      const session = engine.open(server.url('/many?count=100000'), { directory });
      const { state } = await until(session, ({ state }) => state.name === 'failed');
      assert.ok(state.name === 'failed');
      assert.equal(state.problem.code, 'store');
      assert.match(state.problem.detail, /disk is full|disk I\/O error/);
      const kept = await eventPreviews(session);
      assert.equal(kept[0], 'event 1');
      mount('remount,size=64m');
      session.reconnect();
      await until(session, ({ kinds }) => kinds.event >= 100_000);
      assert.equal((await allRows(session)).find(({ kind }) => kind === 'event')?.preview, 'event 1');
      await session.close();
    } finally {
      await engine.dispose();
      execFileSync('umount', [mountPoint]);
      await rm(mountPoint, { recursive: true });
    }
  });
});
