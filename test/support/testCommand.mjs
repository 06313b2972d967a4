import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { SetupError, describeError } from './progress.mjs';
import { runChecks } from './checks.mjs';
import { runIntegration } from './integration.mjs';
import { grepVariable } from './results.mjs';
import { runMochaLayer } from './mochaLayer.mjs';
import { ensureVSCode } from './vscodeInstall.mjs';

/** @typedef {import('./results.mjs').TestResults} TestResults */

/**
 * The layers in the order of their speed. Each runs in processes of its own, so that a crash of one is a failure of that
 * one.
 *
 * @type {Record<string, () => Promise<TestResults>>}
 */
const layers = {
  check: runChecks,
  unit: () => runMochaLayer('unit'),
  interop: () => runMochaLayer('interop'),
  integration: runIntegration,
  e2e: () => runMochaLayer('e2e'),
};

const usage = `Usage: npm test -- [${Object.keys(layers).join('] [')}] [--grep TEXT]

Runs the layers that are named, or all. --grep runs only the tests whose titles match the regular expression.`;

/**
 * @param {string[]} args
 * @returns {Promise<number>} The exit code.
 */
export async function test(args) {
  const { names, grep } = parseOptions(args);
  if (grep !== undefined) {
    process.env[grepVariable] = grep;
  }
  if (names.some((name) => name === 'integration' || name === 'e2e')) {
    await build({ tests: true });
    await ensureVSCode();
  }
  if (names.some((name) => name === 'interop' || name === 'integration' || name === 'e2e')) {
    await ensureChromium();
  }
  /** @type {TestResults} */
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const name of names) {
    addResults(total, name, await runLayer(name));
  }
  printFailures(total);
  console.log(`\n${summary(total)}`);
  return total.failed > 0 ? 1 : 0;
}

/** @param {string[]} args */
function parseOptions(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { grep: { type: 'string' } },
    });
    const unknown = positionals.find((name) => !(name in layers));
    if (unknown !== undefined) {
      throw new Error(`There is no layer "${unknown}".`);
    }
    return { names: positionals.length > 0 ? positionals : Object.keys(layers), grep: values.grep };
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error), usage);
  }
}

/**
 * @param {string} name
 * @returns {Promise<TestResults>}
 */
async function runLayer(name) {
  const start = performance.now();
  console.log(`\n=== ${name} ===`);
  const results = await /** @type {() => Promise<TestResults>} */ (layers[name])().catch((error) =>
    failedLayer('The layer failed', describeError(error)),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`=== ${name}: ${summary(results)}, ${seconds} s ===`);
  return results.passed + results.failed > 0 ? results : failedLayer('No test was run', 'A layer without tests fails.');
}

/**
 * @param {string} title
 * @param {string} message
 * @returns {TestResults}
 */
function failedLayer(title, message) {
  return { passed: 0, failed: 1, skipped: 0, failures: [{ title, message }] };
}

/**
 * @param {TestResults} total
 * @param {string} name
 * @param {TestResults} results
 */
function addResults(total, name, results) {
  total.passed += results.passed;
  total.failed += results.failed;
  total.skipped += results.skipped;
  total.failures.push(...results.failures.map(({ title, message }) => ({ title: `${name}: ${title}`, message })));
}

/** @param {TestResults} results */
function printFailures({ failures }) {
  if (failures.length > 0) {
    console.log('\nFailures:');
  }
  for (const { title, message } of failures) {
    console.log(`\n- ${title}\n    ${message.trim().replaceAll('\n', '\n    ')}`);
  }
}

/** @param {TestResults} results */
function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
