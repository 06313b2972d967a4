import { report } from '../childProcess.ts';
import { loadEngine, settled, warmUp } from './engineModule.ts';

/** Makes a capture for other benchmarks, in the folder that it is told, and gives its path. */
const [server = '', events = '', directory = ''] = process.argv.slice(2);

const { engine } = loadEngine();
await warmUp(engine, server, directory);
const session = engine.openSession({
  url: `${server}/burst?events=${events}`,
  directory,
  reconnect: { enabled: false },
});
await settled(session);
await session.close();
report({ file: session.file });
