import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const extensionId = 'sse-debugger.sse-debugger';

describe('the integration tests', () => {
  it('run inside a real VS Code that is not older than the oldest supported one', () => {
    assert.match(vscode.version, /^1\.\d+\.\d+/);
    const minor = Number(vscode.version.split('.')[1]);
    assert.ok(minor >= 101, `VS Code ${vscode.version}`);
  });

  it('run with the extension under development in it', () => {
    assert.equal(vscode.extensions.getExtension(extensionId)?.id, extensionId);
  });
});
