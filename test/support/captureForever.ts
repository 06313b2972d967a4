import path from 'node:path';
import { createEngine } from '../../src/engine/main.ts';

/** A process that captures a stream and tells where once an event is stored: one to be killed. */
const [directory = '', url = ''] = process.argv.slice(2);
const engine = createEngine({ workerFile: path.join(import.meta.dirname, '../../src/store/captureWorker.ts') });
const session = engine.openSession({ url, directory });
const unsubscribe = session.onDidChange(({ kinds, bytes }) => {
  if (kinds.event >= 1 && kinds.comment >= 1 && bytes > 0) {
    unsubscribe();
    process.send?.(session.file);
  }
});
