import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readSettings } from '../../src/host/settings.ts';
import { until } from '../support/until.ts';

describe('the settings', () => {
  it('take the number of captures to keep and the limits from no workspace', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
    const before = await vscode.workspace.fs.readFile(file);
    // Written as a repository would bring it: VS Code itself refuses to write it there.
    const settings = {
      'sseDebugger.keepCaptures': 0,
      'sseDebugger.limits.blockMiB': 512,
      'sseDebugger.limits.captureMiB': 1,
      'sseDebugger.limits.headerKiB': 1,
      'sseDebugger.reconnect.delay': 1234,
      'sseDebugger.reconnect.maxDelaySeconds': 7,
      'sseDebugger.http.version': 'h2c',
    };
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(settings)));
    try {
      await until('the settings of the workspace', () => readSettings().reconnectDelayMs === 1234);
      const read = readSettings();
      assert.equal(read.reconnectMaxDelaySeconds, 7);
      assert.equal(read.httpVersion, 'h2c');
      assert.deepEqual(
        [read.keepCaptures, read.limitsBlockMiB, read.limitsCaptureMiB, read.limitsHeaderKiB],
        [20, 64, 0, 1024],
      );
    } finally {
      await vscode.workspace.fs.writeFile(file, before);
      await until('the settings of before', () => readSettings().reconnectDelayMs === 3000);
      assert.equal(readSettings().httpVersion, 'auto');
    }
  });
});
