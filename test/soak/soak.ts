import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { Engine, Session } from '../../src/engine/session.ts';
import { firstMessage, forkModule } from '../bench/childProcess.ts';
import { loadEngine, settled } from '../bench/clients/engineModule.ts';
import { describeMachine, formatCount, formatMiB, formatRatio } from '../bench/format.ts';
import { random } from './random.ts';
import type { Random } from './random.ts';
import { readResources } from './resources.ts';
import type { Resources } from './resources.ts';
import { finishMessage, soakStreams } from './soakStream.ts';
import type { SoakTruth } from './soakStream.ts';
import { verifyCapture } from './verifyCapture.ts';

/**
 * `npm run soak -- [--minutes N] [--seed N]`: many cuts, resumes, bursts, redirects and codings over several sessions at
 * once, with a user who reconnects, disconnects, reads, and opens and deletes short captures. At the end every numbered
 * event is there exactly once in each session, or as often as the server was told to repeat it; memory and handles are
 * where they began. Ends with code 1 if not.
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  throw new RangeError('--minutes must be a number above 0, --seed a whole number');
}

/** Growth that is not counted as a leak: what an allocator keeps, and code that is compiled late. Bytes. */
const heapToleranceBytes = 12 * 1024 * 1024;
const residentToleranceBytes = 48 * 1024 * 1024;
/** From this length of a run on, its resident memory has to be steady. Minutes. */
const steadyMinutes = 5;
/** What the server's breaks look like before a head and in a body. */
const expectedFailures: readonly string[] = ['cut', 'reset', 'no-response'];
const actionMs = 150;
const finishLimitMs = 60_000;
/** Idle sockets of node's own agent live 5 s; nothing else may take longer to go. */
const settleLimitMs = 20_000;

interface Tally {
  readonly actions: Record<string, number>;
  failures: number;
  /** Resident memory after each action. */
  readonly residentBytes: number[];
}

console.log(describeMachine());
console.log(`soak: ${minutes} min, ${soakStreams.length} sessions, seed ${seed}`);
const server = forkModule(new URL('./server.ts', import.meta.url), [String(seed)]);
try {
  const origin = String(await firstMessage(server));
  // Starts node's own pool of threads, which never ends.
  await stat(import.meta.filename);
  const beforeEngine = readResources();
  const { engine, directory } = loadEngine();
  // All code is loaded and compiled, and the capture thread runs, before anything is compared.
  for (let round = 0; round < 20; round += 1) {
    await shortSession(engine, origin, directory);
  }
  const before = await settledResources(undefined);

  const tally: Tally = { actions: {}, failures: 0, residentBytes: [] };
  const sessions = soakStreams.map(({ key }) =>
    engine.openSession({ url: `${origin}/stream/${key}`, directory, title: `stream ${key}` }),
  );
  const unsubscribe = sessions.map((session) => keepGoing(session, tally));
  await act(engine, sessions, origin, directory, tally);

  server.send(finishMessage);
  const limit = AbortSignal.timeout(finishLimitMs);
  for (const session of sessions) {
    while (session.snapshot().state.name !== 'finished') {
      if (limit.aborted) {
        throw new Error(`not finished after ${finishLimitMs / 1000} s: ${JSON.stringify(session.snapshot())}`);
      }
      await delay(20);
    }
  }
  server.send('truth');
  const truth = (await firstMessage(server)) as SoakTruth;
  const snapshots = sessions.map((session) => session.snapshot());
  await verify(sessions, truth);
  unsubscribe.forEach((end) => end());
  for (const session of sessions) {
    await session.close();
  }
  printActions(tally, truth, snapshots);
  const after = await settledResources(before);
  await engine.dispose();
  const end = await settledResources(beforeEngine);
  const problems = [
    ...compareResources('after the sessions', before, after),
    ...compareResources('after the engine', beforeEngine, end),
    ...steady(tally.residentBytes),
  ];
  for (const problem of problems) {
    console.error(`  NOT AS IT BEGAN: ${problem}`);
  }
  process.exitCode = problems.length > 0 ? 1 : 0;
} catch (error) {
  console.error(`seed ${seed}:`, error);
  process.exitCode = 1;
} finally {
  server.disconnect();
}
// Whatever still runs is a fault that has been reported.
process.exit();

