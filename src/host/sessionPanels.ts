import * as v from 'valibot';
import * as vscode from 'vscode';
import { panelStateSchema } from '../core/protocol/panelMessages.ts';
import type { SessionState } from '../core/connection/sessionSnapshot.ts';
import type { Session } from '../engine/session.ts';
import type { PanelFilter } from './exportSubject.ts';
import type { ListOrder } from '../core/protocol/listMessages.ts';
import { tabTitle } from '../core/words/tabTitle.ts';
import type { FilterLibrary } from './filterLibrary.ts';
import { panelViewType } from './ids.ts';
import type { ListLayouts } from './listLayouts.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import { webviewHtml, webviewOptions } from './webviewHtml.ts';
import { WebviewLink } from './webviewLink.ts';

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly link: WebviewLink;
}

const sessionIdSchema = v.object({ ...panelStateSchema.entries, sessionId: v.pipe(v.string(), v.regex(/^[\w-]+$/)) });

/** The panels in the editor area, at most one for a session. */
export class SessionPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #sessions: SessionRegistry;
  readonly #filters: FilterLibrary;
  readonly #log: vscode.LogOutputChannel;
  readonly #listLayouts: ListLayouts;
  readonly #panels = new Map<string, OpenPanel>();
  readonly #subscriptions: vscode.Disposable;

  constructor(
    extensionUri: vscode.Uri,
    sessions: SessionRegistry,
    filters: FilterLibrary,
    log: vscode.LogOutputChannel,
    listLayouts: ListLayouts,
  ) {
    this.#extensionUri = extensionUri;
    this.#sessions = sessions;
    this.#filters = filters;
    this.#log = log;
    this.#listLayouts = listLayouts;
    this.#subscriptions = vscode.Disposable.from(
      sessions.onDidChangeSession((session) => this.#label(session)),
      sessions.onDidRemove((session) => {
        this.#panels.get(session.id)?.panel.dispose();
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Brings a session's panel to the front, and one of its records into view. */
  show(session: Session, seq: number | null = null): void {
    const open = this.#panels.get(session.id);
    if (open === undefined) {
      const column = vscode.ViewColumn.Active;
      const panel = vscode.window.createWebviewPanel(panelViewType, tabTitle(session.snapshot().title), column, {
        ...webviewOptions(this.#extensionUri),
        enableFindWidget: false,
      });
      this.#adopt(panel, session);
    } else {
      open.panel.reveal();
    }
    if (seq !== null) {
      this.#panels.get(session.id)?.link.select(seq);
    }
    this.#sessions.activate(session);
  }

  /** Has the list of the panel in front do something. */
  perform(order: ListOrder): void {
    for (const { panel, link } of this.#panels.values()) {
      if (panel.active) {
        link.perform(order);
      }
    }
  }

  /** Number of the record that is selected in a session's panel. */
  selectedSeq(session: Session): number | undefined {
    return this.#panels.get(session.id)?.link.selectedSeq;
  }

  /** Numbers of all records that are selected in a session's panel, ascending. */
  selectedSeqs(session: Session): readonly number[] {
    return this.#panels.get(session.id)?.link.selectedSeqs ?? [];
  }

  /** What a session's panel shows; `undefined`: everything, or there is no panel. */
  filter(session: Session): PanelFilter | undefined {
    return this.#panels.get(session.id)?.link.filter;
  }

  /** Shows a session's panel with a filter in force. */
  applyFilter(session: Session, query: string): void {
    this.show(session);
    this.#panels.get(session.id)?.link.applyFilter(query);
  }

  /** Brings a panel back after a reload of the window; without its capture it is of no use, says so and goes. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const result = v.safeParse(sessionIdSchema, state);
    if (!result.success) {
      this.#log.warn(`A panel had no usable state: ${v.summarize(result.issues)}`);
      panel.dispose();
      return;
    }
    try {
      const session = await this.#sessions.restoreCapture(result.output.sessionId);
      if (this.#panels.has(session.id)) {
        panel.dispose();
        return;
      }
      panel.webview.options = webviewOptions(this.#extensionUri);
      this.#adopt(panel, session);
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error));
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The panel of {0} cannot be brought back: {1}', panel.title, reason),
      );
      panel.dispose();
    }
  }

  #adopt(panel: vscode.WebviewPanel, session: Session): void {
    const link = new WebviewLink({
      webview: panel.webview,
      isVisible: () => panel.visible,
      reveal: (revealed, seq) => this.show(revealed, seq),
      filters: this.#filters,
      log: this.#log,
      listLayouts: this.#listLayouts,
    });
    link.show(session);
    this.#panels.set(session.id, { panel, link });
    this.#label(session);
    panel.onDidChangeViewState(() => {
      if (panel.active) {
        this.#sessions.activate(session);
      }
    });
    panel.onDidDispose(() => {
      link.dispose();
      this.#panels.delete(session.id);
    });
    panel.webview.html = webviewHtml(panel.webview, this.#extensionUri, 'panel', session.id);
  }

  #label(session: Session): void {
    const panel = this.#panels.get(session.id)?.panel;
    if (panel === undefined) {
      return;
    }
    const { title: wholeTitle, state } = session.snapshot();
    const title = tabTitle(wholeTitle);
    if (panel.title !== title) {
      panel.title = title;
    }
    const icon = this.#icon(state);
    if (!(panel.iconPath && 'light' in panel.iconPath) || panel.iconPath.light.path !== icon.light.path) {
      panel.iconPath = icon;
    }
  }

  #icon({ name }: SessionState): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
    const folder = vscode.Uri.joinPath(this.#extensionUri, 'media', 'state');
    return {
      light: vscode.Uri.joinPath(folder, 'light', `${name}.svg`),
      dark: vscode.Uri.joinPath(folder, 'dark', `${name}.svg`),
    };
  }
}
