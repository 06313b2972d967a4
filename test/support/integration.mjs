import path from 'node:path';
import { launchChromium } from './chromium.mjs';
import { readResults } from './mochaLayer.mjs';
import { root } from './paths.mjs';
import { atEnd, temporaryFolder } from './processes.mjs';
import { step } from './progress.mjs';
import { grepVariable, outputMark, resultsVariable } from './results.mjs';
import { makeSampleWorkspace } from './sampleWorkspace.mjs';
import { startVSCodeServer } from './vscodeServer.mjs';

const timeLimitMs = 10 * 60_000;

/**
 * Runs the built integration tests in the extension host of a real VS Code.
 *
 * @returns {Promise<import('./results.mjs').TestResults>}
 */
export async function runIntegration() {
  const resultsFile = path.join(await temporaryFolder('results'), 'results.json');
  const env = { [resultsVariable]: resultsFile, [grepVariable]: process.env[grepVariable] };
  const server = await step('Starting VS Code', () => startVSCodeServer({ env }));
  console.log(`  VS Code ${server.version}`);
  const browser = await launchChromium();
  const closeBrowser = atEnd(() => browser.close());
  const page = await browser.newPage();
  /** @type {string[]} */
  const log = [];
  try {
    const how = await runInPage(page, {
      log,
      url: server.url({
        folder: await makeSampleWorkspace(),
        extension: root,
        tests: path.join(root, 'out/integration/index.js'),
      }),
      serverExited: server.exited,
    });
    return await readResults(resultsFile, [how, ...log, server.log()].join('\n'));
  } finally {
    await closeBrowser();
    await server.stop();
  }
}

/**
 * Opens a workbench that runs tests, and waits for their end.
 *
 * @param {import('playwright-core').Page} page
 * @param {{ url: string, serverExited: Promise<unknown>, log: string[] }} run
 * @returns {Promise<string>} How they ended.
 */
async function runInPage(page, { url, serverExited, log }) {
  /** @type {(how: string) => void} */
  let end = () => undefined;
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  // The two functions by which a workbench reports to whoever drives it.
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
    // VS Code says much on its own, most of it about native modules that it does without here.
    const text = args.map(String).join(' ');
    if (text.startsWith(outputMark)) {
      console.log(text.slice(outputMark.length));
    } else {
      log.push(text);
    }
  });
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
    end(`VS Code ended the tests with code ${code}.`);
  });
  page.on('crash', () => end('The page crashed.'));
  void serverExited.then(() => end("VS Code's server ended."));
  const timer = setTimeout(() => end(`They were not done in ${timeLimitMs / 60_000} minutes.`), timeLimitMs);
  await page.goto(url);
  const how = await ended;
  clearTimeout(timer);
  return how;
}
