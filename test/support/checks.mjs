import { root } from './paths.mjs';
import { startChild } from './processes.mjs';

/** The scripts of package.json behind `npm run check`, one result each. */
const checks = ['types', 'lint', 'format', 'unused'];

/** @returns {Promise<import('./results.mjs').TestResults>} */
export async function runChecks() {
  const outcomes = await Promise.all(checks.map(runCheck));
  const failures = outcomes.filter((outcome) => outcome !== undefined);
  return { passed: checks.length - failures.length, failed: failures.length, skipped: 0, failures };
}

/**
 * @param {string} name
 * @returns {Promise<import('./results.mjs').TestFailure | undefined>}
 */
async function runCheck(name) {
  const child = startChild('npm', ['run', '--silent', `check:${name}`], {
    cwd: root,
    shell: process.platform === 'win32',
    // Colour codes help nobody who reads a log.
    env: { NO_COLOR: '1' },
  });
  child.process.stdin?.end();
  const { code } = await child.exited;
  console.log(`  ${code === 0 ? '✔' : '✖'} ${name}`);
  return code === 0 ? undefined : { title: name, message: child.output() };
}
