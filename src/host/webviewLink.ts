import * as v from 'valibot';
import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import type { ToDetail } from '../core/protocol/detailMessages.ts';
import type { FilterAnswer } from '../core/protocol/filterMessages.ts';
import type { FromPanel, PanelAction, ToPanel } from '../core/protocol/panelMessages.ts';
import { fromPanelSchema } from '../core/protocol/panelMessages.ts';
import { shownAttempt } from '../core/protocol/shownAttempt.ts';
import { shownSnapshot } from '../core/protocol/shownSnapshot.ts';
import type { ShownSnapshot } from '../core/protocol/shownSnapshot.ts';
import type { ToTimeline } from '../core/protocol/timelineMessages.ts';
import type { ToRaw } from '../core/protocol/rawMessages.ts';
import type { Session } from '../engine/session.ts';
import { answerDetails } from './detailAnswers.ts';
import { panelFilter, type PanelFilter } from './exportSubject.ts';
import type { FilterLibrary } from './filterLibrary.ts';
import { commands, copyCommands } from './ids.ts';
import type { ListOrder } from '../core/protocol/listMessages.ts';
import { isFromList, ListAnswers } from './listAnswers.ts';
import type { ListLayouts } from './listLayouts.ts';
import { Pacer } from './pacer.ts';
import { PanelFilters } from './panelFilters.ts';
import { PanelTimeline } from './panelTimeline.ts';
import { answerRaw } from './rawAnswers.ts';
import { compareRecords, openRecord } from './recordDocuments.ts';

/** Not more often than a person can see, and far below what a webview can take. */
const snapshotIntervalMs = 100;

export interface WebviewLinkOptions {
  readonly webview: Pick<vscode.Webview, 'onDidReceiveMessage' | 'postMessage'>;
  /** A hidden webview is not drawn, and asks for everything again when it comes back. */
  readonly isVisible: () => boolean;
  /** Brings a record of the session to the front. */
  readonly reveal: (session: Session, seq: number | null) => void;
  readonly filters: FilterLibrary;
  readonly log: vscode.LogOutputChannel;
  readonly listLayouts: ListLayouts;
}

/** Answers a webview's questions about one session at a time, and sends it the session's snapshots. */
export class WebviewLink implements vscode.Disposable {
  readonly #options: WebviewLinkOptions;
  readonly #pacer = new Pacer(snapshotIntervalMs, () => this.#postSnapshot());
  readonly #list: ListAnswers;
  readonly #filters: PanelFilters;
  readonly #timeline: PanelTimeline;
  readonly #subscription: vscode.Disposable;
  #session: Session | undefined;
  #unsubscribe: (() => void) | undefined;
  #ready = false;
  /** Record to select as soon as the webview can. */
  #selectWhenReady: number | undefined;
  /** Filter to use as soon as the webview can. */
  #filterWhenReady: string | undefined;

  #selectedSeq: number | undefined;
  #selectedSeqs: readonly number[] = [];
  #filter: PanelFilter | undefined;

