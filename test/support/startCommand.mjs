import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { startDemoServer } from './demoServer.mjs';
import { startDesktop } from './desktopCode.mjs';
import { openBrowser } from './openBrowser.mjs';
import { root } from './paths.mjs';
import { SetupError, step } from './progress.mjs';
import { makeSampleWorkspace } from './sampleWorkspace.mjs';
import { ensureVSCode } from './vscodeInstall.mjs';
import { startVSCodeServer } from './vscodeServer.mjs';

const usage = `Usage: npm start -- [options]

Starts VS Code with SSE Debugger on a sample workspace with the demo server running.

  --port N         Serve VS Code on this port of the loopback interface (default: a free one)
  --no-open        Do not open the browser
  --workspace DIR  Open this folder instead of the sample workspace. Nothing in it is changed: the demo server's
                   endpoints are settings of the machine, which the folder's own settings override. The folder is trusted
  --desktop        Use the desktop VS Code on the PATH ("code") instead of one in the browser
  --help           Show this text

Files that are fetched once are kept in a cache folder of the user; SSE_DEBUGGER_CACHE names another one.
Ctrl-C ends everything.`;

/**
 * @param {string[]} args
 * @returns {Promise<number | undefined>} The exit code, or `undefined` while something runs.
 */
export async function start(args) {
  const options = parseOptions(args);
  if (options.help) {
    console.log(usage);
    return 0;
  }
  await build();
  const { endpoints } = await step('Starting the demo server', startDemoServer);
  const settings = { 'sseDebugger.endpoints': endpoints };
  const folder = options.workspace ?? (await makeSampleWorkspace(settings));
  const ownSettings = options.workspace === undefined ? {} : settings;
  return options.desktop ? startDesktop(folder, ownSettings) : startInBrowser(folder, ownSettings, options);
}

/**
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 * @param {{ port: number, open: boolean }} options
 * @returns {Promise<never>}
 */
async function startInBrowser(folder, settings, { port, open }) {
  await ensureVSCode();
  const server = await step('Starting VS Code', () => startVSCodeServer({ port, settings }));
  const url = server.url({ folder, extension: root });
  console.log(`SSE Debugger is running at ${url}`);
  if (open && !(await openBrowser(url))) {
    console.log('No browser could be opened from here: open the address above in Chrome, Edge, Firefox or Safari.');
  }
  console.log('Press Ctrl-C to end it.');
  await server.exited;
  throw new SetupError("VS Code's server ended.", server.log().trim().split('\n').slice(-15).join('\n'));
}

/** @param {string[]} args */
function parseOptions(args) {
  const { values } = parseOrExplain(args);
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SetupError(`--port must be a number from 0 to 65535, not "${values.port}".`, usage);
  }
  const workspace = values.workspace === undefined ? undefined : path.resolve(startFolder(), values.workspace);
  if (workspace !== undefined && !(existsSync(workspace) && statSync(workspace).isDirectory())) {
    throw new SetupError(`There is no folder ${workspace}.`, 'Name an existing folder with --workspace.');
  }
  return { port, workspace, open: !values['no-open'], desktop: values.desktop, help: values.help };
}

/** npm changes to the project's folder first; a relative path is meant from where the user typed it. */
function startFolder() {
  return process.env['INIT_CWD'] ?? process.cwd();
}

/** @param {string[]} args */
function parseOrExplain(args) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        workspace: { type: 'string' },
        desktop: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error), usage);
  }
}
