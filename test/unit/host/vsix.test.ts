import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { listFiles, PackageManager } from '@vscode/vsce';

const root = path.join(import.meta.dirname, '../../..');

/** What is shipped besides the bundles. */
const shipped = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'media/activityBar.svg',
  'media/icon.png',
  'media/l10n/bundle.l10n.json',
  ...['dark', 'light'].flatMap((theme) =>
    ['connecting', 'failed', 'finished', 'open', 'stopped', 'waiting'].map(
      (state) => `media/state/${theme}/${state}.svg`,
    ),
  ),
  'media/walkthrough/connect.svg',
  'media/walkthrough/demo.svg',
  'media/walkthrough/endpoints.svg',
  'media/walkthrough/read.svg',
  'package.json',
  'package.nls.json',
];

/** What the build makes, all of it. */
const bundles = [
  'dist/captureWorker.js',
  'dist/demoServer.js',
  'dist/engine.js',
  'dist/exportWorker.js',
  'dist/extension.js',
  'dist/package.json',
  'dist/searchWorker.js',
  'dist/webview/codicon.ttf',
  'dist/webview/panel.css',
  'dist/webview/panel.js',
  'dist/webview/timeline.css',
  'dist/webview/timeline.js',
];

/** Not copied: what is large, and what the build of the copy is to make anew. */
const uncopied: readonly string[] = ['.git', '.vscode-test', 'dist', 'node_modules', 'out'];

describe('the packaged extension', function () {
  this.timeout(60_000);

  // A copy, as the checkout may have no bundles, or those of another state of the sources.
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sse-debugger-vsix-'));
    await cp(root, folder, { recursive: true, filter: (file) => !uncopied.includes(path.relative(root, file)) });
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    await promisify(execFile)(process.execPath, ['esbuild.mjs', '--production'], { cwd: folder });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('ships all that is on the list and nothing else', async () => {
    const files = await listFiles({ cwd: folder, packageManager: PackageManager.None });
    assert.deepEqual([...files].sort(), [...shipped, ...bundles].sort());
  });
});
