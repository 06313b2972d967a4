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
import { listShortcuts } from './listKeys.ts';
import { listNotices } from './listNotices.ts';
import { ListPlace, type Place } from './listPlace.ts';
import { ListScroll } from './listScroll.ts';
import { ListSelection } from './listSelection.ts';
import { recordRow, rowId, rowMenu } from './recordRow.ts';
import { RowNavigation } from './rowNavigation.ts';
import { RowSource, type ReadRows } from './rowSource.ts';
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
  readonly #scroll = new ListScroll(this, {
    total: () => this.#source?.total ?? 0,
    measured: () => this.#draw(),
    moved: () => {
      this.#place.forget();
      this.#changed();
    },
  });
  readonly #place = new ListPlace(this.#scroll, {
    source: () => this.#source,
    draw: () => this.#changed(),
  });
  readonly #selection = new ListSelection(this, {
    source: () => this.#source,
    changed: () => this.#changed(),
    draw: () => this.#draw(),
    selected: (seqs) => this.#tellSelection(seqs),
  });
  readonly #navigation = new RowNavigation(this.#scroll, this.#selection);
  #frame = 0;

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
    document.addEventListener('selectionchange', this.#dropTextSelection);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('selectionchange', this.#dropTextSelection);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /**
   * Connects the list with the host, and puts it where it was left.
   *
   * @param isFilled Whether the view has all of its rows; those of a filter are still to be found.
   */
  start(read: ReadRows, kinds: readonly RecordKind[], total: number, view: ListView, isFilled: boolean): void {
    this.#source = new RowSource(read, () => this.#rowsCame());
    this.#source.reset(kinds, total);
    if (view.heldAt !== null) {
      this.#source.hold(view.heldAt);
    }
    this.#scroll.start(view.topPosition, view.following);
    this.#scroll.saw(total);
    this.#place.want(view.following ? undefined : { by: 'top', top: view.topPosition });
    this.#selection.drop(view.selectedSeq);
    void this.#grown(isFilled);
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
      this.#scroll.sawAtLeast(total);
      void this.#grown(false);
    }
    if (source.total + source.heldBack !== before) {
      this.#draw();
    }
  }

  /** All that a filter finds among the records of now is in the view. */
  filled(): void {
    void this.#grown(true);
  }

  /** The records of the view are others now: cleared, brought back, or of another session. */
  replace(total: number): void {
    this.#source?.reset(this.#source.kinds, total);
    this.#scroll.saw(total);
    this.#place.want(undefined);
    if (total === 0) {
      this.#scroll.follow(true);
    }
    this.#selection.drop(null);
  }

  /**
   * Shows other rows, and keeps in place what is being read. A paused view goes on.
   *
   * @param isFilled Whether the view has all of its rows; those of a filter are still to be found.
   */
  showKinds(kinds: readonly RecordKind[], total: number, isFilled: boolean): void {
    const source = this.#source;
    if (source === undefined) {
      return;
    }
    const place = this.#scroll.isFollowing
      ? undefined
      : (this.#place.wish ?? this.#hiddenSelection() ?? this.#anchor());
    source.reset(kinds, total);
    this.#scroll.saw(total);
    this.#place.want(place);
    this.#selection.drop(this.#selection.expectedSeq);
    void this.#grown(isFilled);
  }

  /** Selects a record by its number and brings it into sight. */
  async select(seq: number): Promise<void> {
    const position = await this.#source?.positionOf(seq);
    if (position !== undefined) {
      this.#navigation.goTo(position);
    }
  }

  clearSelection(): void {
    this.#selection.clear();
  }

  /** The selected record that the keyboard is on. */
  get activeSeq(): number | null {
    return this.#selection.activeSeq;
  }

  get hasSelection(): boolean {
    return this.#selection.rows.active !== undefined;
  }

  /** Numbers of the selected records, ascending; of rows that are not at hand too. Empty where the view became another. */
  selectedSeqs(): Promise<readonly number[]> {
    return this.#selection.seqs();
  }

  /** Number of the record that a search for the next one begins at: the active one, else one in sight. */
  get placeSeq(): number {
    return this.#selection.activeSeq ?? this.#source?.row(Math.ceil(this.#scroll.top))?.seq ?? 0;
  }

  /** Says why an order does nothing, until the next one. */
  say(refusal: string): void {
    this.#selection.refuse(refusal);
  }

  /** Follows the newest row, or stops doing so. */
  toggleFollow(): void {
    this.#scroll.follow(!this.#scroll.isFollowing);
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
    this.#scroll.goToEnd();
    this.focusGrid();
  }

  /** The keys of the list. */
  shortcuts(): readonly Shortcut[] {
    return listShortcuts(this.#navigation);
  }

  focusGrid(): void {
    this.#grid?.focus({ preventScroll: true });
  }

  protected override firstUpdated(): void {
    this.#grid?.addEventListener('wheel', (event) => this.#scroll.wheel(event), { passive: false });
    this.#scroll.measure();
  }

  protected override render(): TemplateResult {
    const source = this.#source;
    const { geometry, range } = this.#scroll;
    const { rows: selected, activeRow } = this.#selection;
    const { active } = selected;
    const activeIsDrawn = active !== undefined && active >= range.first && active < range.end;
    const columns = shownColumns(this.layout, this.#scroll.widthPx);
    const rows: TemplateResult[] = [];
    for (let position = range.first; position < range.end; position++) {
      const row = source?.row(position);
      rows.push(
        recordRow(row, {
          position,
          selected: selected.has(position),
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
        @scroll=${() => this.#scroll.scrolled()}
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
        following: this.#scroll.isFollowing,
        isAtEnd: this.#scroll.isAtEnd,
        fresh: this.#scroll.fresh,
        isHeld: this.isHeld,
        heldBack: source?.heldBack ?? 0,
        selected: selected.count,
        refusal: this.#selection.refusal,
        jump: () => this.jumpToNewest(),
        release: () => {
          this.toggleHold();
          this.focusGrid();
        },
      })}`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { geometry, range, widthPx } = this.#scroll;
    const grid = this.#grid;
    if (!grid) {
      return;
    }
    this.#scroll.place();
    const columns = shownColumns(this.layout, widthPx);
    grid.style.setProperty('--list-columns', columnTemplate(columns, this.layout, widthPx));
    grid.style.setProperty('--list-digits', String(Math.max(4, count(geometry.total).length)));
    const margin = rowWindow.pageRows(geometry);
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

  /** Draws once a frame, however much has changed. */
  #draw(): void {
    this.#scroll.settle();
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.requestUpdate();
      });
    }
  }

  #pressed(event: MouseEvent): void {
    if (this.#navigation.press(event)) {
      this.focusGrid();
      event.preventDefault();
    }
  }

  #tellSelection(seqs: readonly number[]): void {
    this.dispatchEvent(new CustomEvent<readonly number[]>('selection-change', { detail: seqs }));
  }

  /** The selected record where the view does not have it: the next view is to show it, if it can. */
  #hiddenSelection(): Place | undefined {
    const { rows, expectedSeq } = this.#selection;
    const { rowPx, viewportPx } = this.#scroll.geometry;
    return rows.active === undefined && expectedSeq !== null
      ? { by: 'record', seq: expectedSeq, rowsFromTop: Math.floor(viewportPx / rowPx / 2) }
      : undefined;
  }

  /** What should stay where it is: the selected row if it is in sight, else the uppermost one. */
  #anchor(): Place | undefined {
    const { range, top } = this.#scroll;
    const selected = this.#selection.rows.active ?? -1;
    const position = selected >= range.first && selected < range.end ? selected : Math.ceil(top);
    const row: RecordRow | undefined = this.#source?.row(position);
    return row && { by: 'record', seq: row.seq, rowsFromTop: position - top };
  }

  async #grown(isFilled: boolean): Promise<void> {
    await Promise.all([this.#place.grown(isFilled), this.#selection.grown()]);
  }

  #rowsCame(): void {
    this.#selection.rowsCame();
    this.#draw();
  }

  #changed(): void {
    this.#draw();
    const { wish } = this.#place;
    const detail: ListView = {
      selectedSeq: this.#selection.expectedSeq,
      following: this.#scroll.isFollowing,
      topPosition: wish?.by === 'top' ? wish.top : Math.floor(this.#scroll.top),
      heldAt: this.#source?.heldAt ?? null,
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
