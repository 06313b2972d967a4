import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './paths.mjs';
import { atEnd, run, startChild, temporaryFolder } from './processes.mjs';
import { SetupError } from './progress.mjs';
import { writeSettings } from './vscodeServer.mjs';

/** "code" is a script on Windows, which only a shell can run. */
const shell = process.platform === 'win32';

/**
 * Starts the desktop VS Code of the PATH with the extension. It gets folders of its own for settings and extensions:
 * so it is an instance of its own, which can be ended without touching the windows that the user has open.
 *
 * @param {string} folder
 * @param {Record<string, unknown>} settings Settings of the user.
 * @returns {Promise<number>} The exit code, when its window is closed.
 */
export async function startDesktop(folder, settings) {
  const version = await desktopVersion();
  // A short name: the path of a socket in it may have no more than 103 characters on macOS.
  const userData = await temporaryFolder('ui');
  await writeSettings(path.join(userData, 'User'), settings);
  atEnd(() => endInstance(userData));
  const args = ['--new-window', '--wait', '--disable-workspace-trust', `--extensionDevelopmentPath=${root}`];
  args.push(`--user-data-dir=${userData}`, `--extensions-dir=${path.join(userData, 'extensions')}`, folder);
  const child = startChild('code', shell ? args.map((arg) => `"${arg}"`) : args, { shell });
  console.log(`SSE Debugger is running in VS Code ${version}. Close its window or press Ctrl-C to end it.`);
  const { code } = await child.exited;
  if (code !== 0) {
    throw new SetupError(`VS Code ended with code ${code}.`, child.output().trim());
  }
  return 0;
}

async function desktopVersion() {
  const { code, output } = await run('code', ['--version'], { shell });
  if (code !== 0) {
    throw new SetupError(
      'There is no "code" on the PATH.',
      'Install VS Code and its shell command ("Shell Command: Install \'code\' command in PATH"),\n' +
        'or leave out --desktop to use one in the browser.',
    );
  }
  return output.split('\n')[0]?.trim() ?? '';
}

/**
 * The window belongs to a process that "code" started and left; VS Code notes its id in its data folder.
 *
 * @param {string} userData
 */
async function endInstance(userData) {
  try {
    process.kill(Number(await readFile(path.join(userData, 'code.lock'), 'utf8')), 'SIGTERM');
  } catch {
    // Its window is closed already.
  }
}
