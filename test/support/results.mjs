/**
 * What a test layer has to say at its end, the same for all layers.
 *
 * @typedef {object} TestFailure
 * @property {string} title
 * @property {string} message
 *
 * @typedef {object} TestResults
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {TestFailure[]} failures
 */

/** The environment variable that tells a test runner where to write its results. */
export const resultsVariable = 'SSE_DEBUGGER_TEST_RESULTS';

/** The environment variable with a regular expression: only tests whose titles match it run. */
export const grepVariable = 'SSE_DEBUGGER_TEST_GREP';

/** Begins each line of the tests' own output where it shares a console with VS Code's. */
export const outputMark = '[test] ';

/**
 * Runs a loaded suite and counts.
 *
 * @param {Pick<import('mocha'), 'run'>} mocha
 * @returns {Promise<TestResults>}
 */
export function runAndCount(mocha) {
  return new Promise((resolve) => {
    /** @type {TestResults} */
    const results = { passed: 0, failed: 0, skipped: 0, failures: [] };
    mocha
      .run(() => resolve(results))
      .on('pass', () => {
        results.passed++;
      })
      .on('pending', () => {
        results.skipped++;
      })
      // A hook that fails is reported here too, and counts: the tests after it did not run.
      .on('fail', (test, /** @type {Error} */ error) => {
        results.failed++;
        results.failures.push({ title: test.fullTitle(), message: error.stack ?? error.message });
      });
  });
}
