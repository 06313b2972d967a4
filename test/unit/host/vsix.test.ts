import assert from 'node:assert/strict';
import path from 'node:path';
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

/** The bundles, as far as they are built. */
const bundles = [
  'dist/captureWorker.js',
  'dist/demoServer.js',
  'dist/engine.js',
  'dist/extension.js',
  'dist/package.json',
  'dist/webview/codicon.ttf',
  'dist/webview/panel.css',
  'dist/webview/panel.js',
  'dist/webview/timeline.css',
  'dist/webview/timeline.js',
];

describe('the packaged extension', () => {
  it('ships what is on the list and nothing else', async () => {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    const built = files.filter((file) => file.startsWith('dist/'));
    assert.deepEqual(files.filter((file) => !built.includes(file)).sort(), shipped);
    assert.deepEqual(
      built.filter((file) => !bundles.includes(file)),
      [],
    );
  });
});
