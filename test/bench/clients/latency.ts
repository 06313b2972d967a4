import { DatabaseSync } from 'node:sqlite';
import { monotonicMs } from '../clock.ts';
import { report } from '../childProcess.ts';
import { formatId } from '../streamEvents.ts';
import { loadEngine, settled, verifyCommitted, warmUp } from './engineModule.ts';

/**
 * The time from a server's write to the committed record. Commits are seen from outside, through a connection of our
 * own to the capture file: asking the session would make it commit.
 */
const [server = '', ...numbers] = process.argv.slice(2);
const [events = 0, rate = 0, skipped = 0] = numbers.map(Number);
const pollMs = 1;

const { engine, directory } = loadEngine();
await warmUp(engine, server, directory);

const session = engine.openSession({
  url: `${server}/stamped?events=${events}&rate=${rate}`,
  directory,
  reconnect: { enabled: false },
});
await new Promise<void>((resolve) => {
  const unsubscribe = session.onDidChange(({ kinds }) => {
    if (kinds.event > 0) {
      unsubscribe();
      resolve();
    }
  });
});

const capture = new DatabaseSync(session.file, { readOnly: true });
const newest = capture.prepare('SELECT max(seq) AS seq FROM record');
/** By sequence number, the time at which the record was first seen committed. */
const committed: number[] = [];
const poll = setInterval(() => {
  const seq = Number(newest.get()?.['seq'] ?? 0);
  const now = monotonicMs();
  while (committed.length <= seq) {
    committed.push(now);
  }
}, pollMs);
await settled(session);
await verifyCommitted(session, events, formatId(events - 1));
clearInterval(poll);
capture.close();

const latencies: number[] = [];
for (const [seq, seen] of committed.entries()) {
  const record = await session.record(seq);
  if (record?.row.kind === 'event') {
    const { sent } = JSON.parse(record.data) as { sent: number };
    latencies.push(seen - sent);
  }
}
await session.close();
report({ latencies: latencies.slice(skipped) });
