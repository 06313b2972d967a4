import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ConnectionChange } from '../../src/core/connection/connectionChange.ts';
import { recordKinds } from '../../src/core/record/recordKind.ts';
import type { RecordRow } from '../../src/core/record/record.ts';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import { createEngine } from '../../src/engine/main.ts';
import type { Engine, Session, SessionOptions } from '../../src/engine/session.ts';

/** How long a condition may take before a test gives up, milliseconds. */
const patienceMs = 15_000;

/** The engine as the tests use it: from its sources, with a folder of its own. */
export interface EngineHarness {
  readonly engine: Engine;
  readonly directory: string;
  open(url: string, options?: Partial<SessionOptions>): Session;
  dispose(): Promise<void>;
}

export async function startEngine(): Promise<EngineHarness> {
  const engine = createEngine({
    workerFile: path.join(import.meta.dirname, '../../src/store/captureWorker.ts'),
    searchWorkerFile: path.join(import.meta.dirname, '../../src/store/searchWorker.ts'),
    exportWorkerFile: path.join(import.meta.dirname, '../../src/store/exportWorker.ts'),
  });
  const directory = await mkdtemp(path.join(os.tmpdir(), 'sse-debugger-'));
  return {
    engine,
    directory,
    open: (url, options = {}) => engine.openSession({ url, directory, ...options }),
    dispose: async () => {
      await engine.dispose();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Waits until a snapshot of the session fulfils the condition; without one in time it shows the last. */
export async function until(
  session: Session,
  condition: (snapshot: SessionSnapshot) => boolean,
): Promise<SessionSnapshot> {
  return new Promise((resolve, reject) => {
    let unsubscribe: () => void = () => undefined;
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new assert.AssertionError({ message: `Never came true: ${JSON.stringify(session.snapshot())}` }));
    }, patienceMs);
    const check = (snapshot: SessionSnapshot): void => {
      if (condition(snapshot)) {
        clearTimeout(timer);
        unsubscribe();
        resolve(snapshot);
      }
    };
    unsubscribe = session.onDidChange(check);
    check(session.snapshot());
  });
}

export async function allRows(session: Session): Promise<readonly RecordRow[]> {
  return (await session.records({ kinds: recordKinds, first: 0, count: 2000 })).rows;
}

/** The changes of the connection so far, in order. */
export async function changes(session: Session): Promise<readonly ConnectionChange[]> {
  return (await allRows(session)).flatMap(({ connection }) => (connection === null ? [] : [connection]));
}

/** The data of the events so far, as far as rows show it. */
export async function eventPreviews(session: Session): Promise<readonly string[]> {
  return (await allRows(session)).filter(({ kind }) => kind === 'event').map(({ preview }) => preview);
}
