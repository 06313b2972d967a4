import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { createEngine } from '../../src/engine/main.ts';
import type { Session } from '../../src/engine/session.ts';
import { SessionRegistry, sessionIdOf } from '../../src/host/sessionRegistry.ts';
import { SessionsTree, type SessionNode } from '../../src/host/sessionsTree.ts';
import { readSettings } from '../../src/host/settings.ts';
import { startSseServer, type SseServer } from '../support/sseServer.ts';
import { until } from '../support/until.ts';
import { activateExtension, extensionId, untilEvents } from './extension.ts';

describe('captures of earlier runs', () => {
  let server: SseServer;
  let log: vscode.LogOutputChannel;
  let directory: string;
  let windows: SessionRegistry[];

  before(async () => {
    await activateExtension();
    server = await startSseServer();
    log = vscode.window.createOutputChannel('SSE Debugger Test', { log: true });
  });

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'sse-debugger-'));
    windows = [];
  });

  afterEach(async () => {
    await Promise.all(windows.map((window) => window.dispose()));
    await rm(directory, { recursive: true, force: true });
  });

  after(async () => {
    log.dispose();
    await server.close();
  });

  /** What a window has, or the same one after a reload. */
  function openWindow(): SessionRegistry {
    const extensionPath = vscode.extensions.getExtension(extensionId)?.extensionPath ?? '';
    const workerFile = path.join(extensionPath, 'dist', 'captureWorker.js');
    const window = new SessionRegistry({
      createEngine: () => createEngine({ workerFile }),
      directory: vscode.Uri.file(directory),
      log,
      requestOf: () => Promise.resolve({}),
    });
    windows.push(window);
    return window;
  }

  async function capture(window: SessionRegistry, count: number): Promise<Session> {
    const session = window.open({ url: server.url(`/many?count=${count}`) });
    await untilEvents(session, count);
    return session;
  }

  /** A capture of an earlier run, with so many events. */
  async function pastCapture(count: number): Promise<string> {
    const window = openWindow();
    const { file } = await capture(window, count);
    await window.dispose();
    return file;
  }

  /** What stands under "Earlier Captures". */
  async function expand(tree: SessionsTree): Promise<readonly SessionNode[]> {
    const captures = (await tree.getChildren()).find(({ kind }) => kind === 'captures');
    return captures === undefined ? [] : tree.getChildren(captures);
  }

  async function rowsOf(session: Session): Promise<number> {
    return (await session.records({ kinds: ['event'], first: 0, count: 100 })).rows.length;
  }

  it('are shown in the tree while a panel restores one of them, which has all its rows', async () => {
    const file = await pastCapture(5);
    for (const treeIsFirst of [true, false]) {
      const window = openWindow();
      const tree = new SessionsTree(window);
      const node = { kind: 'captures', files: [file] } as const;
      const reading = treeIsFirst ? tree.getChildren(node) : undefined;
      const restoring = window.restoreCapture(sessionIdOf(file));
      await (reading ?? tree.getChildren(node));
      const session = await restoring;
      const shown = await tree.getChildren(node);
      assert.deepEqual(
        shown.map((each) => each.kind === 'capture' && each.capture.snapshot?.kinds.event),
        [5],
      );
      assert.equal(await rowsOf(session), 5);
      assert.deepEqual(await expand(tree), []);
      tree.dispose();
      await window.dispose();
    }
  });

  it('are restored as soon as the extension host of before has let go of them', async () => {
    const before = openWindow();
    const { id } = await capture(before, 5);
    const restored = openWindow().restoreCapture(id);
    await before.dispose();
    assert.equal(await rowsOf(await restored), 5);
  });

  it('are deleted beyond the number to keep, but for those in use', async () => {
    const old = await pastCapture(1);
    const other = await capture(openWindow(), 1);
    const configuration = vscode.workspace.getConfiguration('sseDebugger');
    await configuration.update('keepCaptures', 0, vscode.ConfigurationTarget.Global);
    try {
      await until('the setting', () => readSettings().keepCaptures === 0);
      await capture(openWindow(), 1);
      await until('the end of the old capture', () => !existsSync(old));
    } finally {
      await configuration.update('keepCaptures', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.ok(existsSync(other.file));
    assert.equal(await rowsOf(other), 1);
  });

  it('are not removed while another window uses them, and the user is told', async () => {
    const session = await capture(openWindow(), 1);
    const node = { kind: 'capture', capture: { file: session.file, snapshot: session.snapshot() } };
    const told: string[] = [];
    const { showWarningMessage, showErrorMessage } = vscode.window;
    Object.assign(vscode.window, {
      showWarningMessage: (_question: string, _options: unknown, remove: string) => Promise.resolve(remove),
      showErrorMessage: (message: string) => Promise.resolve(void told.push(message)),
    });
    try {
      await vscode.commands.executeCommand('sseDebugger.removeSession', node);
    } finally {
      Object.assign(vscode.window, { showWarningMessage, showErrorMessage });
    }
    assert.match(told.join('\n'), /^The capture is in use by another window\./);
    assert.ok(existsSync(session.file));
    assert.equal(await rowsOf(session), 1);
  });
});
