import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownNode, root } from './paths.mjs';
import { startChild, temporaryFolder } from './processes.mjs';
import { resultsVariable } from './results.mjs';

const timeLimitMs = 15 * 60_000;
const script = fileURLToPath(new URL('runMocha.mjs', import.meta.url));

/**
 * Runs a layer of plain mocha tests in a process of its own.
 *
 * @param {string} layer
 * @returns {Promise<import('./results.mjs').TestResults>}
 */
export async function runMochaLayer(layer) {
  const resultsFile = path.join(await temporaryFolder('results'), 'results.json');
  const child = startChild(ownNode, ['--disable-warning=ExperimentalWarning', script, layer], {
    cwd: root,
    env: { [resultsVariable]: resultsFile },
    inheritOutput: true,
    ipc: true,
    graceMs: 20_000,
  });
  const timer = setTimeout(() => void child.end(), timeLimitMs);
  const { code, signal } = await child.exited;
  clearTimeout(timer);
  return readResults(resultsFile, `It ended ${signal === null ? `with code ${code}` : `by ${signal}`}.`);
}

/**
 * @param {string} file
 * @param {string} how How the process ended that should have written it.
 * @returns {Promise<import('./results.mjs').TestResults>}
 */
export async function readResults(file, how) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new Error(`The tests crashed before their end. ${how}`);
  }
}
