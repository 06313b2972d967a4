import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../src/core/connection/sessionSnapshot.ts';
import type { PanelAction } from '../src/core/protocol/panelMessages.ts';
import { recordKinds, type RecordKind } from '../src/core/record/recordKind.ts';
import type { SearchState } from '../src/core/record/searchState.ts';
import type { RecordDetail } from '../src/core/record/record.ts';
import { emptyState, noEvents, noSession } from './chrome/emptyState.ts';
import './chrome/filterBar.ts';
import type { FilterBar } from './chrome/filterBar.ts';
import './chrome/kindBar.ts';
import './chrome/keysOverlay.ts';
import type { KeysOverlay } from './chrome/keysOverlay.ts';
import { problemView } from './chrome/problemView.ts';
import './chrome/sessionHeader.ts';
import { clampShare } from './chrome/splitter.ts';
import { AttemptSource } from './detail/attemptSource.ts';
import './detail/detailPane.ts';
import type { DetailPane, DetailTab } from './detail/detailPane.ts';
import { HostLink, type HostNotice } from './link/hostLink.ts';
import { LightElement } from './lightElement.ts';
import './list/recordList.ts';
import type { ListChangeEvent, RecordList } from './list/recordList.ts';
import { PanelMemory } from './panelMemory.ts';
import { count, setLanguage, t } from './strings.ts';
import { throttle } from './throttle.ts';
import { vscodeApi } from './vscodeApi.ts';
import './ssePanel.css';

/** Numbers change in place at most four times a second, so that they can be read. */
const factsIntervalMs = 250;
/** Narrower than this the details lie below the list. */
const sideBySidePx = 900;

/** The panel of one session: header, switches, list, details. Holds what they share and talks to the host. */
export class SsePanel extends LightElement {
  static override properties = {
    shown: { state: true },
    record: { state: true },
    search: { state: true },
    stacked: { state: true },
  };

  /** The snapshot that is drawn: the newest one, but no more often than numbers can be read. */
  declare shown: SessionSnapshot | null | undefined;
  declare record: RecordDetail | null | undefined;
  /** How far the filter has come; `undefined`: there is none, or it has only begun. */
  declare search: SearchState | undefined;
  declare stacked: boolean;

