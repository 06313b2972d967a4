import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ownNode } from './paths.mjs';
import { startChild, temporaryFolder } from './processes.mjs';
import { SetupError } from './progress.mjs';
import { ensureVSCode } from './vscodeInstall.mjs';

const host = '127.0.0.1';
const startLimitMs = 60_000;

/** Settings that keep the workbench to the extension and off the network. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * @typedef {object} ServerOptions
 * @property {number} [port] Default: a free one.
 * @property {Record<string, unknown>} [settings] Settings of the machine; those of a workspace override them.
 * @property {NodeJS.ProcessEnv} [env] Added to the environment of the server and its extension hosts.
 * @property {boolean} [workspaceTrust] Whether VS Code asks about trust. Default: every folder is trusted.
 */

/**
 * @typedef {object} PageOptions
 * @property {string} folder The folder to open.
 * @property {string} [extension] Folder of an extension to load from its sources.
 * @property {string} [tests] Script to run in the extension host instead of waiting for a user.
 */

/**
 * @typedef {object} VSCodeServer
 * @property {string} version Version of VS Code.
 * @property {number} port
 * @property {(options: PageOptions) => string} url Address of a workbench.
 * @property {() => string} log What the server wrote so far.
 * @property {Promise<unknown>} exited
 * @property {() => Promise<void>} stop
 */

/**
 * Starts VS Code's server with data of its own that are gone at the end.
 *
 * @param {ServerOptions} [options]
 * @returns {Promise<VSCodeServer>}
 */
export async function startVSCodeServer(options = {}) {
  const { serverMain, version } = await ensureVSCode();
  if (options.port) {
    await checkPort(options.port);
  }
  const dataFolder = await temporaryFolder('vscode');
  await writeSettings(path.join(dataFolder, 'data/Machine'), { ...quietSettings, ...options.settings });
  const args = ['--host', host, '--port', String(options.port ?? 0), '--server-data-dir', dataFolder];
  args.push('--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off');
  // Only with the driver does a built workbench take an extension under development from its address.
  args.push('--enable-smoke-test-driver');
  if (!options.workspaceTrust) {
    args.push('--disable-workspace-trust');
  }
  // Without a gallery of extensions the server asks nobody on the network.
  const env = { ...options.env, EXTENSIONS_GALLERY: '{}' };
  const child = startChild(ownNode, [serverMain, ...args], { env });
  const port = await listeningPort(child);
  return {
    version,
    port,
    url: (page) => workbenchUrl(port, page),
    log: child.output,
    exited: child.exited,
    stop: child.end,
  };
}

/**
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 */
export async function writeSettings(folder, settings) {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}

/**
 * @param {number} port
 * @param {PageOptions} page
 */
function workbenchUrl(port, { folder, extension, tests }) {
  const remote = (/** @type {string} */ file) => `vscode-remote://${host}:${port}${pathToFileURL(file).pathname}`;
  const payload = [['skipWelcome', 'true']];
  if (extension !== undefined) {
    payload.push(['extensionDevelopmentPath', remote(extension)]);
  }
  if (tests !== undefined) {
    payload.push(['extensionTestsPath', remote(tests)]);
  }
  const query = new URLSearchParams({ folder: pathToFileURL(folder).pathname, payload: JSON.stringify(payload) });
  return `http://${host}:${port}/?${query.toString()}`;
}

/** @param {import('./processes.mjs').Child} child */
async function listeningPort(child) {
  const deadline = AbortSignal.timeout(startLimitMs);
  /** @type {Promise<number>} */
  const port = new Promise((resolve, reject) => {
    const look = () => {
      const match = /Extension host agent listening on (\d+)/.exec(child.output());
      if (match) {
        resolve(Number(match[1]));
      }
    };
    child.process.stdout?.on('data', look);
    void child.exited.then(({ code }) => reject(new Error(`it ended with code ${code}`)));
    deadline.addEventListener('abort', () => reject(new Error(`it was not ready after ${startLimitMs / 1000} s`)));
  });
  try {
    return await port;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      `VS Code's server did not start: ${reason}.`,
      `If its files are damaged, delete the cache folder and try again. It said:\n${child.output().trim()}`,
    );
  }
}

/** @param {number} port */
async function checkPort(port) {
  const probe = createServer();
  try {
    await new Promise((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(port, host, () => resolve(undefined));
    });
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? String(error);
    throw new SetupError(
      code === 'EADDRINUSE' ? `Port ${port} is in use.` : `Port ${port} cannot be used: ${code}.`,
      'Name another one with --port, or leave it out to get a free one.',
    );
  } finally {
    await new Promise((resolve) => probe.close(resolve));
  }
}
