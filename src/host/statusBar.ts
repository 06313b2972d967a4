import * as vscode from 'vscode';
import { views } from './ids.ts';
import { Pacer } from './pacer.ts';
import { countStreams, formatRate } from './sessionText.ts';
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
    const rate = live.reduce((sum, session) => sum + session.snapshot().eventsPerSecond, 0);
    const text = `${countStreams(live.length)} · ${formatRate(rate)}`;
    this.#item.text = `$(broadcast) ${live.length} · ${formatRate(rate)}`;
    this.#item.tooltip = vscode.l10n.t('{0}: show sessions', text);
    this.#item.accessibilityInformation = { label: text };
    this.#item.show();
  }
}
