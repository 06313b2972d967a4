import { report } from '../childProcess.ts';
import { watchLoad } from '../load.ts';
import { formatId } from '../streamEvents.ts';
import { loadEngine, settled, verifyCommitted, verifyStored, warmUp } from './engineModule.ts';

/** This engine with many sessions at once: from before the requests until all events of all are committed. */
const [server = '', ...numbers] = process.argv.slice(2);
const [sessionCount = 0, events = 0, rate = 0] = numbers.map(Number);

const { engine, directory } = loadEngine();
await warmUp(engine, server, directory);

const stopWatching = watchLoad();
const start = performance.now();
const sessions = Array.from({ length: sessionCount }, () =>
  engine.openSession({
    url: `${server}/paced?events=${events}&rate=${rate}`,
    directory,
    reconnect: { enabled: false },
  }),
);
await Promise.all(
  sessions.map(async (session) => {
    await settled(session);
    await verifyCommitted(session, events, formatId(events - 1));
  }),
);
const seconds = (performance.now() - start) / 1000;
const load = stopWatching();
for (const session of sessions) {
  await session.close();
  verifyStored(session.file, events);
}
report({ seconds, load });
