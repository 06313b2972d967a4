import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runNpm } from './npm.mjs';
import { cacheFolder } from './paths.mjs';
import { atEnd } from './processes.mjs';
import { SetupError, step } from './progress.mjs';

/** The npm package that carries VS Code's server and web workbench. */
const codeServer = { version: '4.139.1', vscodeVersion: '1.139.1' };

const bytesNeeded = 1.2e9;
const partialPrefix = 'partial-';
const abandonedAfterMs = 60 * 60 * 1000;

/**
 * @typedef {object} VSCodeInstall
 * @property {string} serverMain Path of the server's script.
 * @property {string} version Version of VS Code.
 */

/**
 * The VS Code server of the cache, fetched where it is not there yet.
 *
 * @returns {Promise<VSCodeInstall>}
 */
export async function ensureVSCode() {
  const cache = cacheFolder();
  const folder = path.join(cache, `code-server-${codeServer.version}`);
  if (!existsSync(folder)) {
    await step(`Fetching VS Code ${codeServer.vscodeVersion} from npm (about 600 MB on disk, once)`, (report) =>
      install(cache, folder, report),
    );
  }
  const vscode = vscodeFolder(folder);
  const { version } = JSON.parse(await readFile(path.join(vscode, 'package.json'), 'utf8'));
  return { serverMain: path.join(vscode, 'out/server-main.js'), version };
}

/** @param {string} folder */
function vscodeFolder(folder) {
  return path.join(folder, 'node_modules/code-server/lib/vscode');
}

/**
 * Installs beside the final place and moves it there when it is complete, so that an interrupted install never counts.
 *
 * @param {string} cache
 * @param {string} folder
 * @param {(stage: string) => void} report
 */
async function install(cache, folder, report) {
  await prepareCache(cache);
  const partial = await mkdtemp(path.join(cache, partialPrefix));
  const removePartial = atEnd(() => rm(partial, { recursive: true, force: true, maxRetries: 5 }));
  try {
    await writeFile(path.join(partial, 'package.json'), '{ "private": true }\n');
    const options = ['install', '--ignore-scripts', '--engine-strict=false'];
    report('1 of 2: the server');
    await runNpm([...options, '--prefix', partial, `code-server@${codeServer.version}`], partial, 'VS Code');
    report('2 of 2: its modules');
    const vscode = vscodeFolder(partial);
    await runNpm([...options, '--omit=dev', '--prefix', vscode], vscode, "VS Code's modules");
    await rename(partial, folder).catch((/** @type {unknown} */ error) => {
      // Another process was quicker: its install is as good.
      if (!existsSync(folder)) {
        throw error;
      }
    });
  } finally {
    await removePartial();
  }
}

/** @param {string} cache */
async function prepareCache(cache) {
  try {
    await mkdir(cache, { recursive: true });
    await removeAbandonedInstalls(cache);
  } catch (error) {
    throw new SetupError(
      `The cache folder ${cache} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      'Make it writable, or name another one in the environment variable SSE_DEBUGGER_CACHE.',
    );
  }
  const { bavail, bsize } = await statfs(cache);
  if (bavail * bsize < bytesNeeded) {
    throw new SetupError(
      `The disk of ${cache} has ${Math.round((bavail * bsize) / 1e6)} MB left; VS Code needs ${bytesNeeded / 1e6} MB while it is installed.`,
      'Free some space, or name a folder on another disk in the environment variable SSE_DEBUGGER_CACHE.',
    );
  }
}

/** @param {string} cache */
async function removeAbandonedInstalls(cache) {
  for (const name of await readdir(cache)) {
    const folder = path.join(cache, name);
    if (name.startsWith(partialPrefix) && Date.now() - (await stat(folder)).mtimeMs > abandonedAfterMs) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
