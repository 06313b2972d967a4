import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { RecordKind } from '../../src/core/record/recordKind.ts';
import type { RecordRow } from '../../src/core/record/record.ts';
import { columnIds, usualLayout, type ListLayout } from '../../src/core/record/listLayout.ts';
import type { RecordMark } from '../../src/core/record/recordMark.ts';
import type { Shortcut } from '../keys/shortcut.ts';
import { LightElement } from '../lightElement.ts';
import { count, t } from '../strings.ts';
import { columnTemplate, shownColumns } from './columns.ts';
import './listHead.ts';
import { listShortcuts, type RowMove } from './listKeys.ts';
import { listNotices } from './listNotices.ts';
import { recordRow, rowId, rowMenu } from './recordRow.ts';
import { RowSelection } from './rowSelection.ts';
import { RowSource, type ReadRows } from './rowSource.ts';
import { maxSelected, SelectedSeqs, seqsOf } from './selectedSeqs.ts';
import * as rowWindow from './rowWindow.ts';
import './recordList.css';

/** What the list tells the panel, for it to remember and to show details. */
export interface ListView {
  /** The active record, whose details are shown. */
  readonly selectedSeq: number | null;
  readonly following: boolean;
  readonly topPosition: number;
  /** Rows that are shown of a paused view; `null`: it is not paused. */
  readonly heldAt: number | null;
}

export type ListChangeEvent = CustomEvent<ListView>;

/** The numbers of all selected records, ascending. */
export type SelectionChangeEvent = CustomEvent<readonly number[]>;

/** Row height before the first measurement. */
const defaultRowPx = 22;

/**
 * The list of records: a grid of which only the rows in sight exist. It follows the newest row until the user scrolls
 * up or selects one; from then on nothing moves what is being read.
 */
export class RecordList extends LightElement {
  static override properties = {
    startedAt: { type: Number },
    sessionId: { type: String },
    hint: { attribute: false },
    layout: { attribute: false },
    marks: { attribute: false },
  };

  declare startedAt: number;
  declare sessionId: string;
  /** What to say below the last row, while there are few. */
  declare hint: TemplateResult | typeof nothing;
  declare layout: ListLayout;
  /** What the user has attached to records, by their numbers. */
  declare marks: ReadonlyMap<number, RecordMark>;

  #source: RowSource | undefined;
  #top = 0;
  #following = true;
  #selection = RowSelection.none;
  /** Number of the active record; unknown while its row has not come from the host. */
  #activeSeq: number | null = null;
  /** Why the last order did nothing; empty: it did. */
  #refusal = '';
  readonly #selectedSeqs = new SelectedSeqs((seqs) => this.#tellSelection(seqs));
  /** Number of a record whose position in a new view is being looked for. */
  #restoring: number | null = null;
  /** Rows that had been seen when following ended; those after it are new. */
  #seen = 0;
  #rowPx = defaultRowPx;
  #viewportPx = 0;
  #widthPx = 0;
  /** Where the scroll bar was put from here; a scroll event that finds it there was not the user's. */
  #writtenScrollPx = 0;
  #frame = 0;
  #resizeObserver: ResizeObserver | undefined;

