import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../src/core/connection/sessionSnapshot.ts';
import type { DetailView } from '../src/core/protocol/detailMessages.ts';
import type { PanelAction } from '../src/core/protocol/panelMessages.ts';
import type { TimelineState } from '../src/core/protocol/timelineMessages.ts';
import { assertNever } from '../src/core/assertNever.ts';
import { jumpOf, type ListOrder } from '../src/core/protocol/listMessages.ts';
import { narrowed } from '../src/core/query/queryClause.ts';
import type { RecordMark } from '../src/core/record/recordMark.ts';
import { nextTimeMode, usualLayout, type ListLayout } from '../src/core/record/listLayout.ts';
import type { RecordKind } from '../src/core/record/recordKind.ts';
import type { SearchState } from '../src/core/record/searchState.ts';
import type { RecordDetail } from '../src/core/record/record.ts';
import { clearedBar } from './chrome/clearedBar.ts';
import { noSession } from './chrome/emptyState.ts';
import './chrome/failureBanner.ts';
import './chrome/keysOverlay.ts';
import type { KeysOverlay } from './chrome/keysOverlay.ts';
import { listHint } from './chrome/listHint.ts';
import './chrome/sessionHeader.ts';
import { readingPausedBar } from './chrome/readingPausedBar.ts';
import { clampShare } from './chrome/splitter.ts';
import { AttemptSource, type ReadAttempt } from './detail/attemptSource.ts';
import './detail/detailPane.ts';
import type { DetailPane, DetailReads, DetailTab } from './detail/detailPane.ts';
import { rawShortcuts } from './detail/rawShortcuts.ts';
import './filter/facetBar.ts';
import './filter/filterBar.ts';
import type { FilterBar } from './filter/filterBar.ts';
import { filterShortcuts } from './filter/filterShortcuts.ts';
import { PanelFilter, type FilterChange } from './filter/panelFilter.ts';
import { drawnStretch, markRows } from './filter/rowMarks.ts';
import './filter/rowMarks.css';
import { panelShortcuts } from './keys/panelShortcuts.ts';
import { selectedOrders } from './keys/selectedOrders.ts';
import { runShortcut, type Shortcut } from './keys/shortcut.ts';
import { HostLink, type HostNotice } from './link/hostLink.ts';
import { keepFocus } from './focusMemory.ts';
import { LightElement } from './lightElement.ts';
import './list/recordList.ts';
import { RecordJumps } from './list/recordJumps.ts';
import type { ListChangeEvent, RecordList, SelectionChangeEvent } from './list/recordList.ts';
import { PanelMemory } from './panelMemory.ts';
import { setLanguage, t } from './strings.ts';
import { throttle } from './throttle.ts';
import { timelineShortcuts } from './timeline/timelineKeys.ts';
import './timeline/timelineStrip.ts';
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
    stacked: { state: true },
    layout: { state: true },
    marks: { state: true },
    pair: { state: true },
  };

  /** The snapshot that is drawn: the newest one, but no more often than numbers can be read. */
  declare shown: SessionSnapshot | null | undefined;
  declare record: RecordDetail | null | undefined;
  declare stacked: boolean;
  /** How the columns of the list are set. */
  declare layout: ListLayout;
  /** Bookmarks and notes, by the numbers of their records. */
  declare marks: ReadonlyMap<number, RecordMark>;
  /** What the details compare, the earlier one first, where two records are selected. */
  declare pair: readonly [number, number] | undefined;

  readonly #memory = new PanelMemory(document.body.dataset['sessionId'] ?? '');
  readonly #link = new HostLink(
    (message) => vscodeApi.postMessage(message),
    (notice) => this.#noticed(notice),
  );
  readonly #attempts = new AttemptSource(
    (number) => this.#link.getAttempt(number),
    () => this.requestUpdate(),
  );
  readonly #filter = new PanelFilter({
    link: this.#link,
    state: () => this.#memory.state,
    update: (change) => this.#memory.update(change),
    rowsChanged: () => this.#showView(),
    marksChanged: () => this.#markRows(),
    redraw: () => this.requestUpdate(),
  });
  readonly #jumps = new RecordJumps(this.#link, this.#filter);
  #snapshot: SessionSnapshot | null = null;
  #detailSeq: number | null = null;
  /** Whether the filter has once gone through all there was: what it finds from then on has come since. */
  #searchHasEnded = false;
  /** Whether the list does not show the record of the details. */
  #isRecordHidden = false;
  readonly #restoreFocus = keepFocus(() => this.#list?.focusGrid());
  readonly #refreshFacts = throttle(() => {
    this.shown = this.#snapshot;
  }, factsIntervalMs);

  constructor() {
    super();
    this.shown = undefined;
    this.record = null;
    this.stacked = false;
    this.layout = usualLayout;
    this.marks = new Map();
    this.pair = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('message', (event: MessageEvent<unknown>) => this.#link.receive(event.data));
    this.addEventListener('keydown', (event) => runShortcut(event, this.#shortcuts));
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
      <sse-session-header
        .snapshot=${snapshot}
        .act=${this.#act}
        .isViewPaused=${state.heldAt !== null}
        @view-pause=${() => this.#perform('toggleHold')}
      ></sse-session-header>
      <sse-filter-bar
        .filter=${{ ...this.#filter.view }}
        .isActive=${this.#filter.isActive}
        .isHiding=${this.#filter.shownQuery !== ''}
        .isMarking=${this.#filter.isMarking}
        .search=${this.#filter.search}
        .marking=${this.#filter.marking}
        .current=${this.#filter.current}
        .records=${snapshot.records}
        .vocabulary=${{ types: snapshot.types, keys: this.#filter.keys }}
        .memory=${this.#filter.memory}
        @filter-set=${(event: CustomEvent<FilterChange>) => this.#filter.change(event.detail)}
        @filter-used=${() => this.#filter.used()}
        @filter-save=${() => this.#filter.save()}
        @filter-rename=${(event: CustomEvent<string>) => this.#post({ type: 'renameFilter', name: event.detail })}
        @filter-delete=${(event: CustomEvent<string>) => this.#post({ type: 'deleteFilter', name: event.detail })}
        @filter-typing=${() => void this.#filter.refreshKeys()}
        @filter-clear=${() => this.#filter.clear()}
        @filter-leave=${() => this.#list?.focusGrid()}
        @mark-step=${(event: CustomEvent<boolean>) => void this.#goToMark(event.detail)}
      ></sse-filter-bar>
      <sse-facet-bar
        .snapshot=${snapshot}
        .state=${state}
        @filter-set=${(event: CustomEvent<FilterChange>) => this.#filter.change(event.detail)}
        @kind-toggle=${(event: CustomEvent<RecordKind>) => this.#filter.toggleKind(event.detail)}
      ></sse-facet-bar>
      <sse-timeline
        .snapshot=${snapshot}
        .link=${this.#link}
        .view=${state.timeline}
        .query=${state.query}
        .shownQuery=${this.#filter.shownQuery}
        .search=${this.#filter.search}
        .selectedMs=${this.record?.row.time}
        .selectedSeq=${this.record?.row.seq}
        @filter-set=${(event: CustomEvent<FilterChange>) => this.#filter.change(event.detail)}
        @view-change=${(event: CustomEvent<TimelineState>) => this.#showTimeline(event.detail)}
        @record-choose=${(event: CustomEvent<number>) => void this.#list?.select(event.detail)}
      ></sse-timeline>
      ${clearedBar(snapshot, this.#act)} ${readingPausedBar(snapshot, this.#act)}
      <sse-failure-banner
        .snapshot=${snapshot}
        .act=${this.#act}
        .readAttempt=${this.#readAttempt}
      ></sse-failure-banner>
      <div class="split ${this.stacked ? 'stacked' : ''}">
        <sse-record-list
          .startedAt=${snapshot.startedAt}
          .sessionId=${snapshot.id}
          .hint=${this.#hint(snapshot)}
          .layout=${this.layout}
          .marks=${this.marks}
          @layout-change=${(event: CustomEvent<ListLayout>) => this.#setLayout(event.detail)}
          @selection-change=${(event: SelectionChangeEvent) => this.#selectionChanged(event.detail)}
          @list-change=${(event: ListChangeEvent) => this.#listChanged(event)}
          @rows-drawn=${() => this.#markRows()}
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
          .isHidden=${this.#isFilled && this.#isRecordHidden}
          .pair=${this.pair}
          .view=${state.detailView}
          .reads=${this.#detailReads}
          .post=${this.#post}
          @tab-change=${(event: CustomEvent<DetailTab>) => this.#chooseTab(event.detail)}
          @detail-view-change=${(event: CustomEvent<DetailView>) => this.#changeDetailView(event.detail)}
          @filter-by=${(event: CustomEvent<string>) => this.#filter.change({ query: narrowed(this.#filter.view.query, event.detail) })}
        ></sse-detail-pane>
      </div>
      <sse-keys-overlay></sse-keys-overlay>
    </main>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const split = this.querySelector<HTMLElement>('.split');
    split?.style.setProperty('--detail-share', String(clampShare(this.#memory.state.detailShare)));
    if (this.#detailTab === 'connection') {
      this.#attempts.show(this.record?.attempt ?? null);
      if (changed.has('shown')) {
        this.#attempts.refresh();
      }
    }
  }

  readonly #act = (action: PanelAction): void => this.#link.post({ type: 'action', action });

  readonly #readAttempt: ReadAttempt = (number) => this.#link.getAttempt(number);

  readonly #detailReads: DetailReads = {
    contents: (seq, dataLength) => this.#link.getContents(seq, dataLength),
    part: (seq, start, length) => this.#link.getPart(seq, start, length),
    previous: (seq) => this.#link.getPrevious(seq),
    record: (seq) => this.#link.getRecord(seq),
  };

  readonly #post = (message: Parameters<HostLink['post']>[0]): void => this.#link.post(message);

  get #list(): RecordList | null {
    return this.querySelector<RecordList>('sse-record-list');
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

  #changeDetailView(detailView: DetailView): void {
    this.#memory.update({ detailView });
    this.requestUpdate();
  }

  /** Rows of the view, as far as is known. */
  #total(snapshot: SessionSnapshot): number {
    if (this.#filter.shownQuery !== '') {
      return this.#filter.search?.matched ?? 0;
    }
    return this.#filter.shownKinds.reduce((sum, kind) => sum + snapshot.kinds[kind], 0);
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
      case 'marking':
      case 'filters':
      case 'applyFilter':
        this.#filter.notice(notice);
        return;
      case 'select':
        void this.#select(notice.seq);
        return;
      case 'listLayout':
        this.layout = notice.layout;
        return;
      case 'perform':
        this.#perform(notice.order);
        return;
      case 'recordMarks':
        this.#takeMarks(notice.marks);
        return;
      default:
        assertNever(notice);
    }
  }

  /** Shows a session from the beginning, as it was left. */
  async #begin(snapshot: SessionSnapshot | null): Promise<void> {
    this.#snapshot = snapshot;
    this.shown = snapshot;
    this.record = null;
    this.#attempts.reset();
    this.#detailSeq = null;
    await this.updateComplete;
    if (snapshot !== null) {
      const { selectedSeq, following, topPosition, heldAt } = this.#memory.state;
      this.#memory.update({ sessionId: snapshot.id });
      this.#filter.begin();
      this.#list?.start(
        (kinds, first, rows) => this.#link.getRows(kinds, first, rows, this.#filter.shownQuery),
        this.#filter.shownKinds,
        this.#total(snapshot),
        {
          selectedSeq,
          following,
          topPosition,
          heldAt,
        },
        this.#isFilled,
      );
      this.#restoreFocus();
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
      this.#list?.grow(total, this.#filter.shownQuery === '' || this.#searchHasEnded);
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

  /** Shows what the switches and the filter say. */
  #showView(): void {
    this.#searchHasEnded = false;
    if (this.#snapshot !== null) {
      this.#list?.showKinds(this.#filter.shownKinds, this.#total(this.#snapshot), this.#isFilled);
    }
  }

  #searched(query: string, state: SearchState): void {
    const before = this.#filter.search?.matched ?? 0;
    if (!this.#filter.searched(query, state)) {
      return;
    }
    this.requestUpdate();
    if (state.matched < before) {
      // The same query was begun anew, for instance by a webview that came back.
      this.#showView();
    } else {
      this.#list?.grow(state.matched, this.#searchHasEnded);
    }
    if (state.state === 'complete') {
      this.#searchHasEnded = true;
      this.#list?.filled();
    }
  }

  /** Whether the view has all of its rows: nothing filters, or the search for the matches is complete. */
  get #isFilled(): boolean {
    return this.#filter.shownQuery === '' || this.#filter.search?.state === 'complete';
  }

  #markRows(): void {
    const list = this.#list;
    const drawn = list && drawnStretch(list);
    if (list && drawn) {
      this.#filter.rowsDrawn(drawn.first, drawn.last);
      markRows(list, this.#filter.marks);
    }
  }

  /** Goes to the next or the previous marked row, from the selected one or from where the list is. */
  async #goToMark(backwards: boolean): Promise<void> {
    if (!this.#filter.isMarking) {
      await this.#filterBar?.openFind();
      return;
    }
    if (this.#list !== null) {
      await this.#jumps.jumpToMark(this.#list, this.#memory.state.selectedSeq, backwards);
    }
  }

  /** Takes one step back: what is looked for, the query, then the switches. */
  #stepBack(): boolean {
    if (this.#list?.hasSelection === true || (!this.#filter.isActive && this.#filter.view.find === null)) {
      return false;
    }
    this.#filter.stepBack();
    return true;
  }

  #listChanged({ detail }: ListChangeEvent): void {
    const isHidden = detail.selectedSeq !== null && this.#list?.hasSelection !== true;
    if (detail.heldAt !== this.#memory.state.heldAt || isHidden !== this.#isRecordHidden) {
      this.#isRecordHidden = isHidden;
      this.requestUpdate();
    }
    this.#memory.update(detail);
    if (detail.selectedSeq !== this.#detailSeq) {
      this.#detailSeq = detail.selectedSeq;
      void this.#loadDetail(detail.selectedSeq);
    }
  }

  #selectionChanged(seqs: readonly number[]): void {
    const [one = 0, other = 0] = seqs;
    this.pair = seqs.length === 2 ? [Math.min(one, other), Math.max(one, other)] : undefined;
    this.#link.post({ type: 'selected', seq: this.#detailSeq, seqs: [...seqs] });
  }

  #setLayout(layout: ListLayout): void {
    this.layout = layout;
    this.#link.post({ type: 'setListLayout', layout });
  }

  #takeMarks(marks: readonly RecordMark[]): void {
    this.marks = new Map(marks.map((mark) => [mark.seq, mark]));
    const { query, find } = this.#filter.view;
    if (asksForMarks.test(`${query} ${find ?? ''}`)) {
      this.#filter.begin();
      this.#showView();
    }
  }

  #toggleReading(): boolean {
    const { state, isReadingPaused } = this.#snapshot ?? {};
    if (state?.name === 'open') {
      this.#act(isReadingPaused === true ? 'resumeReading' : 'pauseReading');
    }
    return state?.name === 'open';
  }

  #perform(order: ListOrder): void {
    switch (order) {
      case 'nextBookmark':
      case 'previousBookmark':
      case 'nextDiagnostic':
      case 'previousDiagnostic':
      case 'nextReconnect':
      case 'previousReconnect':
      case 'nextOfType':
      case 'previousOfType':
        if (this.#list !== null) {
          void this.#jumps.jump(this.#list, jumpOf(order));
        }
        return;
      case 'toggleFollow':
        this.#list?.toggleFollow();
        return;
      case 'toggleHold':
        this.#list?.toggleHold();
        return;
      case 'switchTime':
        this.#setLayout({ ...this.layout, time: nextTimeMode(this.layout.time) });
        return;
      case 'showKeys':
        this.querySelector<KeysOverlay>('sse-keys-overlay')?.show(this.#shortcuts);
        return;
      default:
        assertNever(order);
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

  #showTimeline(timeline: TimelineState): void {
    this.#memory.update({ timeline });
    this.requestUpdate();
  }

  #resize(detailShare: number): void {
    this.#memory.update({ detailShare });
    this.requestUpdate();
  }

  /** The table of all keys; parts add their rows here. */
  get #shortcuts(): readonly Shortcut[] {
    const details = (): DetailPane | null => this.querySelector<DetailPane>('sse-detail-pane');
    const keys = panelShortcuts({
      ...selectedOrders(this.#link, this.#list),
      perform: (order) => this.#perform(order),
      focusFilter: () => this.#filterBar?.focus(),
      showDetailTab: (number) => details()?.showTab(number) === true,
      findInDetails: () => details()?.focusFind() === true,
      enterDetails: () => this.#enterDetails(),
      leaveDetails: () => {
        this.#list?.focusGrid();
        this.#list?.scrollIntoView({ block: 'nearest' });
      },
      clearSelection: () => this.#list?.clearSelection(),
      chooseColumns: () => this.#link.post({ type: 'chooseColumns' }),
      toggleReading: () => this.#toggleReading(),
    });
    const filter = filterShortcuts({
      openFind: () => void this.#filterBar?.openFind(),
      step: (backwards) => void this.#goToMark(backwards),
      toggleMarking: () => this.#filter.change({ marksOnly: !this.#filter.view.marksOnly }),
      showHelp: () => this.#filterBar?.showHelp(),
      stepBack: () => this.#stepBack(),
    });
    const raw = rawShortcuts((by) => details()?.stepChunk(by) === true);
    return [...(this.#list?.shortcuts() ?? []), ...keys, ...filter, ...timelineShortcuts(), ...raw];
  }

  get #filterBar(): FilterBar | null {
    return this.querySelector<FilterBar>('sse-filter-bar');
  }

  #enterDetails(): boolean {
    const hasSelection = this.#list?.hasSelection === true;
    if (hasSelection) {
      this.querySelector<DetailPane>('sse-detail-pane')?.focusContent();
    }
    return hasSelection;
  }

  #hint(snapshot: SessionSnapshot): TemplateResult | typeof nothing {
    return listHint({
      snapshot,
      query: this.#filter.shownQuery,
      search: this.#filter.search,
      total: this.#total(snapshot),
      act: this.#act,
      clearFilter: () => this.#filterBar?.clear(),
      showAllKinds: () => this.#filter.change({ hiddenKinds: [] }),
    });
  }
}

/** A filter whose matches depend on the marks. */
const asksForMarks = /\bis:\W*bookmarked/i;

customElements.define('sse-panel', SsePanel);