/** A session that never worked since its user reconnected fails for good at the next fault: the user tries again. */
function keepGoing(session: Session, tally: Tally): () => void {
  return session.onDidChange(({ state }) => {
    // Any other failure stays, and is found where the end of the session is awaited.
    if (state.name === 'failed' && expectedFailures.includes(state.problem.code)) {
      tally.failures += 1;
      session.reconnect();
    }
  });
}

/** What a user does, until the time is over. */
async function act(
  engine: Engine,
  sessions: readonly Session[],
  origin: string,
  directory: string,
  tally: Tally,
): Promise<void> {
  const choice = random(seed + 1);
  const endAt = performance.now() + minutes * 60_000;
  let nextLine = performance.now() + 60_000;
  while (performance.now() < endAt) {
    const session = sessions[choice.below(sessions.length)] ?? sessions[0];
    if (session !== undefined) {
      const action = await userAction(choice, session, () => shortSession(engine, origin, directory));
      tally.actions[action] = (tally.actions[action] ?? 0) + 1;
    }
    tally.residentBytes.push(process.memoryUsage.rss());
    if (performance.now() > nextLine) {
      nextLine += 60_000;
      const events = sessions.reduce((sum, each) => sum + each.snapshot().kinds.event, 0);
      console.log(`  ${formatCount(events)} events, ${formatMiB(process.memoryUsage.rss())} resident`);
    }
    await delay(actionMs);
  }
}

async function userAction(choice: Random, session: Session, openShort: () => Promise<void>): Promise<string> {
  const { event } = session.snapshot().kinds;
  const action = choice.pick(['reconnect', 'disconnect', 'window', 'window', 'record', 'timeline', 'short'] as const);
  switch (action) {
    case 'reconnect':
      session.reconnect();
      break;
    case 'disconnect':
      await session.disconnect();
      session.reconnect();
      break;
    case 'window':
      await session.records({ kinds: ['event'], first: choice.below(event + 1), count: 200 });
      break;
    case 'record':
      await session.record(1 + choice.below(event + 1));
      break;
    case 'timeline':
      await session.timeline(300);
      break;
    case 'short':
      await openShort();
      break;
  }
  return action;
}

/** A capture that is made, read, closed and deleted. */
async function shortSession(engine: Engine, origin: string, directory: string): Promise<void> {
  const session = engine.openSession({ url: `${origin}/short`, directory, reconnect: { enabled: false } });
  const { kinds } = await settled(session);
  if (kinds.event !== 10) {
    throw new Error(`${kinds.event} of 10 events in a short session`);
  }
  await session.close();
  await engine.deleteCapture(session.file);
}

async function verify(sessions: readonly Session[], { generated }: SoakTruth): Promise<void> {
  console.log('  mode       generated    captured  repeated  attempts  dropped  events / generated');
  for (const [at, stream] of soakStreams.entries()) {
    const session = sessions[at];
    const count = generated[at] ?? 0;
    if (session === undefined || count === 0) {
      throw new Error(`nothing was generated for stream ${at}`);
    }
    const { events, repeated, attempts, dropped } = await verifyCapture(session, stream, count);
    const columns = [
      formatCount(count).padStart(12),
      formatCount(events).padStart(12),
      formatCount(repeated).padStart(10),
      formatCount(attempts).padStart(10),
      formatCount(dropped).padStart(9),
      formatRatio((events - repeated) / count).padStart(20),
    ];
    console.log(`  ${stream.mode.padEnd(9)}${columns.join('')}`);
  }
}

