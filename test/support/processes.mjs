import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync, realpathSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Child processes and temporary folders, and the promise that none of them outlives this process: whatever is begun
 * here is ended by `endEverything`, in reverse order.
 */

const isWindows = process.platform === 'win32';
const defaultGraceMs = 5000;
const parentCheckMs = 250;

/** @type {Set<() => Promise<void>>} */
const endings = new Set();

/** @type {Promise<void> | undefined} */
let ending;

/**
 * Registers what has to be undone at the end. The function returned does it now.
 *
 * @param {() => Promise<void>} end
 * @returns {() => Promise<void>}
 */
export function atEnd(end) {
  const once = async () => {
    if (endings.delete(once)) {
      await end();
    }
  };
  endings.add(once);
  return once;
}

/** Ends all that was begun, the newest first. Calling it again waits for the first call. */
export function endEverything() {
  ending ??= (async () => {
    for (const end of [...endings].reverse()) {
      await end().catch((/** @type {unknown} */ error) => console.error(error));
    }
  })();
  return ending;
}

/** Whether everything is being ended, or has been. */
export function isEnding() {
  return ending !== undefined;
}

/**
 * Makes SIGINT, SIGTERM, SIGHUP and the loss of the parent end everything and then this process. A second signal while
 * that is under way changes nothing, so that an impatient Ctrl-C leaves no orphans.
 */
export function endOnSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      void endEverything().then(() => process.exit(128 + constants.signals[signal]));
    });
  }
  process.on('disconnect', endAtOnce);
  // Who reads the output may stop doing so, as `head` does: that ends nothing.
  process.stdout.on('error', () => undefined);
  if (process.env['npm_lifecycle_event'] !== undefined && !process.connected) {
    // Between npm and this process stands a shell, which passes on neither a signal nor the news that npm is gone.
    const atStart = ancestors();
    setInterval(() => {
      if (ancestors() !== atStart) {
        endAtOnce();
      }
    }, parentCheckMs).unref();
  }
}

/** The parent of this process and, where the system tells it in a file, the parent's parent. */
function ancestors() {
  try {
    const status = readFileSync(`/proc/${process.ppid}/status`, 'utf8');
    return `${process.ppid} ${/^PPid:\s*(\d+)/m.exec(status)?.[1]}`;
  } catch {
    return String(process.ppid);
  }
}

/** Closes the channel to the parent, which would keep this process running. The parent is not lost by that. */
export function leaveParent() {
  process.off('disconnect', endAtOnce);
  process.disconnect?.();
}

function endAtOnce() {
  void endEverything().then(() => process.exit(1));
}

/**
 * @param {string} name
 * @returns {Promise<string>} A new folder that is gone at the end.
 */
export async function temporaryFolder(name) {
  // The real path: on macOS the temporary folder is a link, and VS Code compares paths as text.
  const folder = await mkdtemp(path.join(realpathSync(tmpdir()), `sse-debugger-${name}-`));
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return folder;
}

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] Added to the environment of this process.
 * @property {boolean} [shell]
 * @property {boolean} [inheritOutput] Whether the child writes to the terminal itself; its output is not kept then.
 * @property {number} [graceMs] How long it may take to end when asked to.
 * @property {(text: string) => void} [onOutput] Called for all output as it comes.
 * @property {boolean} [ipc] Whether the child is a Node process that can be told that this process is gone.
 */

/**
 * A child process with all of its own children.
 *
 * @typedef {object} Child
 * @property {import('node:child_process').ChildProcess} process
 * @property {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} exited Never rejects; a command that cannot
 *   be started has the code 127.
 * @property {() => string} output What it wrote so far to both streams.
 * @property {() => Promise<void>} end Asks it to end, insists after some seconds, and waits until it has.
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 * @returns {Child}
 */
export function startChild(command, args, options = {}) {
  const streams = options.inheritOutput ? 'inherit' : 'pipe';
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    shell: options.shell ?? false,
    // A group of its own, so that the end of the child is the end of its children too.
    detached: !isWindows,
    windowsHide: true,
    stdio: options.ipc ? ['pipe', streams, streams, 'ipc'] : ['pipe', streams, streams],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
      options.onOutput?.(text);
    });
  }
  // A child that is gone no longer reads: that is no error of ours.
  child.stdin?.on('error', () => undefined);
  const exited = /** @type {Child['exited']} */ (
    new Promise((resolve) => {
      child.once('error', (error) => {
        output += `${error.message}\n`;
        resolve({ code: 127, signal: null });
      });
      child.once('close', (code, signal) => resolve({ code, signal }));
    })
  );
  const end = atEnd(async () => {
    await endProcess(child, exited, options.graceMs ?? defaultGraceMs);
  });
  void exited.then(end);
  return { process: child, exited, output: () => output, end };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<unknown>} exited
 * @param {number} graceMs
 */
async function endProcess(child, exited, graceMs) {
  if (child.pid === undefined) {
    return;
  }
  signalGroup(child.pid, 'SIGTERM');
  const insist = setTimeout(() => signalGroup(/** @type {number} */ (child.pid), 'SIGKILL'), graceMs);
  await exited;
  clearTimeout(insist);
  // The child itself is gone; what it left running of its group goes too.
  signalGroup(child.pid, 'SIGKILL');
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  if (isWindows) {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => {
      // Nothing more can be done.
    });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 */
export async function run(command, args, options = {}) {
  const child = startChild(command, args, options);
  child.process.stdin?.end();
  const { code, signal } = await child.exited;
  return { code, signal, output: child.output() };
}
