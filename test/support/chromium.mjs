import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './paths.mjs';
import { run } from './processes.mjs';
import { SetupError, step } from './progress.mjs';

const isRoot = process.getuid?.() === 0;

/** What makes it quiet and, for root, possible at all. */
const chromiumArgs = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a Chromium without a window. */
export async function launchChromium() {
  // The signals are this project's to handle: it ends the browser with everything else.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath: await ensureChromium(), args: chromiumArgs, ...signals });
}

/** @returns {Promise<string>} Path of a Chromium, Chrome or Edge; fetched where there is none. */
export async function ensureChromium() {
  const configured = process.env['SSE_DEBUGGER_CHROMIUM'];
  if (configured) {
    if (!existsSync(configured)) {
      throw new SetupError(
        `There is no ${configured}, the browser that SSE_DEBUGGER_CHROMIUM names.`,
        'Correct the environment variable, or unset it to have a browser looked for.',
      );
    }
    return configured;
  }
  return findChromium() ?? (await installChromium());
}

function findChromium() {
  return [...installedBrowsers(), chromium.executablePath()].find((file) => file !== '' && existsSync(file));
}

/** @returns {string[]} */
function installedBrowsers() {
  const { PATH = '', LOCALAPPDATA = '', PROGRAMFILES = '', 'PROGRAMFILES(X86)': PROGRAMFILES_X86 = '' } = process.env;
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    case 'win32':
      return [PROGRAMFILES, PROGRAMFILES_X86, LOCALAPPDATA].flatMap((folder) => [
        path.join(folder, 'Google/Chrome/Application/chrome.exe'),
        path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      ]);
    default:
      return PATH.split(path.delimiter).flatMap((folder) =>
        ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'].map((name) =>
          path.join(folder, name),
        ),
      );
  }
}

async function installChromium() {
  const isDebian = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
  const output =
    isRoot && isDebian
      ? await step('Installing Chromium (apt-get)', installWithApt)
      : await step('Fetching Chromium (Playwright)', installWithPlaywright);
  const executable = findChromium();
  if (executable === undefined) {
    throw new SetupError(
      'There is no Chromium or Chrome, and none could be installed.',
      `Install one, or name its program in the environment variable SSE_DEBUGGER_CHROMIUM.\n${output}`,
    );
  }
  return executable;
}

/** @param {(stage: string) => void} report */
async function installWithApt(report) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  report('1 of 2: the list of packages');
  const update = await run('apt-get', ['update'], { env });
  report('2 of 2: the browser');
  const install = await run('apt-get', ['install', '-y', 'chromium'], { env });
  return lastLines(update.output + install.output);
}

async function installWithPlaywright() {
  const cli = path.join(root, 'node_modules/playwright-core/cli.js');
  const { output } = await run(process.execPath, [cli, 'install', 'chromium']);
  return lastLines(output);
}

/** @param {string} output */
function lastLines(output) {
  return output.trim().split('\n').slice(-10).join('\n');
}
