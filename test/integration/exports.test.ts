import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../../src/engine/session.ts';
import type { ExtensionApi } from '../../src/extension.ts';
import { startSseServer, type SseServer } from '../support/sseServer.ts';
import { until } from '../support/until.ts';
import { activateExtension, connect, removeSessions, untilEvents } from './extension.ts';
import { MemoryFiles } from './memoryFiles.ts';

const originals = {
  createQuickPick: vscode.window.createQuickPick,
  showSaveDialog: vscode.window.showSaveDialog,
  showInformationMessage: vscode.window.showInformationMessage,
  showWarningMessage: vscode.window.showWarningMessage,
  showErrorMessage: vscode.window.showErrorMessage,
  withProgress: vscode.window.withProgress,
};

describe('exports and copies', () => {
  let api: ExtensionApi;
  let server: SseServer;
  let folder: string;
  let picks: vscode.QuickPick<vscode.QuickPickItem>[];
  let told: string[];
  let saveOptions: (vscode.SaveDialogOptions | undefined)[];
  let saveTo: vscode.Uri | undefined;
  /** The button that messages are answered with. */
  let answer: string | undefined;

  before(async () => {
    api = await activateExtension();
    server = await startSseServer();
  });

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'sse-debugger-exports-'));
    picks = [];
    told = [];
    saveOptions = [];
    answer = undefined;
    saveTo = vscode.Uri.file(path.join(folder, 'export'));
    const tell = (message: string, ...buttons: unknown[]): Promise<unknown> => {
      told.push(message);
      return Promise.resolve(buttons.find((button) => button === answer));
    };
    Object.assign(vscode.window, {
      createQuickPick: () => {
        const pick = originals.createQuickPick();
        picks.push(pick);
        return pick;
      },
      showSaveDialog: (options?: vscode.SaveDialogOptions) => {
        saveOptions.push(options);
        return Promise.resolve(saveTo);
      },
      showInformationMessage: tell,
      showWarningMessage: tell,
      showErrorMessage: tell,
    });
  });

  afterEach(async () => {
    Object.assign(vscode.window, originals);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeSessions(api);
    rmSync(folder, { recursive: true });
  });

  after(async () => {
    await server.close();
  });

  async function session(route: string, events: number): Promise<Session> {
    const opened = await connect(api, server.url(route));
    await untilEvents(opened, events);
    return opened;
  }

  /** Takes items of the steps that follow one another; a step that is not named takes what is at hand. */
  async function choose(...labels: readonly (string | undefined)[]): Promise<void> {
    for (const [at, label] of labels.entries()) {
      const pick = await until(`step ${at + 1}`, () => picks[at]);
      await until('an item at hand', () => pick.activeItems.length > 0);
      if (label !== undefined) {
        const item = pick.items.find((candidate) => candidate.label === label);
        assert.ok(item, `${label} is not among ${pick.items.map((candidate) => candidate.label).join(', ')}`);
        for (let active = pick.activeItems[0]; active !== item; active = pick.activeItems[0]) {
          await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
          await until('the next item at hand', () => pick.activeItems[0] !== active);
        }
      }
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    }
  }

  async function run(argument: unknown, ...labels: readonly (string | undefined)[]): Promise<void> {
    const running = vscode.commands.executeCommand('sseDebugger.exportEvents', argument);
    await choose(...labels);
    await running;
  }

  function read(): string {
    return readFileSync(path.join(folder, 'export'), 'utf8');
  }

  it('write all records to a file of the suggested name, in the format that is chosen', async () => {
    const { id } = await session('/many?count=3', 3);
    await run(id, 'Event stream', 'File…');
    assert.equal(read(), 'id: 1\ndata: event 1\n\nid: 2\ndata: event 2\n\nid: 3\ndata: event 3\n\n');
    assert.match(told.join('\n'), /^Exported 5 records \(\d+ B\) to export$/);
    const [options] = saveOptions;
    assert.match(options?.defaultUri?.path ?? '', /\/127\.0\.0\.1 \d+ many \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.sse$/);
    assert.deepEqual(options?.filters, { 'Event stream': ['sse'] });
    assert.deepEqual(readdirSync(folder), ['export']);
  });

  it('offer first what was chosen last, and the folder of then', async () => {
    const { id } = await session('/many?count=1', 1);
    await run(id, 'CSV', 'File…');
    picks = [];
    await run(id, undefined, undefined);
    assert.match(read(), /^seq,time,/);
    assert.equal(path.posix.dirname(saveOptions[1]?.defaultUri?.path ?? ''), folder);
  });

  it('go back a step, and end with Escape', async () => {
    const { id } = await session('/many?count=1', 1);
    const running = vscode.commands.executeCommand('sseDebugger.exportEvents', id);
    await choose('JSON');
    await until('the last step', () => picks[1]);
    await vscode.commands.executeCommand('workbench.action.quickInputBack');
    const again = await until('the first step again', () => picks[2]);
    await until('what was chosen', () => again.activeItems[0]?.label === 'JSON');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await running;
    assert.deepEqual([saveOptions, told], [[], []]);
  });

  it('write the selected records', async () => {
    const { id } = await session('/many?count=5', 5);
    await run({ sessionId: id, seqs: [3, 5] }, undefined, 'Text', 'File…');
    assert.equal(read(), 'event 1\nevent 3\n');
  });

  it('open an editor with the language of the format', async () => {
    const { id } = await session('/many?count=2', 2);
    await run(id, 'JSON', 'New Editor');
    const { document } = await until('an editor', () => vscode.window.activeTextEditor);
    assert.equal(document.languageId, 'json');
    assert.equal((JSON.parse(document.getText()) as unknown[]).length, 4);
  });

  it('fill the clipboard, and offer a file for what is too large for it', async () => {
    const { id } = await session('/many?count=2', 2);
    await run(id, 'Event stream', 'Clipboard');
    assert.match(await vscode.env.clipboard.readText(), /data: event 2\n\n$/);

    const large = await session(`/large?bytes=${17 * 1024 * 1024}`, 1);
    answer = 'Save to File…';
    picks = [];
    await run(large.id, 'Event stream', 'Clipboard');
    await until('the file', () => existsSync(path.join(folder, 'export')));
    assert.equal(read().length, 17 * 1024 * 1024 + 'data: \n\n'.length);
    assert.match(told.join('\n'), /too much for the clipboard/);
  });

  it('are made of past captures without opening them', async () => {
    const past = await session('/many?count=3', 3);
    const node = { kind: 'capture', capture: { file: past.file, snapshot: past.snapshot() } };
    const copy = path.join(folder, 'a-past-one.sqlite');
    await past.disconnect();
    writeFileSync(copy, readFileSync(past.file));
    writeFileSync(`${copy}-wal`, readFileSync(`${past.file}-wal`));
    const before = api.sessions.sessions().length;
    await run({ ...node, capture: { ...node.capture, file: copy } }, 'Text', 'File…');
    assert.equal(read(), 'event 1\nevent 2\nevent 3\n');
    assert.equal(api.sessions.sessions().length, before);
  });

  it('say why they were not written, and keep the old file', async () => {
    const { id } = await session('/many?count=1', 1);
    saveTo = vscode.Uri.file(path.join(folder, 'none', 'export'));
    await run(id, 'CSV', 'File…');
    assert.deepEqual(told, ['export was not written: its folder does not exist.']);
  });

  it('end with the button of their notification and leave the old file', async () => {
    const { id } = await session('/many?count=300000', 300_000);
    writeFileSync(path.join(folder, 'export'), 'old');
    let shown = '';
    Object.assign(vscode.window, {
      withProgress: async (
        options: vscode.ProgressOptions,
        task: (progress: unknown, token: vscode.CancellationToken) => Promise<unknown>,
      ) => {
        assert.deepEqual([options.cancellable, options.location], [true, vscode.ProgressLocation.Notification]);
        const source = new vscode.CancellationTokenSource();
        const report = ({ message }: { readonly message: string }): void => {
          shown = message;
          source.cancel();
        };
        return task({ report }, source.token);
      },
    });
    await run(id, 'NDJSON', 'File…');
    assert.match(shown, /^[\d,]+ records · [\d.]+ [kM]?B$/);
    assert.equal(read(), 'old');
    assert.deepEqual(readdirSync(folder), ['export']);
    assert.deepEqual(told, []);
  });

  describe('to a file system of another machine', () => {
    let files: MemoryFiles;

    beforeEach(() => {
      files = new MemoryFiles('export-test');
      saveTo = vscode.Uri.parse('export-test:/folder/export.ndjson');
    });

    afterEach(() => {
      files.dispose();
    });

    it('write a whole file, and nothing beside it', async () => {
      const { id } = await session('/many?count=3', 3);
      files.set('/folder/export.ndjson', 'old');
      await run(id, 'Text', 'File…');
      assert.deepEqual(files.texts(), { '/folder/export.ndjson': 'event 1\nevent 2\nevent 3\n' });
    });

    it('keep the old file where the new one is not taken, and say so', async () => {
      const { id } = await session('/many?count=3', 3);
      files.set('/folder/export.ndjson', 'old');
      for (const refuses of [() => true, (file: string) => file.endsWith('.partial')]) {
        files.refuses = refuses;
        told = [];
        picks = [];
        await run(id, 'Text', 'File…');
        assert.deepEqual(files.texts(), { '/folder/export.ndjson': 'old' });
        assert.match(told.join('\n'), /^export\.ndjson was not written: you may not write there\./);
      }
    });
  });

  describe('of single records', () => {
    async function copied(command: string, argument: unknown): Promise<string> {
      await vscode.env.clipboard.writeText('nothing');
      await vscode.commands.executeCommand(command, argument);
      return vscode.env.clipboard.readText();
    }

    it('leave the clipboard as it is where there is nothing to copy, and say so', async () => {
      const { id } = await session('/many?count=1', 1);
      assert.equal(await copied('sseDebugger.copyData', { sessionId: id, seqs: [1] }), 'nothing');
      assert.match(told.join('\n'), /There is nothing to copy/);
    });

    it('are their data, JSON, bytes or a request for what followed', async () => {
      const { id } = await session(`/raw?body=${encodeURIComponent(': note\nid: 7\ndata: {"a":1}\n\ndata: b\n\n')}`, 2);
      const one = { sessionId: id, seqs: [4] };
      const two = { sessionId: id, seqs: [4, 5] };
      assert.equal(await copied('sseDebugger.copyData', one), '{"a":1}');
      assert.equal(await copied('sseDebugger.copyData', two), '{"a":1}\nb');
      assert.equal(await copied('sseDebugger.copyRaw', one), 'id: 7\ndata: {"a":1}\n\n');
      const json = await copied('sseDebugger.copyJson', one);
      assert.match(json, /^\{\n {2}"seq": 4,\n/);
      assert.deepEqual((JSON.parse(json) as { json: unknown }).json, { a: 1 });
      assert.equal((JSON.parse(await copied('sseDebugger.copyJson', two)) as unknown[]).length, 2);
      const curl = await copied('sseDebugger.copyCurl', two);
      assert.match(curl, /^curl -N .*-H 'Last-Event-ID: 7'.*'http:\/\/127\.0\.0\.1:\d+\/raw\?[^']*'$/s);
      assert.equal(await copied('sseDebugger.copyData', { sessionId: id, seq: 5 }), 'b');
      assert.equal(await copied('sseDebugger.copyData', { sessionId: id, seqs: [] }), 'nothing');
      assert.deepEqual(told, ['Select a record first.']);
    });

    it('open in a read-only editor, JSON on indented lines', async () => {
      const { id } = await session(`/raw?body=${encodeURIComponent('data: {"a":[1,12345678901234567890]}\n\n')}`, 1);
      await vscode.commands.executeCommand('sseDebugger.openInEditor', { sessionId: id, seqs: [3] });
      const { document } = await until('an editor', () => vscode.window.activeTextEditor);
      assert.equal(document.languageId, 'json');
      assert.equal(document.getText(), '{\n  "a": [\n    1,\n    12345678901234567890\n  ]\n}');
      assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', /raw #3\.json$/);
      assert.equal(await document.save().then(undefined, () => false), false);
    });

    it('are compared in a diff, alone with the one of the same type before', async () => {
      const body = 'event: a\ndata: 1\n\nevent: b\ndata: 2\n\nevent: a\ndata: 3\n\n';
      const { id } = await session(`/raw?body=${encodeURIComponent(body)}`, 3);
      for (const [seqs, title, texts] of [
        [[5], '#3 ↔ #5', ['1', '3']],
        [[5, 4], '#4 ↔ #5', ['2', '3']],
      ] as const) {
        await vscode.commands.executeCommand('sseDebugger.compareInEditor', { sessionId: id, seqs });
        const tab = await until('the diff', () => {
          const { activeTab } = vscode.window.tabGroups.activeTabGroup;
          return activeTab?.label.endsWith(title) === true && activeTab;
        });
        const { input } = tab;
        assert.ok(input instanceof vscode.TabInputTextDiff);
        const documents = [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri));
        assert.deepEqual(
          (await Promise.all(documents)).map((document) => document.getText()),
          texts,
        );
      }
      await vscode.commands.executeCommand('sseDebugger.compareInEditor', { sessionId: id, seqs: [4] });
      assert.match(told.join('\n'), /^Record 4 is the first of its type/);
    });
  });
});
