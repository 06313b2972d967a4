import type * as vscode from 'vscode';
import type { ListLayouts } from './listLayouts.ts';
import type { FilterLibrary } from './filterLibrary.ts';
import type { SessionPanels } from './sessionPanels.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import { webviewHtml, webviewOptions } from './webviewHtml.ts';
import { WebviewLink } from './webviewLink.ts';

/** The timeline in the side bar. It follows the active session. */
export class TimelineView implements vscode.WebviewViewProvider {
  readonly #extensionUri: vscode.Uri;
  readonly #sessions: SessionRegistry;
  readonly #panels: SessionPanels;
  readonly #filters: FilterLibrary;
  readonly #log: vscode.LogOutputChannel;
  readonly #listLayouts: ListLayouts;

  constructor(
    extensionUri: vscode.Uri,
    sessions: SessionRegistry,
    panels: SessionPanels,
    filters: FilterLibrary,
    log: vscode.LogOutputChannel,
    listLayouts: ListLayouts,
  ) {
    this.#extensionUri = extensionUri;
    this.#sessions = sessions;
    this.#panels = panels;
    this.#filters = filters;
    this.#log = log;
    this.#listLayouts = listLayouts;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const link = new WebviewLink({
      webview: view.webview,
      isVisible: () => view.visible,
      reveal: (session, seq) => this.#panels.show(session, seq),
      filters: this.#filters,
      log: this.#log,
      listLayouts: this.#listLayouts,
    });
    const show = (): void => {
      const session = this.#sessions.active;
      view.description = session?.snapshot().title ?? '';
      link.show(session);
    };
    const subscription = this.#sessions.onDidChangeActive(show);
    view.onDidDispose(() => {
      subscription.dispose();
      link.dispose();
    });
    show();
    view.webview.options = webviewOptions(this.#extensionUri);
    view.webview.html = webviewHtml(view.webview, this.#extensionUri, 'timeline', this.#sessions.active?.id);
  }
}
