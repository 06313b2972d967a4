import path from 'node:path';
import { run } from './processes.mjs';
import { SetupError } from './progress.mjs';

/**
 * Runs npm, and explains its failure in terms of what is missing.
 *
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {string} purpose What the packages are for, to go on from "could not install".
 */
export async function runNpm(args, cwd, purpose) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await runNpmCommand([...args, ...quiet], cwd);
  if (code !== 0) {
    throw npmError(output, args, purpose);
  }
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function runNpmCommand(args, cwd) {
  const script = process.env['npm_execpath'];
  if (script !== undefined && path.basename(script) === 'npm-cli.js') {
    // The npm that started this; run as a script it needs no shell on Windows.
    return run(process.env['npm_node_execpath'] ?? process.execPath, [script, ...args], { cwd });
  }
  return run('npm', args, { cwd, shell: process.platform === 'win32' });
}

/**
 * @param {string} output
 * @param {readonly string[]} args
 * @param {string} purpose
 */
function npmError(output, args, purpose) {
  // npm says the cause first, then where in its own code it was found.
  const detail = output.trim().split('\n').slice(0, 8).join('\n');
  const command = `npm ${args.join(' ')}`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network/.test(output)) {
    return new SetupError(
      `Could not install ${purpose}: the npm registry cannot be reached.`,
      `Check the network connection and npm's proxy and registry settings (npm config list), then try again.\n${detail}`,
    );
  }
  if (output.includes('ENOSPC')) {
    return new SetupError(
      `Could not install ${purpose}: the disk is full.`,
      `Free some space and try again.\n${detail}`,
    );
  }
  if (/\bE(ACCES|PERM|ROFS)\b/.test(output)) {
    return new SetupError(
      `Could not install ${purpose}: a folder cannot be written to.`,
      `Give yourself the right to write to it and try again.\n${detail}`,
    );
  }
  return new SetupError(`Could not install ${purpose}: "${command}" failed.`, detail || 'It said nothing.');
}
