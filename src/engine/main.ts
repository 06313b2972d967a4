import path from 'node:path';
import { StreamEngine } from './streamEngine.ts';
import type { Engine, Session, SessionOptions } from './session.ts';

export type { Engine, Session, SessionOptions } from './session.ts';

/**
 * Makes an engine. Nothing runs before its first session.
 *
 * @param options.workerFile Script of the capture thread. Default: `captureWorker.js` beside this module.
 * @param options.searchWorkerFile Script of the search threads. Default: `searchWorker.js` beside this module.
 * @param options.exportWorkerFile Script of the export threads. Default: `exportWorker.js` beside this module.
 */
export function createEngine(
  options: {
    readonly workerFile?: string;
    readonly searchWorkerFile?: string;
    readonly exportWorkerFile?: string;
  } = {},
): Engine {
  return new StreamEngine({
    workerFile: options.workerFile ?? path.join(import.meta.dirname, 'captureWorker.js'),
    searchWorkerFile: options.searchWorkerFile ?? path.join(import.meta.dirname, 'searchWorker.js'),
    exportWorkerFile: options.exportWorkerFile ?? path.join(import.meta.dirname, 'exportWorker.js'),
  });
}

/** Opens a session on an engine of its own, which ends with the session's `close`. For scripts. */
export function openSession(options: SessionOptions): Session {
  const engine = createEngine();
  const session = engine.openSession(options);
  const close = session.close.bind(session);
  session.close = async () => {
    await close();
    await engine.dispose();
  };
  return session;
}
