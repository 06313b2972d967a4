import * as vscode from 'vscode';
import { formatCount, formatRate } from '../core/words/format.ts';
import { views } from './ids.ts';
import { Pacer } from './pacer.ts';
import type { SessionRegistry } from './sessionRegistry.ts';

const refreshIntervalMs = 500;

/** The number of live streams and their total rate; hidden while there is none. */
export class StatusBar implements vscode.Disposable {
  readonly #sessions: SessionRegistry;
  readonly #item = vscode.window.createStatusBarItem('sseDebugger.streams', vscode.StatusBarAlignment.Left);
  readonly #pacer = new Pacer(refreshIntervalMs, () => this.#update());
  readonly #subscriptions: vscode.Disposable;

  constructor(sessions: SessionRegistry) {
    this.#sessions = sessions;
    this.#item.name = vscode.l10n.t('Event Streams');
    this.#item.command = `${views.sessions}.focus`;
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      this.#pacer,
      sessions.onDidChangeList(() => this.#pacer.request()),
      sessions.onDidChangeSession(() => this.#pacer.request()),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #update(): void {
    const live = this.#sessions.live();
    if (live.length === 0) {
      this.#item.hide();
      return;
    }
    const sum = live.reduce((total, session) => total + session.snapshot().eventsPerSecond, 0);
    const count = formatCount(live.length, vscode.env.language);
    const rate = formatRate(sum, vscode.env.language);
    const streams = live.length === 1 ? vscode.l10n.t('1 live stream') : vscode.l10n.t('{0} live streams', count);
    const text = `${streams} · ${rate}`;
    this.#item.text = `$(pulse) ${count} · ${rate}`;
    this.#item.tooltip = vscode.l10n.t('{0}: show sessions', text);
    this.#item.accessibilityInformation = { label: text };
    this.#item.show();
  }
}