  constructor() {
    super();
    this.startedAt = 0;
    this.sessionId = '';
    this.hint = nothing;
    this.layout = usualLayout;
    this.marks = new Map();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizeObserver = new ResizeObserver(() => this.#measure());
    this.#resizeObserver.observe(this);
    document.addEventListener('selectionchange', this.#dropTextSelection);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizeObserver?.disconnect();
    this.#selectedSeqs.forget();
    document.removeEventListener('selectionchange', this.#dropTextSelection);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Connects the list with the host, and puts it where it was left. */
  start(read: ReadRows, kinds: readonly RecordKind[], total: number, view: ListView): void {
    this.#source = new RowSource(read, () => this.#rowsCame());
    this.#source.reset(kinds, total);
    if (view.heldAt !== null) {
      this.#source.hold(view.heldAt);
    }
    this.#following = view.following;
    this.#seen = total;
    this.#top = view.topPosition;
    this.#deselect();
    if (view.selectedSeq !== null) {
      void this.#restoreSelection(view.selectedSeq);
    }
    this.#draw();
  }

  /**
   * The view has grown.
   *
   * @param isNews Whether by records that have come since, and not by what a filter has only now found.
   */
  grow(total: number, isNews: boolean): void {
    const source = this.#source;
    if (source === undefined) {
      return;
    }
    const before = source.total + source.heldBack;
    source.grow(total);
    if (!isNews) {
      this.#seen = Math.max(this.#seen, total);
    }
    if (source.total + source.heldBack !== before) {
      this.#draw();
    }
  }

  /** The records of the view are others now: cleared, brought back, or of another session. */
  replace(total: number): void {
    this.#source?.reset(this.#source.kinds, total);
    this.#seen = total;
    this.#deselect();
    if (total === 0) {
      this.#following = true;
    }
    this.#changed();
  }

  /** Shows other kinds of records, and keeps in place what is being read. A paused view goes on. */
  async showKinds(kinds: readonly RecordKind[], total: number): Promise<void> {
    const source = this.#source;
    if (source === undefined) {
      return;
    }
    const anchor = this.#anchor();
    const selectedSeq = this.#activeSeq;
    source.reset(kinds, total);
    this.#seen = total;
    this.#deselect();
    this.#restoring = selectedSeq;
    this.#draw();
    if (anchor !== undefined && !this.#following) {
      const position = await source.positionOf(anchor.seq);
      if (position !== undefined) {
        this.#moveTo(position - anchor.rowsFromTop);
      }
    }
    if (selectedSeq === null) {
      this.#changed();
    } else {
      await this.#restoreSelection(selectedSeq);
    }
  }

  /** Selects a record by its number and brings it into sight. */
  async select(seq: number): Promise<void> {
    const position = await this.#source?.positionOf(seq);
    if (position !== undefined) {
      this.#following = false;
      this.#choose(RowSelection.only(position));
      this.#moveTo(rowWindow.topAround(position, this.#top, this.#geometry()));
    }
  }

  clearSelection(): void {
    if (this.#selection !== RowSelection.none || this.#refusal !== '') {
      this.#choose(RowSelection.none);
    }
  }

  get hasSelection(): boolean {
    return this.#selection.active !== undefined;
  }

  /** Numbers of the selected records, ascending; of rows that are not at hand too. Empty where the view became another. */
  async selectedSeqs(): Promise<readonly number[]> {
    return this.#source === undefined
      ? []
      : ((await seqsOf(this.#selection, this.#source).catch(() => undefined)) ?? []);
  }

  /** The active row, where it is at hand. */
  get activeRow(): RecordRow | undefined {
    const { active } = this.#selection;
    return active === undefined ? undefined : this.#source?.row(active);
  }

  /** Number of the record that a search for the next one begins at: the active one, else one in sight. */
  get placeSeq(): number {
    return this.#activeSeq ?? this.#source?.row(Math.ceil(this.#top))?.seq ?? 0;
  }

  /** Says why an order does nothing, until the next one. */
  say(refusal: string): void {
    this.#refusal = refusal;
    this.#draw();
  }

  /** Follows the newest row, or stops doing so. */
  toggleFollow(): void {
    this.#follow(!this.#following);
    this.#changed();
  }

  /** Whether the view is paused: records are captured, and not shown. */
  get isHeld(): boolean {
    return this.#source?.isHeld ?? false;
  }

  /** Pauses the view where it stands, or shows what has come since. */
  toggleHold(): void {
    const source = this.#source;
    if (source?.isHeld === true) {
      source.release();
    } else {
      source?.hold(source.total);
    }
    this.#changed();
  }

  /** Goes to the newest row and stays with it. */
  jumpToNewest(): void {
    this.#follow(true);
    this.#changed();
    this.focusGrid();
  }

  /** The keys of the list. */
  shortcuts(): readonly Shortcut[] {
    return listShortcuts({
      move: (move) => this.#go(move, (position) => RowSelection.only(position)),
      extend: (move) => this.#go(move, (position) => this.#selection.extendTo(position)),
      selectAll: () => {
        this.#hold();
        this.#choose(this.#selection.all(this.#geometry().total));
      },
    });
  }

  focusGrid(): void {
    this.#grid?.focus({ preventScroll: true });
  }

  protected override firstUpdated(): void {
    this.#grid?.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.#measure();
  }

  protected override render(): TemplateResult {
    const source = this.#source;
    const geometry = this.#geometry();
    const range = rowWindow.visibleRows(this.#top, geometry);
    const { active } = this.#selection;
    const activeIsDrawn = active !== undefined && active >= range.first && active < range.end;
    const { activeRow } = this;
    const columns = shownColumns(this.layout, this.#widthPx);
    const rows: TemplateResult[] = [];
    for (let position = range.first; position < range.end; position++) {
      const row = source?.row(position);
      rows.push(
        recordRow(row, {
          position,
          selected: this.#selection.has(position),
          active: position === active,
          longGap: row !== undefined && source?.isLongGap(position, row) === true,
          startedAt: this.startedAt,
          sessionId: this.sessionId,
          columns,
          time: this.layout.time,
          mark: row === undefined ? undefined : this.marks.get(row.seq),
        }),
      );
    }
    return html`<div
        class="list-grid ${geometry.total === 0 ? 'empty' : ''}"
        role="grid"
        tabindex="0"
        aria-label=${t('Records')}
        aria-multiselectable="true"
        aria-rowcount=${geometry.total + 1}
        aria-colcount=${columnIds.length}
        data-vscode-context=${
          activeRow === undefined ? nothing : rowMenu(activeRow, this.sessionId, this.marks.get(activeRow.seq))
        }
        aria-activedescendant=${activeIsDrawn ? rowId(active) : nothing}
        @scroll=${() => this.#scrolled()}
      >
        <div class="list-top" role="rowgroup">
          <sse-list-head .layout=${this.layout} .columns=${columns} .sessionId=${this.sessionId}></sse-list-head>
        </div>
        <div class="list-canvas" role="presentation">
          <div class="list-layer" role="presentation" @mousedown=${(event: MouseEvent) => this.#pressed(event)}>
            <div class="list-rows" role="rowgroup">${rows}</div>
          </div>
        </div>
      </div>
      ${this.#hintBelow(geometry)}
      ${listNotices({
        following: this.#following,
        isAtEnd: rowWindow.isAtEnd(this.#top, geometry),
        fresh: Math.max(0, geometry.total - this.#seen),
        isHeld: this.isHeld,
        heldBack: source?.heldBack ?? 0,
        selected: this.#selection.count,
        refusal: this.#refusal,
        jump: () => this.jumpToNewest(),
        release: () => {
          this.toggleHold();
          this.focusGrid();
        },
      })}`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const geometry = this.#geometry();
    const grid = this.#grid;
    const canvas = this.querySelector<HTMLElement>('.list-canvas');
    const layer = this.querySelector<HTMLElement>('.list-layer');
    const rows = this.querySelector<HTMLElement>('.list-rows');
    const hint = this.querySelector<HTMLElement>('.list-hint');
    if (!grid || !canvas || !layer || !rows) {
      return;
    }
    // Positions are set here and not in the template, because the CSP blocks style attributes.
    canvas.style.height = `${rowWindow.canvasPx(geometry)}px`;
    layer.style.height = `${Math.min(geometry.viewportPx, rowWindow.canvasPx(geometry))}px`;
    rows.style.transform = `translateY(${-rowWindow.visibleRows(this.#top, geometry).offsetPx}px)`;
    const columns = shownColumns(this.layout, this.#widthPx);
    grid.style.setProperty('--list-columns', columnTemplate(columns, this.layout, this.#widthPx));
    grid.style.setProperty('--list-digits', String(Math.max(4, count(geometry.total).length)));
    hint?.style.setProperty('top', `${(geometry.total + 1) * geometry.rowPx}px`);
    this.#writeScroll(grid, geometry);
    const margin = rowWindow.pageRows(geometry);
    const range = rowWindow.visibleRows(this.#top, geometry);
    this.#source?.want(range.first - margin, range.end + margin);
    this.dispatchEvent(new CustomEvent('rows-drawn'));
  }

  /** VS Code answers Ctrl+A in a webview by selecting all its text; in the list, it is the rows that are meant. */
  readonly #dropTextSelection = (): void => {
    const selection = getSelection();
    if (document.activeElement === this.#grid && selection?.type === 'Range') {
      selection.removeAllRanges();
    }
  };

  /** The grid, which is also what scrolls. */
  get #grid(): HTMLElement | null {
    return this.querySelector<HTMLElement>('.list-grid');
  }

  #geometry(): rowWindow.RowGeometry {
    return { total: this.#source?.total ?? 0, rowPx: this.#rowPx, viewportPx: this.#viewportPx };
  }

  /** Draws once a frame, however much has changed. */
  #draw(): void {
    const geometry = this.#geometry();
    this.#top = this.#following ? rowWindow.maxTop(geometry) : rowWindow.clampTop(this.#top, geometry);
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.requestUpdate();
      });
    }
  }

  #measure(): void {
    const grid = this.#grid;
    const top = this.querySelector<HTMLElement>('.list-top');
    if (grid && top) {
      this.#widthPx = grid.clientWidth;
      this.#rowPx = top.getBoundingClientRect().height || defaultRowPx;
      this.#viewportPx = Math.max(0, grid.clientHeight - this.#rowPx);
      this.#draw();
    }
  }

  #writeScroll(grid: HTMLElement, geometry: rowWindow.RowGeometry): void {
    const wanted = rowWindow.scrollPxOf(this.#top, geometry);
    // The element rounds to device pixels: only a real difference is worth a write, and a write is read back.
    if (Math.abs(grid.scrollTop - wanted) >= 1) {
      grid.scrollTop = wanted;
    }
    this.#writtenScrollPx = grid.scrollTop;
  }

  #scrolled(): void {
    const scrollPx = this.#grid?.scrollTop ?? 0;
    if (Math.abs(scrollPx - this.#writtenScrollPx) >= 1) {
      this.#writtenScrollPx = scrollPx;
      this.#moveTo(rowWindow.topOf(scrollPx, this.#geometry()));
    }
  }

  #wheel(event: WheelEvent): void {
    const geometry = this.#geometry();
    if (event.ctrlKey || event.deltaY === 0 || !rowWindow.isScaled(geometry)) {
      return;
    }
    // Scaled, a notch of the wheel on the scroll bar would jump over hundreds of rows.
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 / geometry.rowPx : 3;
    this.#moveTo(this.#top + event.deltaY * unit);
  }

  /** Moves to where the user wants to be. At the end that is to follow, anywhere else it is not. */
  #moveTo(top: number): void {
    const geometry = this.#geometry();
    this.#top = rowWindow.clampTop(top, geometry);
    const following = rowWindow.isAtEnd(this.#top, geometry) && rowWindow.maxTop(geometry) > 0;
    if (this.#following && !following) {
      this.#seen = geometry.total;
    }
    this.#following = following;
    this.#changed();
  }

  #follow(following: boolean): void {
    this.#following = following;
    this.#seen = this.#geometry().total;
  }

  #pressed(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.list-row') : null;
    const position = Number(row?.dataset['position'] ?? NaN);
    if (event.button > 2 || event.button === 1 || !Number.isInteger(position)) {
      return;
    }
    // A menu is about what is selected, where it is opened on that.
    if (event.button === 0 || !this.#selection.has(position)) {
      this.#hold();
      this.#choose(this.#pressedSelection(event, position));
    }
    this.focusGrid();
    event.preventDefault();
  }

  #pressedSelection(event: MouseEvent, position: number): RowSelection {
    if (event.button === 0 && (event.ctrlKey || event.metaKey)) {
      return this.#selection.toggle(position);
    }
    return event.button === 0 && event.shiftKey ? this.#selection.extendTo(position) : RowSelection.only(position);
  }

  /** Who selects a row reads it: from now on new rows must not move it. */
  #hold(): void {
    if (this.#following) {
      this.#follow(false);
    }
  }

  #choose(selection: RowSelection): void {
    this.#restoring = null;
    if (selection.count > maxSelected) {
      this.say(t('No more than {0} records can be selected. An export takes the whole view.', count(maxSelected)));
      return;
    }
    this.#refusal = '';
    const before = this.#selection;
    const { active } = selection;
    this.#selection = selection;
    this.#activeSeq = active === undefined ? null : (this.#source?.row(active)?.seq ?? null);
    this.#changed();
    if (selection.count > 1 && this.#source !== undefined) {
      this.#selectedSeqs.look(selection, this.#source);
    } else if (before.count > 1 || this.#activeSeq !== null || active === undefined) {
      this.#selectedSeqs.forget();
      this.#tellSelection(this.#activeSeq === null ? [] : [this.#activeSeq]);
    }
  }

