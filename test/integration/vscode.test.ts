import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, extensionId } from './extension.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('the integration tests', () => {
  it('run inside a real VS Code that is not older than the oldest supported one', () => {
    assert.match(vscode.version, /^1\.\d+\.\d+/);
    const minor = Number(vscode.version.split('.')[1]);
    assert.ok(minor >= 101, `VS Code ${vscode.version}`);
  });

  it('run with the extension under development in it', () => {
    assert.equal(vscode.extensions.getExtension(extensionId)?.id, extensionId);
  });

  it('find it active after one of its commands', async () => {
    await vscode.commands.executeCommand('sseDebugger.showLog');
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
  });

  it('find every command of its manifest registered', async () => {
    await activateExtension();
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest;
    const declared = manifest.contributes.commands.map(({ command }) => command);
    assert.ok(declared.length > 0);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
  });
});
