import { report } from '../childProcess.ts';
import { watchLoad } from '../load.ts';
import { formatId } from '../streamEvents.ts';
import { loadEngine, settled, verifyCommitted, verifyStored, warmUp } from './engineModule.ts';

/** This engine: from before the request until all events are committed and read back. */
const [server = '', events = ''] = process.argv.slice(2);
const count = Number(events);

const { engine, directory } = loadEngine();
await warmUp(engine, server, directory);

const stopWatching = watchLoad();
const start = performance.now();
const session = engine.openSession({
  url: `${server}/burst?events=${count}`,
  directory,
  reconnect: { enabled: false },
});
await settled(session);
await verifyCommitted(session, count, formatId(count - 1));
const seconds = (performance.now() - start) / 1000;
const load = stopWatching();
await session.close();
verifyStored(session.file, count);
report({ seconds, load });
