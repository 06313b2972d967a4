import { existsSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNpm } from './npm.mjs';
import { ownNode, root } from './paths.mjs';
import { endEverything, endOnSignals, isEnding, leaveParent, startChild } from './processes.mjs';
import { SetupError, describeError, step } from './progress.mjs';

/**
 * The way from a fresh clone to a Node with all dependencies. This module and what it imports use nothing but Node's own
 * modules, and run on every Node that the project supports.
 */

const oldestNode = 20;

/**
 * Runs a script's main function in the project's own Node with the locked dependencies in place. Where that is not so
 * yet, makes it so and starts the script again.
 *
 * @param {string} scriptUrl `import.meta.url` of the script.
 * @param {(args: string[]) => Promise<number | undefined>} main Resolves to the exit code; `undefined` leaves the
 *   process running.
 */
export async function runScript(scriptUrl, main) {
  endOnSignals();
  process.on('uncaughtException', (error) => void endInFailure(error));
  try {
    await ensureDependencies();
    const isOwnNode = realpathSync(process.execPath) === realpathSync(ownNode);
    const code = isOwnNode ? await main(process.argv.slice(2)) : await runInOwnNode(scriptUrl);
    if (code !== undefined) {
      await endEverything();
      process.exitCode = code;
      leaveParent();
    }
  } catch (error) {
    if (isEnding()) {
      // A signal ends what the script waits for: that is no failure, and its handler ends this process.
      return;
    }
    await endInFailure(error);
  }
}

/** @param {unknown} error */
async function endInFailure(error) {
  console.error(`\n${describeError(error)}`);
  await endEverything();
  process.exit(1);
}

/** @param {string} scriptUrl */
async function runInOwnNode(scriptUrl) {
  const child = startChild(ownNode, [fileURLToPath(scriptUrl), ...process.argv.slice(2)], {
    inheritOutput: true,
    // It has children of its own to end.
    graceMs: 20_000,
    // When this process is killed, the child notices and ends what it started.
    ipc: true,
  });
  const { code, signal } = await child.exited;
  if (signal !== null) {
    console.error(`The script was ended by ${signal}.`);
  }
  return code ?? 1;
}

async function ensureDependencies() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode) {
    throw new SetupError(
      `Node ${oldestNode} or later is needed; this is Node ${process.versions.node}.`,
      'Install a newer Node, for example from nodejs.org or with a version manager, and try again.',
    );
  }
  if (await dependenciesAreCurrent()) {
    return;
  }
  await step('Installing the dependencies (npm ci)', () =>
    // Development dependencies are what the scripts need, whatever NODE_ENV says.
    runNpm(['ci', '--include=dev'], root, 'the dependencies'),
  );
  if (!existsSync(ownNode)) {
    throw new SetupError(
      'The npm package "node" was installed without its program.',
      'Its install script has to run: check "ignore-scripts" in npm\'s settings (npm config get ignore-scripts).',
    );
  }
}

/**
 * Compares what npm says it installed with what the lockfile asks for; npm writes the former at the end of an install,
 * so an interrupted one does not count.
 */
async function dependenciesAreCurrent() {
  try {
    const wanted = await readLockedPackages(path.join(root, 'package-lock.json'));
    const installed = await readLockedPackages(path.join(root, 'node_modules/.package-lock.json'));
    const isCurrent = (/** @type {[string, LockedPackage]} */ [name, entry]) =>
      name === '' || entry.optional || installed[name]?.version === entry.version;
    return existsSync(ownNode) && Object.entries(wanted).every(isCurrent);
  } catch {
    // One of the two files is missing or unreadable.
    return false;
  }
}

/** @typedef {{ version?: string, optional?: boolean }} LockedPackage */

/**
 * @param {string} file
 * @returns {Promise<Record<string, LockedPackage>>}
 */
async function readLockedPackages(file) {
  return JSON.parse(await readFile(file, 'utf8')).packages;
}
