import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import type { SessionSnapshot, SessionState } from '../core/connection/sessionSnapshot.ts';
import { isLive } from '../core/connection/sessionSnapshot.ts';
import { sessionStateIcon } from '../core/words/sessionState.ts';
import type { Session } from '../engine/session.ts';
import { commands, viewItems } from './ids.ts';
import { Pacer } from './pacer.ts';
import { countEvents, describeSession, summariseSession } from './sessionText.ts';
import type { PastCapture, SessionRegistry } from './sessionRegistry.ts';
import { sessionIdOf } from './sessionRegistry.ts';

/** What the Sessions view shows, and what its commands are called with. */
export type SessionNode =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'captures'; readonly files: readonly string[] }
  | { readonly kind: 'capture'; readonly capture: PastCapture };

/** Numbers that change more often than this cannot be read. */
const refreshIntervalMs = 500;

const stateColours: Readonly<Record<SessionState['name'], string>> = {
  connecting: 'charts.blue',
  open: 'charts.green',
  waiting: 'charts.yellow',
  stopped: 'disabledForeground',
  finished: 'disabledForeground',
  failed: 'list.errorForeground',
};

function snapshotOf(node: SessionNode): SessionSnapshot | undefined {
  switch (node.kind) {
    case 'session':
      return node.session.snapshot();
    case 'capture':
      return node.capture.snapshot;
    case 'captures':
      return undefined;
    default:
      return assertNever(node);
  }
}

/** The tree of this window's sessions, live ones first, with the captures of earlier runs below. */
export class SessionsTree implements vscode.TreeDataProvider<SessionNode>, vscode.Disposable {
  readonly #sessions: SessionRegistry;
  readonly #changed = new vscode.EventEmitter<SessionNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  /** Nodes are compared by identity when one of them is refreshed. */
  readonly #nodes = new WeakMap<Session, SessionNode & { kind: 'session' }>();
  readonly #stale = new Set<Session>();
  readonly #wasLive = new WeakMap<Session, boolean>();
  readonly #pacer = new Pacer(refreshIntervalMs, () => this.#refresh());
  #wholeIsStale = false;

  constructor(sessions: SessionRegistry) {
    this.#sessions = sessions;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#pacer,
      sessions.onDidChangeList(() => {
        this.#wholeIsStale = true;
        this.#pacer.request();
      }),
      sessions.onDidChangeSession((session) => {
        this.#stale.add(session);
        this.#pacer.request();
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async getChildren(node?: SessionNode): Promise<SessionNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case 'captures':
        return this.#captures(node.files);
      case 'session':
      case 'capture':
        return [];
      default:
        return assertNever(node);
    }
  }

  getTreeItem(node: SessionNode): vscode.TreeItem {
    switch (node.kind) {
      case 'session':
        return this.#sessionItem(node.session);
      case 'captures':
        return this.#capturesItem();
      case 'capture':
        return this.#captureItem(node);
      default:
        return assertNever(node);
    }
  }

  resolveTreeItem(item: vscode.TreeItem, node: SessionNode): vscode.TreeItem {
    const shown = snapshotOf(node);
    if (shown !== undefined) {
      item.tooltip = new vscode.MarkdownString()
        .appendCodeblock(`${shown.method} ${shown.url}`, 'http')
        .appendText(describeSession(shown));
    }
    return item;
  }

  getParent(): undefined {
    return undefined;
  }

  /** The node of an open session, to reveal it. */
  nodeOf(session: Session): SessionNode {
    let node = this.#nodes.get(session);
    if (node === undefined) {
      node = { kind: 'session', session };
      this.#nodes.set(session, node);
    }
    return node;
  }

  async #roots(): Promise<SessionNode[]> {
    const sessions = this.#sessions.sessions();
    const live = sessions.filter((session) => isLive(session.snapshot().state));
    const ended = sessions.filter((session) => !isLive(session.snapshot().state));
    const nodes = [...live, ...ended].map((session) => this.nodeOf(session));
    const files = await this.#sessions.pastFiles();
    return files.length === 0 ? nodes : [...nodes, { kind: 'captures', files }];
  }

  async #captures(files: readonly string[]): Promise<SessionNode[]> {
    const captures = await Promise.all(files.map((file) => this.#sessions.pastCapture(file)));
    return captures.map((capture) => ({ kind: 'capture', capture }));
  }

  #sessionItem(session: Session): vscode.TreeItem {
    const snapshot = session.snapshot();
    const live = isLive(snapshot.state);
    this.#wasLive.set(session, live);
    const item = new vscode.TreeItem(snapshot.title);
    item.id = session.id;
    item.description = summariseSession(snapshot);
    item.iconPath = new vscode.ThemeIcon(
      sessionStateIcon(snapshot.state),
      new vscode.ThemeColor(stateColours[snapshot.state.name]),
    );
    item.contextValue = contextOf(snapshot.state);
    item.accessibilityInformation = {
      label: `${snapshot.title}, ${describeSession(snapshot)}`,
    };
    item.command = {
      command: commands.openSession,
      title: vscode.l10n.t('Open Session'),
      arguments: [this.nodeOf(session)],
    };
    return item;
  }

  #capturesItem(): vscode.TreeItem {
    const item = new vscode.TreeItem(vscode.l10n.t('Earlier Captures'), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = 'captures';
    item.contextValue = viewItems.captures;
    return item;
  }

  #captureItem(node: SessionNode & { kind: 'capture' }): vscode.TreeItem {
    const { file, snapshot } = node.capture;
    const id = sessionIdOf(file);
    const item = new vscode.TreeItem(snapshot?.title ?? id);
    item.id = id;
    item.contextValue = viewItems.capture;
    if (snapshot === undefined) {
      item.description = vscode.l10n.t('cannot be read');
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.tooltip = vscode.l10n.t('This capture cannot be read. The log says why.');
      return item;
    }
    const format = { dateStyle: 'short', timeStyle: 'short' } as const;
    const started = new Date(snapshot.startedAt).toLocaleString(vscode.env.language, format);
    item.description = `${started} · ${countEvents(snapshot)}`;
    item.iconPath = new vscode.ThemeIcon('archive');
    item.command = { command: commands.openSession, title: vscode.l10n.t('Open Session'), arguments: [node] };
    return item;
  }

  /** Refreshes what has changed: single items, unless one of them changes its place. */
  #refresh(): void {
    const stale = [...this.#stale];
    this.#stale.clear();
    const moved = stale.some((session) => this.#wasLive.get(session) !== isLive(session.snapshot().state));
    if (this.#wholeIsStale || moved) {
      this.#wholeIsStale = false;
      this.#changed.fire(undefined);
    } else {
      for (const session of stale) {
        this.#changed.fire(this.nodeOf(session));
      }
    }
  }
}

function contextOf(state: SessionState): string {
  if (state.name === 'waiting') {
    return viewItems.waitingSession;
  }
  return isLive(state) ? viewItems.liveSession : viewItems.endedSession;
}