  readonly #memory = new PanelMemory(document.body.dataset['sessionId'] ?? '');
  readonly #link = new HostLink(
    (message) => vscodeApi.postMessage(message),
    (notice) => this.#noticed(notice),
  );
  readonly #attempts = new AttemptSource(
    (number) => this.#link.getAttempt(number),
    () => this.requestUpdate(),
  );
  /** The attempt of a failure that may be one of its certificate. */
  readonly #failedAttempt = new AttemptSource(
    (number) => this.#link.getAttempt(number),
    () => this.requestUpdate(),
  );
  #snapshot: SessionSnapshot | null = null;
  #detailSeq: number | null = null;
  /** Number of a failure that the user has closed, as the number of attempts then. */
  #closedFailure: number | undefined;
  readonly #refreshFacts = throttle(() => {
    this.shown = this.#snapshot;
  }, factsIntervalMs);

  constructor() {
    super();
    this.shown = undefined;
    this.record = null;
    this.search = undefined;
    this.stacked = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('message', (event: MessageEvent<unknown>) => this.#link.receive(event.data));
    this.addEventListener('keydown', (event) => this.#keydown(event));
    new ResizeObserver(([entry]) => {
      this.stacked = (entry?.contentRect.width ?? sideBySidePx) < sideBySidePx;
    }).observe(this);
    this.#link.post({ type: 'ready' });
  }

  protected override render(): TemplateResult | typeof nothing {
    const snapshot = this.shown;
    if (snapshot === undefined) {
      return nothing;
    }
    if (snapshot === null) {
      return html`<main class="panel-alone">
        <h1 class="visually-hidden">${t('Session')}</h1>
        ${noSession(this.#act)}
      </main>`;
    }
    const { state } = this.#memory;
    return html`<main class="panel">
      <h1 class="visually-hidden">${snapshot.title}</h1>
      <sse-session-header .snapshot=${snapshot} .act=${this.#act}></sse-session-header>
      <sse-filter-bar
        .query=${state.query}
        .search=${this.search}
        .records=${snapshot.records}
        @filter-change=${(event: CustomEvent<string>) => this.#filter(event.detail)}
        @filter-leave=${() => this.#list?.focusGrid()}
      ></sse-filter-bar>
      <sse-kind-bar
        .counts=${snapshot.kinds}
        .hiddenKinds=${state.hiddenKinds}
        @kind-toggle=${(event: CustomEvent<RecordKind>) => this.#toggleKind(event.detail)}
      ></sse-kind-bar>
      ${this.#clearedBar(snapshot)} ${this.#failure(snapshot)}
      <div class="split ${this.stacked ? 'stacked' : ''}">
        <sse-record-list
          .startedAt=${snapshot.startedAt}
          .sessionId=${snapshot.id}
          .hint=${this.#hint(snapshot)}
          @list-change=${(event: ListChangeEvent) => this.#listChanged(event)}
        ></sse-record-list>
        <sse-splitter
          .share=${state.detailShare}
          .vertical=${!this.stacked}
          @share-change=${(event: CustomEvent<number>) => this.#resize(event.detail)}
        ></sse-splitter>
        <sse-detail-pane
          .record=${this.record}
          .attempt=${this.#attempts.attempt}
          .tab=${this.#detailTab}
          .startedAt=${snapshot.startedAt}
          .post=${this.#post}
          @tab-change=${(event: CustomEvent<DetailTab>) => this.#chooseTab(event.detail)}
        ></sse-detail-pane>
      </div>
      <sse-keys-overlay></sse-keys-overlay>
    </main>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const split = this.querySelector<HTMLElement>('.split');
    split?.style.setProperty('--detail-share', String(clampShare(this.#memory.state.detailShare)));
    const { shown } = this;
    const isTlsFailure = shown?.state.name === 'failed' && shown.state.problem.code === 'tls';
    this.#failedAttempt.show(isTlsFailure ? shown.attempts : null);
    if (this.#detailTab === 'connection') {
      this.#attempts.show(this.record?.attempt ?? null);
      if (changed.has('shown')) {
        this.#attempts.refresh();
      }
    }
  }

  readonly #act = (action: PanelAction): void => this.#link.post({ type: 'action', action });

  readonly #post = (message: Parameters<HostLink['post']>[0]): void => this.#link.post(message);

  get #list(): RecordList | null {
    return this.querySelector<RecordList>('sse-record-list');
  }

  get #shownKinds(): readonly RecordKind[] {
    return recordKinds.filter((kind) => !this.#memory.state.hiddenKinds.includes(kind));
  }

  get #isConnectionRecord(): boolean {
    return this.record?.row.kind === 'connection';
  }

  get #detailTab(): DetailTab {
    const { detailTab, connectionTab } = this.#memory.state;
    return this.#isConnectionRecord ? connectionTab : detailTab;
  }

  #chooseTab(tab: DetailTab): void {
    this.#memory.update(this.#isConnectionRecord ? { connectionTab: tab } : { detailTab: tab });
    this.requestUpdate();
  }

  /** Rows of the view, as far as is known. */
  #total(snapshot: SessionSnapshot): number {
    if (this.#memory.state.query !== '') {
      return this.search?.matched ?? 0;
    }
    return this.#shownKinds.reduce((sum, kind) => sum + snapshot.kinds[kind], 0);
  }

  #noticed(notice: HostNotice): void {
    switch (notice.type) {
      case 'init':
        setLanguage(notice.locale, notice.translations);
        document.documentElement.lang = notice.locale;
        void this.#begin(notice.snapshot);
        return;
      case 'snapshot':
        if (notice.snapshot?.id === this.#snapshot?.id) {
          this.#take(notice.snapshot);
        } else {
          void this.#begin(notice.snapshot);
        }
        return;
      case 'search':
        this.#searched(notice.query, notice.state);
        return;
      case 'select':
        void this.#select(notice.seq);
    }
  }

  /** Shows a session from the beginning, as it was left. */
  async #begin(snapshot: SessionSnapshot | null): Promise<void> {
    this.#snapshot = snapshot;
    this.shown = snapshot;
    this.record = null;
    this.#attempts.reset();
    this.#failedAttempt.reset();
    this.#detailSeq = null;
    await this.updateComplete;
    if (snapshot !== null) {
      const { selectedSeq, following, topPosition } = this.#memory.state;
      this.#memory.update({ sessionId: snapshot.id });
      this.#postFilter();
      this.#list?.start(
        (kinds, first, rows) => this.#link.getRows(kinds, first, rows, this.#memory.state.query),
        this.#shownKinds,
        this.#total(snapshot),
        {
          selectedSeq,
          following,
          topPosition,
        },
      );
    }
  }

  /** Takes a newer picture of the same session. */
  #take(snapshot: SessionSnapshot | null): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    if (snapshot === null || before === null) {
      return;
    }
    const total = this.#total(snapshot);
    if (snapshot.clearedRecords !== before.clearedRecords || snapshot.records < before.records) {
      this.#list?.replace(total);
    } else {
      this.#list?.grow(total);
    }
    if (snapshot.state.name === before.state.name) {
      this.#refreshFacts();
    } else {
      this.shown = snapshot;
    }
  }

  async #select(seq: number): Promise<void> {
    await this.updateComplete;
    await this.#list?.select(seq);
    this.#list?.focusGrid();
  }

  #toggleKind(kind: RecordKind): void {
    const { hiddenKinds } = this.#memory.state;
    this.#showAllBut(
      hiddenKinds.includes(kind) ? hiddenKinds.filter((other) => other !== kind) : [...hiddenKinds, kind],
    );
  }

  #showAllBut(hiddenKinds: RecordKind[]): void {
    this.#memory.update({ hiddenKinds });
    this.#showView();
  }

  #filter(query: string): void {
    this.#memory.update({ query });
    this.#showView();
  }

  /** Shows what the switches and the filter say. */
  #showView(): void {
    this.search = undefined;
    this.#postFilter();
    this.requestUpdate();
    if (this.#snapshot !== null) {
      void this.#list?.showKinds(this.#shownKinds, this.#total(this.#snapshot));
    }
  }

  #postFilter(): void {
    this.#link.post({ type: 'filter', query: this.#memory.state.query, kinds: [...this.#shownKinds] });
  }

  #searched(query: string, state: SearchState): void {
    if (query !== this.#memory.state.query) {
      return;
    }
    const before = this.search?.matched ?? 0;
    this.search = state;
    if (state.matched < before) {
      this.#list?.replace(state.matched);
    } else {
      this.#list?.grow(state.matched);
    }
  }

  #listChanged({ detail }: ListChangeEvent): void {
    this.#memory.update(detail);
    if (detail.selectedSeq !== this.#detailSeq) {
      this.#detailSeq = detail.selectedSeq;
      this.#link.post({ type: 'selected', seq: detail.selectedSeq });
      void this.#loadDetail(detail.selectedSeq);
    }
  }

  async #loadDetail(seq: number | null): Promise<void> {
    if (seq === null) {
      this.record = null;
      return;
    }
    // What is shown stays until the next has come: a flash of nothing at every arrow key is worse than old for 20 ms.
    const record = await this.#link.getRecord(seq).catch(() => null);
    if (this.#detailSeq === seq) {
      this.record = record;
    }
  }

  #resize(detailShare: number): void {
    this.#memory.update({ detailShare });
    this.requestUpdate();
  }

  #keydown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const details = this.querySelector<DetailPane>('sse-detail-pane');
    const target = event.target instanceof Element ? event.target : null;
    if (target instanceof HTMLInputElement) {
      // What is typed there is no shortcut.
      return;
    }
    switch (event.key) {
      case 'f':
        this.#list?.toggleFollow();
        break;
      case '/':
        this.querySelector<FilterBar>('sse-filter-bar')?.focus();
        break;
      case '?':
        this.querySelector<KeysOverlay>('sse-keys-overlay')?.show();
        break;
      case 'Enter':
        if (target?.matches('.list-grid') !== true || this.#list?.hasSelection !== true) {
          return;
        }
        details?.focusContent();
        break;
      case 'Escape':
        if (target?.closest('dialog')) {
          return;
        }
        if (target?.closest('sse-detail-pane')) {
          this.#list?.focusGrid();
        } else {
          this.#list?.clearSelection();
        }
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  #clearedBar({ clearedRecords }: SessionSnapshot): TemplateResult | typeof nothing {
    if (clearedRecords === 0) {
      return nothing;
    }
    const words =
      clearedRecords === 1 ? t('Cleared {0} record', count(1)) : t('Cleared {0} records', count(clearedRecords));
    return html`<div class="panel-cleared" role="status">
      ${words} ·
      <button class="link-button" data-action="undoClear" @click=${() => this.#act('undoClear')}>${t('Undo')}</button>
    </div>`;
  }

  #failure({ state, attempts }: SessionSnapshot): TemplateResult | typeof nothing {
    if (state.name !== 'failed' || this.#closedFailure === attempts) {
      return nothing;
    }
    const buttons = html`<button class="text-button" @click=${() => this.#act('reconnect')}>${t('Reconnect')}</button>
      ${
        state.problem.code === 'tls' && this.#failedAttempt.attempt?.exchanges.at(-1)?.tls?.certificate
          ? html`<button
              class="text-button secondary"
              data-action="acceptCertificate"
              @click=${() => this.#act('acceptCertificate')}
            >
              ${t('Accept This Certificate for This Session…')}
            </button>`
          : nothing
      }
      <button class="text-button secondary" @click=${() => this.#act('showLog')}>${t('Show Log')}</button>
      <button
        class="text-button secondary"
        @click=${() => {
          this.#closedFailure = attempts;
          this.requestUpdate();
        }}
      >
        ${t('Close')}
      </button>`;
    return html`<section class="panel-failure" aria-label=${t('Why the session failed')} tabindex="-1">
      ${problemView(state.problem, buttons)}
    </section>`;
  }

  #hint(snapshot: SessionSnapshot): TemplateResult | typeof nothing {
    if (this.#memory.state.query !== '') {
      return this.search?.state === 'complete' && this.search.matched === 0
        ? emptyState(t('No row matches'), t('None of the records that are shown matches the filter.'), [
            { words: t('Clear Filter'), run: () => this.#filter('') },
          ])
        : nothing;
    }
    if (snapshot.records > 0 && this.#total(snapshot) === 0) {
      const words =
        snapshot.records === 1
          ? t('{0} record is of a kind that is switched off.', count(1))
          : t('All {0} records are of kinds that are switched off.', count(snapshot.records));
      return emptyState(t('No row to show'), words, [{ words: t('Show All Kinds'), run: () => this.#showAllBut([]) }]);
    }
    return snapshot.kinds.event === 0 ? noEvents(snapshot, this.#act) : nothing;
  }
}

customElements.define('sse-panel', SsePanel);
