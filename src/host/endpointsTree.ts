import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import type { DemoEndpoint } from '../demo/demoServer.ts';
import { describeEndpointFault } from './endpointFaultText.ts';
import type { DemoService } from './demoService.ts';
import type { EndpointEntry, EndpointStore } from './endpointStore.ts';
import { commands, viewItems } from './ids.ts';
import type { SavedEndpoint } from './savedEndpoint.ts';
import { maskBody, maskHeader } from './secretPlaceholder.ts';
import { shownUrl } from './shownUrl.ts';

/** What the Endpoints view shows, and what its commands are called with. */
export type EndpointNode =
  | { readonly kind: 'group'; readonly name: string; readonly children: readonly EndpointNode[] }
  | { readonly kind: 'demoGroup'; readonly url: string; readonly children: readonly EndpointNode[] }
  | { readonly kind: 'saved'; readonly entry: EndpointEntry }
  | { readonly kind: 'demo'; readonly endpoint: DemoEndpoint };

/** Host and path of a URL, with the method where it is not the usual one. */
function summary(method: string, url: string): string {
  const shown = shownUrl(url).replace(/^https?:\/\//, '');
  return method === 'GET' ? shown : `${method} ${shown}`;
}

function request({ method, url, headers, body }: SavedEndpoint): string {
  return [
    `${method} ${shownUrl(url)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${maskHeader(name, value)}`),
    ...(body === undefined ? [] : ['', maskBody(body)]),
  ].join('\n');
}

/** The tree of saved endpoints and of those of the running demo server. */
export class EndpointsTree implements vscode.TreeDataProvider<EndpointNode>, vscode.Disposable {
  readonly #store: EndpointStore;
  readonly #demo: DemoService;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(store: EndpointStore, demo: DemoService) {
    this.#store = store;
    this.#demo = demo;
    const refresh = (): void => this.#changed.fire(undefined);
    this.#subscriptions = vscode.Disposable.from(this.#changed, store.onDidChange(refresh), demo.onDidChange(refresh));
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  getChildren(node?: EndpointNode): EndpointNode[] {
    if (node !== undefined) {
      return 'children' in node ? [...node.children] : [];
    }
    const loose: EndpointNode[] = [];
    const groups = new Map<string, EndpointNode[]>();
    for (const entry of this.#store.entries()) {
      const group = entry.ok ? (entry.endpoint.group ?? '') : '';
      const list = group === '' ? loose : (groups.get(group) ?? []);
      list.push({ kind: 'saved', entry });
      if (group !== '') {
        groups.set(group, list);
      }
    }
    const nodes: EndpointNode[] = [...loose];
    for (const [name, children] of groups) {
      nodes.push({ kind: 'group', name, children });
    }
    const demo = this.#demo.server;
    if (demo !== undefined) {
      const children = demo.endpoints.map((endpoint): EndpointNode => ({ kind: 'demo', endpoint }));
      nodes.push({ kind: 'demoGroup', url: demo.url, children });
    }
    return nodes;
  }

  getTreeItem(node: EndpointNode): vscode.TreeItem {
    switch (node.kind) {
      case 'group':
        return this.#groupItem(node.name, `group:${node.name}`, viewItems.group);
      case 'demoGroup': {
        const item = this.#groupItem(vscode.l10n.t('Demo'), 'demo', viewItems.demoGroup);
        item.description = node.url.replace('http://', '');
        item.tooltip = vscode.l10n.t('Demo server, on this machine only');
        return item;
      }
      case 'saved':
        return node.entry.ok ? this.#savedItem(node, node.entry.endpoint) : this.#invalidItem(node.entry);
      case 'demo':
        return this.#demoItem(node, node.endpoint);
      default:
        return assertNever(node);
    }
  }

  #groupItem(name: string, id: string, contextValue: string): vscode.TreeItem {
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
    item.id = id;
    item.contextValue = contextValue;
    return item;
  }

  #savedItem(node: EndpointNode, endpoint: SavedEndpoint): vscode.TreeItem {
    const item = new vscode.TreeItem(endpoint.name);
    item.description = summary(endpoint.method, endpoint.url);
    item.iconPath = new vscode.ThemeIcon('globe');
    item.contextValue = viewItems.endpoint;
    item.tooltip = new vscode.MarkdownString().appendCodeblock(request(endpoint), 'http');
    item.command = this.#openCommand(node);
    return item;
  }

  #demoItem(node: EndpointNode, endpoint: DemoEndpoint): vscode.TreeItem {
    const item = new vscode.TreeItem(endpoint.name);
    item.description = endpoint.description;
    item.iconPath = new vscode.ThemeIcon('beaker');
    item.contextValue = viewItems.demoEndpoint;
    item.tooltip = new vscode.MarkdownString()
      .appendText(endpoint.description)
      .appendCodeblock(`${endpoint.method ?? 'GET'} ${endpoint.url}`, 'http');
    item.command = this.#openCommand(node);
    return item;
  }

  #invalidItem(entry: Extract<EndpointEntry, { ok: false }>): vscode.TreeItem {
    const reason = describeEndpointFault(entry.fault, (message, ...args) => vscode.l10n.t(message, ...args));
    const item = new vscode.TreeItem(entry.name);
    item.description = reason;
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    item.contextValue = viewItems.invalidEndpoint;
    item.tooltip = vscode.l10n.t('This endpoint cannot be used: {0}', reason);
    item.accessibilityInformation = { label: `${entry.name}, ${item.tooltip}` };
    return item;
  }

  #openCommand(node: EndpointNode): vscode.Command {
    return { command: commands.openEndpoint, title: vscode.l10n.t('Connect to Endpoint'), arguments: [node] };
  }
}
