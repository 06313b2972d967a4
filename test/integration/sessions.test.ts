import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';
import { startSseServer, type SseServer } from '../support/sseServer.ts';
import { activateExtension, connect, panelTitles, removeSessions, untilEvents, untilState } from './extension.ts';
import { startSecureServer } from './secureServer.ts';
import { until } from '../support/until.ts';

describe('a session', () => {
  let api: ExtensionApi;
  let server: SseServer;

  before(async () => {
    api = await activateExtension();
    server = await startSseServer();
  });

  afterEach(() => removeSessions(api));

  after(() => server.close());

  async function rootItems(): Promise<vscode.TreeItem[]> {
    const nodes = await api.sessionsTree.getChildren();
    return nodes.filter(({ kind }) => kind === 'session').map((node) => api.sessionsTree.getTreeItem(node));
  }

  it('is opened by a URL, receives events and has a panel', async () => {
    const session = await connect(api, server.url('/many?count=250'));
    await untilEvents(session, 250);
    assert.equal(session.snapshot().state.name, 'open');
    await until('a panel', () => panelTitles().includes(session.snapshot().title));
    assert.equal(api.sessions.active, session);
  });

  it('completes a URL without a scheme', async () => {
    const session = await connect(api, server.url('/open').replace('http://', ''));
    await untilState(session, 'open');
  });

  it('is opened by an object with a name, a method, headers and a body', async () => {
    const session = await connect(api, {
      url: server.url('/many?count=1'),
      method: 'post',
      headers: { 'X-Test': 'yes' },
      body: 'text',
      name: 'Named',
    });
    await untilEvents(session, 1);
    const { title, method } = session.snapshot();
    assert.deepEqual([title, method], ['Named', 'POST']);
    const request = server.requests('/many').at(-1);
    assert.equal(request?.method, 'POST');
    assert.equal(request.headers['x-test'], 'yes');
  });

  it('says why it failed', async () => {
    for (const [url, code] of [
      ['http://127.0.0.1:9/', 'refused'],
      ['ftp://localhost/', 'unsupported-scheme'],
      ['http://', 'bad-url'],
      [server.url('/status?code=503'), 'bad-status'],
      [server.url('/html'), 'wrong-content-type'],
    ] as const) {
      const session = await connect(api, url);
      const state = await untilState(session, 'failed');
      assert.equal(state.name === 'failed' && state.problem.code, code, url);
    }
  });

  it('stands in the tree with its state, live ones first', async () => {
    const first = await connect(api, { url: server.url('/ticker'), name: 'First' });
    const second = await connect(api, { url: server.url('/ticker'), name: 'Second' });
    await untilEvents(first, 1);
    await untilEvents(second, 1);
    await vscode.commands.executeCommand('sseDebugger.disconnect', second.id);
    await untilState(second, 'stopped');
    const items = await rootItems();
    assert.deepEqual(
      items.map(({ label, contextValue }) => [label, contextValue]),
      [
        ['First', 'liveSession'],
        ['Second', 'endedSession'],
      ],
    );
    assert.match(String(items[0]?.description), /^[\d,]+ events? · [\d.,]+\/s$/);
    assert.match(String(items[1]?.description), /^Disconnected · [\d,]+ events?$/);
  });

  it('is disconnected, and the server sees it', async () => {
    const session = await connect(api, server.url('/ticker'));
    await untilEvents(session, 1);
    await vscode.commands.executeCommand('sseDebugger.disconnect');
    assert.equal(session.snapshot().state.name, 'stopped');
    await until('the end of the request', () => server.requests('/ticker').at(-1)?.isOpen === false);
  });

  it('is disconnected with all others at once', async () => {
    const sessions = await Promise.all([
      connect(api, server.url('/ticker')),
      connect(api, server.url('/ends?count=1&retry=60000')),
    ]);
    await Promise.all(sessions.map((session) => untilEvents(session, 1)));
    await vscode.commands.executeCommand('sseDebugger.disconnectAll');
    assert.deepEqual(
      sessions.map((session) => session.snapshot().state.name),
      ['stopped', 'stopped'],
    );
  });

  it('reconnects with its last event ID', async () => {
    const session = await connect(api, server.url('/ticker'));
    await untilEvents(session, 3);
    await vscode.commands.executeCommand('sseDebugger.disconnect', session.id);
    const { lastEventId } = session.snapshot();
    const before = server.requests('/ticker').length;
    await vscode.commands.executeCommand('sseDebugger.reconnect', session.id);
    await untilState(session, 'open');
    assert.equal(server.requests('/ticker')[before]?.headers['last-event-id'], lastEventId);
  });

  it('accepts a certificate that nobody vouches for only once the user has said so, and says so itself', async () => {
    const secure = await startSecureServer();
    const { showWarningMessage } = vscode.window;
    const details: string[] = [];
    const answers = [undefined, 'Accept for This Session'];
    const answer = (_question: string, { detail }: vscode.MessageOptions): Promise<string | undefined> => {
      details.push(detail ?? '');
      return Promise.resolve(answers[details.length - 1]);
    };
    Object.assign(vscode.window, { showWarningMessage: answer });
    try {
      const session = await connect(api, secure.url);
      await untilState(session, 'failed');
      await vscode.commands.executeCommand('sseDebugger.acceptCertificate', session.id);
      assert.equal(session.snapshot().acceptedCertificate, '');
      assert.equal(session.snapshot().attempts, 1);
      await vscode.commands.executeCommand('sseDebugger.acceptCertificate', session.id);
      await untilState(session, 'open');
      const { acceptedCertificate } = session.snapshot();
      assert.match(acceptedCertificate, /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
      assert.ok(details[1]?.includes(`SHA-256: ${acceptedCertificate}`));
      const other = await connect(api, secure.url);
      await untilState(other, 'failed');
    } finally {
      Object.assign(vscode.window, { showWarningMessage });
      await removeSessions(api);
      await secure.close();
    }
  });

  it('is cleared, and the clearing is undone', async () => {
    const session = await connect(api, server.url('/many?count=20'));
    await untilEvents(session, 20);
    await vscode.commands.executeCommand('sseDebugger.clear');
    assert.equal(session.snapshot().kinds.event, 0);
    assert.ok(session.snapshot().clearedRecords >= 20);
    await vscode.commands.executeCommand('sseDebugger.undoClear');
    assert.equal(session.snapshot().kinds.event, 20);
  });

  it('shows the whole data of a record in a read-only editor', async () => {
    const session = await connect(api, server.url('/ends?count=2'));
    await untilEvents(session, 2);
    const { rows } = await session.records({ kinds: ['event'], first: 0, count: 1 });
    const uri = vscode.Uri.from({ scheme: 'sse-debugger', path: `/${session.id}/${rows[0]?.seq ?? 0}/any.txt` });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), 'event 1');
  });

  it('is removed with its panel and its capture', async () => {
    const session = await connect(api, { url: server.url('/many?count=1'), name: 'To remove' });
    await untilEvents(session, 1);
    assert.ok(existsSync(session.file));
    await api.sessions.remove(session);
    assert.ok(!existsSync(session.file));
    await until('the end of the panel', () => !panelTitles().includes('To remove'));
    assert.equal(api.sessions.get(session.id), undefined);
  });
});