function printActions(tally: Tally, truth: SoakTruth, snapshots: readonly SessionSnapshot[]): void {
  const { requests, redirects, ended, broken } = truth;
  console.log(`  the server: ${requests} requests, ${redirects} redirects, ${ended} ends, ${broken} breaks`);
  console.log(`  the user: ${JSON.stringify(tally.actions)}, ${tally.failures} failures tried again`);
  const bytes = snapshots.reduce((sum, snapshot) => sum + snapshot.bytes, 0);
  console.log(`  decoded bytes: ${formatMiB(bytes)}`);
}

/** Resources once nothing goes away any more; with something to compare to, as soon as its handles are reached. */
async function settledResources(aim: Resources | undefined): Promise<Resources> {
  const endAt = performance.now() + (aim === undefined ? settleLimitMs / 2 : settleLimitMs);
  for (;;) {
    const now = readResources();
    const isThere = aim !== undefined && compareHandles('', aim, now).length === 0;
    if (isThere || performance.now() > endAt) {
      return now;
    }
    await delay(200);
  }
}

function compareHandles(when: string, before: Resources, after: Resources): string[] {
  const count = ({ active }: Resources): number => Object.values(active).reduce((sum, kinds) => sum + kinds, 0);
  return [
    ...((after.descriptors ?? 0) > (before.descriptors ?? 0)
      ? [`${when} ${after.descriptors} descriptors, not ${before.descriptors}`]
      : []),
    ...((after.threads ?? 0) > (before.threads ?? 0)
      ? [`${when} ${after.threads} threads, not ${before.threads}`]
      : []),
    ...(count(after) > count(before)
      ? [`${when} active ${JSON.stringify(after.active)}, not ${JSON.stringify(before.active)}`]
      : []),
  ];
}

function compareResources(when: string, before: Resources, after: Resources): string[] {
  console.log(`  ${when}:`);
  const line = (name: string, from: number, to: number): void =>
    console.log(`    ${name}: ${formatMiB(from)} before, ${formatMiB(to)} after (${formatRatio(to / from)})`);
  line('heap', before.heapBytes, after.heapBytes);
  line('outside the heap', before.externalBytes, after.externalBytes);
  line('resident', before.residentBytes, after.residentBytes);
  console.log(
    `    descriptors ${before.descriptors} and ${after.descriptors}, threads ${before.threads} and ${after.threads}, ` +
      `active ${JSON.stringify(before.active)} and ${JSON.stringify(after.active)}`,
  );
  return [
    ...compareHandles(when, before, after),
    ...grown(`${when} the heap`, before.heapBytes, after.heapBytes, heapToleranceBytes),
    ...grown(`${when} memory outside the heap`, before.externalBytes, after.externalBytes, heapToleranceBytes),
  ];
}

/**
 * Whether resident memory is in the last quarter of the run what it was in the second, by their medians. It never comes
 * back to what it was before: V8 and the allocator keep pages that nobody uses. In the first minutes they still take them.
 * Of 325 MB after a minute's run, glibc's malloc_trim gave 111 MB back, and a young generation of 4 MB took 58 MB less.
 */
function steady(residentBytes: readonly number[]): string[] {
  const median = (from: number, to: number): number =>
    [...residentBytes]
      .slice(Math.floor(from * residentBytes.length), Math.floor(to * residentBytes.length))
      .sort((a, b) => a - b)
      .at(Math.floor(((to - from) * residentBytes.length) / 2)) ?? 0;
  const [early, late] = [median(0.25, 0.5), median(0.75, 1)];
  const peak = residentBytes.reduce((most, bytes) => Math.max(most, bytes), 0);
  console.log(
    `  resident while it ran: ${formatMiB(early)} in the second quarter, ${formatMiB(late)} in the last ` +
      `(${formatRatio(late / early)}), at most ${formatMiB(peak)}`,
  );
  return minutes < steadyMinutes ? [] : grown('while it ran resident memory', early, late, residentToleranceBytes);
}

function grown(name: string, from: number, to: number, tolerance: number): string[] {
  return to - from > tolerance ? [`${name} grew from ${formatMiB(from)} to ${formatMiB(to)}`] : [];
}