  constructor(options: WebviewLinkOptions) {
    this.#options = options;
    this.#filters = new PanelFilters(options.filters, {
      searched: (query, state) => this.#post({ type: 'search', query, state }),
      notice: (notice) => this.#post(notice),
    });
    this.#timeline = new PanelTimeline(this.#filters);
    this.#list = new ListAnswers(options.listLayouts, this.#filters, (message) => this.#post(message));
    this.#subscription = options.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
  }

  dispose(): void {
    this.#unsubscribe?.();
    this.#list.dispose();
    this.#filters.dispose();
    this.#pacer.dispose();
    this.#subscription.dispose();
  }

  /** Number of the record that the user has selected. */
  get selectedSeq(): number | undefined {
    return this.#selectedSeq;
  }

  /** What the webview shows of its session; `undefined`: everything. */
  get filter(): PanelFilter | undefined {
    return this.#filter;
  }

  /** Numbers of all selected records, ascending. */
  get selectedSeqs(): readonly number[] {
    return this.#selectedSeqs;
  }

  /** Shows another session, or none. */
  show(session: Session | undefined): void {
    this.#unsubscribe?.();
    this.#filters.reset();
    this.#session = session;
    this.#list.show(session);
    this.#unsubscribe = session?.onDidChange(() => this.#pacer.request());
    // At once: what the webview asks for before it knows of the switch would be answered for another session.
    this.#postSnapshot();
  }

  /** Selects a record, now or when the webview is drawn. */
  select(seq: number): void {
    if (this.#ready && this.#options.isVisible()) {
      this.#post({ type: 'select', seq });
    } else {
      this.#selectWhenReady = seq;
    }
  }

  /** Has the list do something, where it is drawn. */
  perform(order: ListOrder): void {
    if (this.#ready && this.#options.isVisible()) {
      this.#list.perform(order);
    }
  }

  /** Uses a filter, now or when the webview is drawn. */
  applyFilter(query: string): void {
    if (this.#ready && this.#options.isVisible()) {
      this.#post({ type: 'applyFilter', query });
    } else {
      this.#filterWhenReady = query;
    }
  }

  #post(message: ToPanel): void {
    void this.#options.webview.postMessage(message);
  }

  #postSnapshot(): void {
    if (this.#ready && this.#options.isVisible()) {
      this.#post({ type: 'snapshot', snapshot: this.#snapshot() });
    }
  }

  #snapshot(): ShownSnapshot | null {
    return this.#session === undefined ? null : shownSnapshot(this.#session.snapshot(), this.#session.warnings());
  }

  #receive(message: unknown): void {
    const result = v.safeParse(fromPanelSchema, message);
    if (result.success) {
      this.#handle(result.output).catch((error: unknown) => this.#report(error, result.output));
    } else {
      this.#options.log.warn(`A webview sent what is no message: ${v.summarize(result.issues)}`);
    }
  }

  #report(error: unknown, message: FromPanel): void {
    this.#options.log.error(error instanceof Error ? error : String(error));
    const text = error instanceof Error ? error.message : String(error);
    if ('requestId' in message) {
      this.#post({ type: 'requestFailed', requestId: message.requestId, message: text });
    } else {
      void vscode.window.showErrorMessage(text);
    }
  }

  async #handle(message: FromPanel): Promise<void> {
    const session = this.#session;
    if (isFromList(message)) {
      await this.#list.handle(session, message);
      return;
    }
    switch (message.type) {
      case 'ready':
        this.#init();
        return;
      case 'getRows': {
        const { requestId, kinds, first, count, query } = message;
        const rows = query === '' ? session?.records({ kinds, first, count }) : this.#filters.rows(query, first, count);
        const window = (await rows) ?? { total: 0, first: 0, rows: [] };
        this.#answer(session, { type: 'rows', requestId, window });
        return;
      }
      case 'filter':
        this.#filter = panelFilter(message.query, message.kinds);
        if (session !== undefined) {
          this.#filters.look(session, message.query, message.kinds);
        }
        return;
      case 'getRecord': {
        const record = await session?.record(message.seq);
        this.#answer(session, { type: 'record', requestId: message.requestId, record: record ?? null });
        return;
      }
      case 'getAttempt': {
        const attempt = await session?.attempt(message.number);
        const insights = (await session?.insights(message.number)) ?? [];
        this.#answer(session, {
          type: 'attempt',
          requestId: message.requestId,
          attempt: attempt === undefined ? null : shownAttempt(attempt, insights),
        });
        return;
      }
      case 'getTimeline':
      case 'getTimelineRecord':
      case 'stepTimeline':
      case 'getStatistics':
        this.#answer(session, await this.#timeline.answer(session, message));
        return;
      case 'action':
        await this.#perform(message.action);
        return;
      case 'copy':
        await vscode.commands.executeCommand(copyCommands[message.what], {
          sessionId: session?.id,
          seqs: message.seqs,
        });
        return;
      case 'openRecord':
        if (session !== undefined) {
          await openRecord(session, message.seq);
        }
        return;
      case 'compareRecords':
        if (session !== undefined) {
          await compareRecords(session, message.seqs);
        }
        return;
      case 'getContents':
      case 'getPrevious':
      case 'copyText': {
        const answer = await answerDetails(session, message);
        if (answer !== undefined) {
          this.#answer(session, answer);
        }
        return;
      }
      case 'getPart':
      case 'copyHexDump': {
        const answer = await answerRaw(session, message);
        if (answer !== undefined) {
          this.#answer(session, answer);
        }
        return;
      }
      case 'selected':
        this.#selectedSeq = message.seq ?? undefined;
        this.#selectedSeqs = message.seqs;
        return;
      case 'reveal':
        if (session !== undefined) {
          this.#options.reveal(session, message.seq);
        }
        return;
      case 'mark':
      case 'getMarks':
      case 'getMark':
      case 'getJsonKeys':
      case 'filterUsed':
      case 'saveFilter':
      case 'renameFilter':
      case 'deleteFilter': {
        const answer = await this.#filters.handle(session, message);
        if (answer !== undefined) {
          this.#answer(session, answer);
        }
        return;
      }
      case 'webviewError':
        this.#options.log.error(`Error in a webview: ${message.message}`);
        return;
      default:
        assertNever(message);
    }
  }

  /** Answers for a session, unless another one is shown by now: the webview would take the answer for that one's. */
  #answer(
    session: Session | undefined,
    answer:
      | Extract<ToPanel, { type: 'rows' | 'record' | 'attempt' | (ToDetail | ToRaw | ToTimeline)['type'] }>
      | FilterAnswer,
  ): void {
    if (session === this.#session) {
      this.#post(answer);
    } else {
      // Not silence: the webview waits for an answer before it asks again.
      const message = vscode.l10n.t('Another session is shown by now.');
      this.#post({ type: 'requestFailed', requestId: answer.requestId, message });
    }
  }

  #init(): void {
    this.#ready = true;
    this.#post({
      type: 'init',
      translations: vscode.l10n.bundle ?? {},
      locale: vscode.env.language,
      snapshot: this.#snapshot(),
    });
    this.#filters.begin();
    if (this.#filterWhenReady !== undefined) {
      this.#post({ type: 'applyFilter', query: this.#filterWhenReady });
      this.#filterWhenReady = undefined;
    }
    void this.#list.begin().catch((error: unknown) => this.#options.log.error(String(error)));
    if (this.#selectWhenReady !== undefined) {
      this.#post({ type: 'select', seq: this.#selectWhenReady });
      this.#selectWhenReady = undefined;
    }
  }

  async #perform(action: PanelAction): Promise<void> {
    const id = this.#session?.id;
    switch (action) {
      case 'connect':
        await vscode.commands.executeCommand(commands.connect);
        return;
      case 'startDemo':
        await vscode.commands.executeCommand(commands.startDemoServer);
        return;
      case 'showLog':
        await vscode.commands.executeCommand(commands.showLog);
        return;
      case 'pauseReading':
      case 'resumeReading':
      case 'disconnect':
      case 'reconnect':
      case 'reconnectNow':
      case 'giveUp':
      case 'editLastEventId':
      case 'acceptCertificate':
      case 'clear':
      case 'undoClear':
      case 'exportEvents':
        await vscode.commands.executeCommand(commands[action], id);
        return;
      default:
        assertNever(action);
    }
  }
}
