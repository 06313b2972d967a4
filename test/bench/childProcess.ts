import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';

/** Starts a module as a process of its own. */
export function forkModule(module: URL, args: readonly string[] = []): ChildProcess {
  return fork(module, args, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** The first message of a process. Rejects if it ends without one. */
export async function firstMessage(child: ChildProcess): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(
        new Error(`${child.spawnargs[1] ?? 'child'} ended without a result (${signal ?? `exit code ${String(code)}`})`),
      );
    });
  });
}

/** Runs a client in a fresh process and returns what it measured. */
export async function runClient<T>(module: URL, args: readonly (string | number)[]): Promise<T> {
  const child = forkModule(module, args.map(String));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const result = (await firstMessage(child)) as T;
  await exited;
  return result;
}

/** For clients: hands the result to the parent and ends, whatever still runs. */
export function report(result: object): void {
  process.send?.(result, () => process.exit());
}
