import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SessionSnapshot } from '../../../src/core/connection/sessionSnapshot.ts';
import type { TransportOptions } from '../../../src/core/connection/transportOptions.ts';
import { recordKindCodes } from '../../../src/core/record/recordKind.ts';
import { isLive } from '../../../src/core/connection/sessionSnapshot.ts';
import type { Engine, Session } from '../../../src/engine/session.ts';

interface EngineModule {
  readonly createEngine: () => Engine;
}

/** An engine as it is built, and a folder for its captures that goes with the process. */
export function loadEngine(): { readonly engine: Engine; readonly directory: string } {
  const require = createRequire(import.meta.url);
  const { createEngine } = require('../../../dist/engine.js') as EngineModule;
  const engine = createEngine();
  const directory = mkdtempSync(path.join(tmpdir(), 'sse-debugger-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return { engine, directory };
}

/** Resolves when a session has nothing more to do. Rejects if that is because it failed. */
export async function settled(session: Session): Promise<SessionSnapshot> {
  return await new Promise((resolve, reject) => {
    const look = (snapshot: SessionSnapshot): void => {
      if (isLive(snapshot.state)) {
        return;
      }
      unsubscribe();
      if (snapshot.state.name === 'failed') {
        reject(new Error(`the session failed: ${JSON.stringify(snapshot.state.problem)}`));
      } else {
        resolve(snapshot);
      }
    };
    const unsubscribe = session.onDidChange(look);
    look(session.snapshot());
  });
}

/** Throws unless all events of a stream are committed, the last one as the last, as read back from the store. */
export async function verifyCommitted(session: Session, events: number, lastId: string): Promise<void> {
  const { total, rows } = await session.records({ kinds: ['event'], first: events - 1, count: 1 });
  if (total !== events || rows[0]?.id !== lastId) {
    throw new Error(`${total} of ${events} events are committed, the last with the ID ${rows[0]?.id ?? '(none)'}`);
  }
}

/** Throws unless as many events are in a capture file; counted by SQLite itself, without the engine. */
export function verifyStored(file: string, events: number): void {
  const capture = new DatabaseSync(file, { readOnly: true });
  const stored = capture.prepare('SELECT count(*) AS events FROM record WHERE kind = ?').get(recordKindCodes.event);
  capture.close();
  if (Number(stored?.['events']) !== events) {
    throw new Error(`${String(stored?.['events'])} of ${events} events are in the capture file`);
  }
}

/** Captures one event, so that the worker runs and all code is loaded before anything is measured. */
export async function warmUp(
  engine: Engine,
  server: string,
  directory: string,
  transport: TransportOptions = {},
): Promise<void> {
  const session = engine.openSession({
    url: `${server}/burst?events=1`,
    directory,
    transport,
    reconnect: { enabled: false },
  });
  await settled(session);
  await session.records({ kinds: ['event'], first: 0, count: 1 });
  await session.close();
}