  #deselect(): void {
    this.#selectedSeqs.forget();
    this.#selection = RowSelection.none;
    this.#activeSeq = null;
    this.#refusal = '';
  }

  #tellSelection(seqs: readonly number[]): void {
    this.dispatchEvent(new CustomEvent<readonly number[]>('selection-change', { detail: seqs }));
  }

  /** Moves the active row, and selects what goes with it. */
  #go(move: RowMove, selection: (position: number) => RowSelection): void {
    const geometry = this.#geometry();
    const last = geometry.total - 1;
    if (last < 0) {
      return;
    }
    const position = Math.min(Math.max(this.#target(move, geometry), 0), last);
    this.#hold();
    this.#choose(selection(position));
    if (move === 'last') {
      this.#follow(true);
      this.#changed();
      return;
    }
    const top = rowWindow.topThatShows(position, this.#top, geometry);
    if (top !== this.#top) {
      this.#top = top;
      this.#changed();
    }
  }

  #target(move: RowMove, geometry: rowWindow.RowGeometry): number {
    const { active } = this.#selection;
    const range = rowWindow.visibleRows(this.#top, geometry);
    switch (move) {
      case 'up':
        return active === undefined ? range.end - 1 : active - 1;
      case 'down':
        return active === undefined ? Math.ceil(this.#top) : active + 1;
      case 'pageUp':
        return (active ?? range.end - 1) - rowWindow.pageRows(geometry);
      case 'pageDown':
        return (active ?? range.first) + rowWindow.pageRows(geometry);
      case 'first':
        return 0;
      case 'last':
        return geometry.total - 1;
    }
  }

  async #restoreSelection(seq: number): Promise<void> {
    this.#restoring = seq;
    const position = await this.#source?.positionOf(seq);
    const row = position === undefined ? undefined : await this.#source?.readRow(position);
    if (this.#restoring === seq) {
      this.#restoring = null;
      if (position !== undefined && row?.seq === seq) {
        this.#selection = RowSelection.only(position);
        this.#activeSeq = seq;
        this.#tellSelection([seq]);
      }
      this.#changed();
    }
  }

  /** What should stay where it is: the selected row if it is in sight, else the uppermost one. */
  #anchor(): { readonly seq: number; readonly rowsFromTop: number } | undefined {
    const range = rowWindow.visibleRows(this.#top, this.#geometry());
    const selected = this.#selection.active ?? -1;
    const position = selected >= range.first && selected < range.end ? selected : Math.ceil(this.#top);
    const row: RecordRow | undefined = this.#source?.row(position);
    return row && { seq: row.seq, rowsFromTop: position - this.#top };
  }

  #rowsCame(): void {
    const { activeRow } = this;
    if (this.#activeSeq === null && activeRow !== undefined) {
      this.#activeSeq = activeRow.seq;
      this.#changed();
      if (this.#selection.count === 1) {
        this.#tellSelection([activeRow.seq]);
      }
    }
    this.#draw();
  }

  #changed(): void {
    this.#draw();
    const source = this.#source;
    const detail: ListView = {
      selectedSeq: this.#activeSeq ?? this.#restoring,
      following: this.#following,
      topPosition: Math.floor(this.#top),
      heldAt: source?.isHeld === true ? source.total : null,
    };
    this.dispatchEvent(new CustomEvent('list-change', { detail }));
  }

  #hintBelow({ total, rowPx, viewportPx }: rowWindow.RowGeometry): TemplateResult | typeof nothing {
    return this.hint !== nothing && total * rowPx < viewportPx / 2
      ? html`<div class="list-hint">${this.hint}</div>`
      : nothing;
  }
}

customElements.define('sse-record-list', RecordList);
