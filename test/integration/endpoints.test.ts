import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';
import type { EndpointNode } from '../../src/host/endpointsTree.ts';
import { startSseServer, type SseServer } from '../support/sseServer.ts';
import type { Session } from '../../src/engine/session.ts';
import { activateExtension, removeSessions, untilState } from './extension.ts';
import { startSecureServer } from './secureServer.ts';
import { until } from '../support/until.ts';

const key = 'sseDebugger.endpoints';

async function save(value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Workspace);
}

function saved(): unknown {
  return vscode.workspace.getConfiguration().inspect(key)?.workspaceValue;
}

function textOf(part: string | boolean | vscode.TreeItemLabel | undefined): string {
  return typeof part === 'object' ? part.label : typeof part === 'string' ? part : '';
}

describe('the Endpoints view', () => {
  let api: ExtensionApi;
  let server: SseServer;

  /** The tree as an indented list of labels and descriptions. */
  function tree(node?: EndpointNode, indent = ''): string[] {
    return api.endpointsTree.getChildren(node).flatMap((child) => {
      const { label, description } = api.endpointsTree.getTreeItem(child);
      return [
        `${indent}${textOf(label)} | ${textOf(description)}`,
        ...('children' in child ? tree(child, `${indent}  `) : []),
      ];
    });
  }

  function node(label: string): EndpointNode {
    const found = api.endpointsTree.getChildren().find((each) => api.endpointsTree.getTreeItem(each).label === label);
    assert.ok(found, `no ${label} in the tree`);
    return found;
  }

  before(async () => {
    api = await activateExtension();
    server = await startSseServer();
  });

  afterEach(async () => {
    await removeSessions(api);
    await save(undefined);
  });

  after(() => server.close());

  it('shows saved endpoints in their groups, and what is wrong with those that are not valid', async () => {
    await save([
      { name: 'Plain', url: 'localhost:3000/events?token=abc' },
      { name: 'Chat', url: 'https://example.com/chat', method: 'POST', group: 'LLM' },
      { name: 'Socket', url: 'ws://localhost/' },
      { url: 'http://localhost/nameless' },
      'nonsense',
    ]);
    assert.deepEqual(tree(), [
      'Plain | localhost:3000/events?token=***',
      'Socket | "url" must begin with http: or https:',
      'http://localhost/nameless | "name" is missing',
      'Unnamed endpoint | must be an object with name and url',
      'LLM | ',
      '  Chat | POST example.com/chat',
    ]);
  });

  it('never shows the values of headers', async () => {
    const headers = { Authorization: 'Bearer hunter2', 'X-Key': '${secret:KEY}' };
    await save([{ name: 'A', url: 'https://example.com/', headers }]);
    const { tooltip } = api.endpointsTree.getTreeItem(node('A'));
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /Authorization: ••••\nX-Key: \$\{secret:KEY\}/);
  });

  it('never shows the credentials of URLs, nor bodies', async () => {
    await save([
      { name: 'A', url: 'https://me:hunter2@example.com/?token=hunter2', method: 'POST', body: '{"key":"hunter2"}' },
      { url: 'ws://example.com/?token=hunter2' },
    ]);
    assert.doesNotMatch(JSON.stringify(tree()), /hunter2/);
    const { tooltip } = api.endpointsTree.getTreeItem(node('A'));
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /POST https:\/\/example\.com\/\?token=\*\*\*\n\n••••/);
    assert.doesNotMatch(tooltip.value, /hunter2/);
  });

  it('shows no credentials of URLs where one is chosen or edited', async () => {
    await save([{ name: 'A', url: 'https://me:hunter2@example.com/?token=hunter2' }]);
    const shown: (readonly vscode.QuickPickItem[])[] = [];
    const { showQuickPick } = vscode.window;
    const choosesFirst = (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> => {
      shown.push(items);
      return Promise.resolve(shown.length === 1 ? items[0] : undefined);
    };
    Object.assign(vscode.window, { showQuickPick: choosesFirst });
    try {
      await vscode.commands.executeCommand('sseDebugger.editEndpoint');
    } finally {
      Object.assign(vscode.window, { showQuickPick });
    }
    const descriptions = shown.flat().map(({ description }) => description);
    assert.equal(descriptions.filter((description) => description === 'https://example.com/?token=***').length, 2);
    assert.ok(!descriptions.some((description) => description?.includes('hunter2')));
  });

  it('saves an endpoint that is added in the workspace', async () => {
    await vscode.commands.executeCommand('sseDebugger.addEndpoint', { name: 'A', url: 'http://localhost/a' });
    await vscode.commands.executeCommand('sseDebugger.addEndpoint', { name: 'B', url: 'http://localhost/b' });
    assert.deepEqual(saved(), [
      { name: 'A', url: 'http://localhost/a' },
      { name: 'B', url: 'http://localhost/b' },
    ]);
  });

  it('removes and replaces one entry and leaves the others as they are written', async () => {
    const odd = { name: 'Odd', url: 'ws://localhost/', note: 'unknown to the extension' };
    await save([{ name: 'A', url: 'http://localhost/a' }, odd, { name: 'C', url: 'http://localhost/c' }]);
    const [a, , c] = api.endpoints.entries();
    assert.ok(a && c);
    await api.endpoints.remove(a);
    await api.endpoints.replace(c, { name: 'D', url: 'http://localhost/c' });
    assert.deepEqual(saved(), [odd, { name: 'D', url: 'http://localhost/c' }]);
  });

  it('refuses to change an entry that was changed meanwhile', async () => {
    await save([{ name: 'A', url: 'http://localhost/a' }]);
    const [entry] = api.endpoints.entries();
    assert.ok(entry);
    await save([{ name: 'B', url: 'http://localhost/b' }]);
    await assert.rejects(api.endpoints.remove(entry), { name: 'EntryGoneError' });
    assert.deepEqual(saved(), [{ name: 'B', url: 'http://localhost/b' }]);
  });

  it('connects to an endpoint with its method, headers and body', async () => {
    const headers = { 'X-Test': 'yes' };
    await save([{ name: 'Mine', url: server.url('/open'), method: 'POST', headers, body: '{}' }]);
    const id = await vscode.commands.executeCommand<string>('sseDebugger.connectEndpoint', node('Mine'));
    const session = api.sessions.get(id);
    assert.ok(session);
    await untilState(session, 'open');
    assert.equal(session.snapshot().title, 'Mine');
    const request = server.requests('/open').at(-1);
    assert.equal(request?.method, 'POST');
    assert.equal(request.headers['x-test'], 'yes');
  });

  it('sends the Last-Event-ID of an endpoint, and reconnects as it says', async () => {
    const reconnect = { enabled: true, delay: 20 };
    await save([{ name: 'Mine', url: server.url('/no-ids'), method: 'POST', lastEventId: '41', reconnect }]);
    const before = server.requests('/no-ids').length;
    const id = await vscode.commands.executeCommand<string>('sseDebugger.connectEndpoint', node('Mine'));
    await until('a second POST', () => server.requests('/no-ids')[before + 1]);
    await api.sessions.get(id)?.disconnect();
    assert.equal(server.requests('/no-ids')[before]?.headers['last-event-id'], '41');
  });

  it('takes a silent connection for dead, and keeps coming back after server errors, where an endpoint says so', async () => {
    await save([
      { name: 'Silent', url: server.url('/open'), deadAfterSeconds: 1 },
      {
        name: 'Busy',
        url: server.url('/status?code=503'),
        reconnect: { delay: 10, onServerError: true, backoff: false },
      },
    ]);
    const before = server.requests('/status').length;
    const silent = await vscode.commands.executeCommand<string>('sseDebugger.connectEndpoint', node('Silent'));
    await vscode.commands.executeCommand('sseDebugger.connectEndpoint', node('Busy'));
    await until('a second request of the busy one', () => server.requests('/status').length > before + 1);
    const end = await until('the end of the silent one', async () => {
      return (await api.sessions.get(silent)?.attempt(1))?.end ?? undefined;
    });
    assert.equal(end, 'dead');
  });

  it('trusts the authority that an endpoint names by a path in the workspace, and no other', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const secure = await startSecureServer();
    const { url, certificate } = secure;
    const file = vscode.Uri.joinPath(folder.uri, 'authority.pem');
    await vscode.workspace.fs.writeFile(file, certificate);
    try {
      await save([
        { name: 'Trusted', url, ca: 'authority.pem' },
        { name: 'Unknown', url },
      ]);
      const open = async (name: string): Promise<Session> => {
        const id = await vscode.commands.executeCommand<string>('sseDebugger.connectEndpoint', node(name));
        const session = api.sessions.get(id);
        assert.ok(session);
        return session;
      };
      await untilState(await open('Trusted'), 'open');
      await untilState(await open('Unknown'), 'failed');
    } finally {
      await removeSessions(api);
      await vscode.workspace.fs.delete(file);
      await secure.close();
    }
  });

  it('opens no session where a file of an endpoint cannot be read', async () => {
    await save([{ name: 'Mine', url: server.url('/open'), ca: 'no such file.pem' }]);
    assert.equal(await vscode.commands.executeCommand('sseDebugger.connectEndpoint', node('Mine')), undefined);
    assert.equal(api.sessions.sessions().length, 0);
  });

  it('shows the live session at a second click instead of connecting again', async () => {
    await save([{ name: 'Mine', url: server.url('/ticker') }]);
    // Not one after the other: a double click does not wait either.
    const [first, second] = await Promise.all(
      [1, 2].map(() => vscode.commands.executeCommand<string>('sseDebugger.openEndpoint', node('Mine'))),
    );
    assert.equal(second, first);
    assert.equal(api.sessions.sessions().length, 1);
  });

  it('offers the endpoints of the demo server while it runs', async () => {
    const url = await vscode.commands.executeCommand<string>('sseDebugger.startDemoServer');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    const { host } = new URL(url);
    await until('the group of the demo server', () => tree().includes(`Demo | ${host}`));
    assert.equal(await vscode.commands.executeCommand('sseDebugger.startDemoServer'), url);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('sseDebugger.stopDemoServer');
    assert.deepEqual(tree(), []);
  });
});
