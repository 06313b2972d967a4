import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { RecordKind } from '../../src/core/record/recordKind.ts';
import type { RecordRow } from '../../src/core/record/record.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { count, t } from '../strings.ts';
import { columnCount, headRow, recordRow, rowId, rowMenu } from './recordRow.ts';
import { RowSource, type ReadRows } from './rowSource.ts';
import * as rowWindow from './rowWindow.ts';
import './recordList.css';

/** A record that the user has chosen. The number is unknown while its row has not come from the host. */
interface Selection {
  readonly position: number;
  readonly seq: number | null;
}

/** What the list tells the panel, for it to remember and to show details. */
export interface ListView {
  readonly selectedSeq: number | null;
  readonly following: boolean;
  readonly topPosition: number;
}

export type ListChangeEvent = CustomEvent<ListView>;

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
  };

  declare startedAt: number;
  declare sessionId: string;
  /** What to say below the last row, while there are few. */
  declare hint: TemplateResult | typeof nothing;

  #source: RowSource | undefined;
  #top = 0;
  #following = true;
  #selection: Selection | undefined;
  /** Number of a record whose position in a new view is being looked for. */
  #restoring: number | null = null;
  /** Rows that had been seen when following ended; those after it are new. */
  #seen = 0;
  #rowPx = defaultRowPx;
  #viewportPx = 0;
  /** Where the scroll bar was put from here; a scroll event that finds it there was not the user's. */
  #writtenScrollPx = 0;
  #frame = 0;
  #resizeObserver: ResizeObserver | undefined;

  constructor() {
    super();
    this.startedAt = 0;
    this.sessionId = '';
    this.hint = nothing;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizeObserver = new ResizeObserver(() => this.#measure());
    this.#resizeObserver.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizeObserver?.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Connects the list with the host, and puts it where it was left. */
  start(read: ReadRows, kinds: readonly RecordKind[], total: number, view: ListView): void {
    this.#source = new RowSource(read, () => this.#rowsCame());
    this.#source.reset(kinds, total);
    this.#following = view.following;
    this.#seen = total;
    this.#top = view.topPosition;
    this.#selection = undefined;
    if (view.selectedSeq !== null) {
      void this.#restoreSelection(view.selectedSeq);
    }
    this.#draw();
  }

  /** The view has grown. */
  grow(total: number): void {
    const before = this.#source?.total ?? 0;
    this.#source?.grow(total);
    if ((this.#source?.total ?? 0) !== before) {
      this.#draw();
    }
  }

  /** The records of the view are others now: cleared, brought back, or of another session. */
  replace(total: number): void {
    this.#source?.reset(this.#source.kinds, total);
    this.#seen = total;
    this.#selection = undefined;
    if (total === 0) {
      this.#following = true;
    }
    this.#changed();
  }

  /** Shows other kinds of records, and keeps in place what is being read. */
  async showKinds(kinds: readonly RecordKind[], total: number): Promise<void> {
    const source = this.#source;
    if (source === undefined) {
      return;
    }
    const anchor = this.#anchor();
    const selectedSeq = this.#selection?.seq ?? null;
    source.reset(kinds, total);
    this.#seen = total;
    this.#selection = undefined;
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
      this.#choose(position);
      this.#moveTo(rowWindow.topAround(position, this.#top, this.#geometry()));
    }
  }

  clearSelection(): void {
    if (this.#selection !== undefined) {
      this.#selection = undefined;
      this.#changed();
    }
  }

  get hasSelection(): boolean {
    return this.#selection !== undefined;
  }

  /** Follows the newest row, or stops doing so. */
  toggleFollow(): void {
    this.#follow(!this.#following);
    this.#changed();
  }

  /** Goes to the newest row and stays with it. */
  jumpToNewest(): void {
    this.#follow(true);
    this.#changed();
    this.focusGrid();
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
    const active = this.#selection?.position;
    const activeIsDrawn = active !== undefined && active >= range.first && active < range.end;
    const activeRow = active === undefined ? undefined : source?.row(active);
    const rows: TemplateResult[] = [];
    for (let position = range.first; position < range.end; position++) {
      const row = source?.row(position);
      rows.push(
        recordRow(row, {
          position,
          selected: position === active,
          longGap: row !== undefined && source?.isLongGap(position, row) === true,
          startedAt: this.startedAt,
          sessionId: this.sessionId,
        }),
      );
    }
    return html`<div
        class="list-grid ${geometry.total === 0 ? 'empty' : ''}"
        role="grid"
        tabindex="0"
        aria-label=${t('Records')}
        aria-rowcount=${geometry.total + 1}
        aria-colcount=${columnCount}
        data-vscode-context=${activeRow === undefined ? nothing : rowMenu(activeRow, this.sessionId)}
        aria-activedescendant=${activeIsDrawn ? rowId(active) : nothing}
        @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
        @scroll=${() => this.#scrolled()}
      >
        <div class="list-top" role="rowgroup">${headRow()}</div>
        <div class="list-canvas" role="presentation">
          <div class="list-layer" role="presentation" @mousedown=${(event: MouseEvent) => this.#pressed(event)}>
            <div class="list-rows" role="rowgroup">${rows}</div>
          </div>
        </div>
      </div>
      ${this.#hintBelow(geometry)} ${this.#jumpButton(geometry)}`;
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
    grid.style.setProperty('--list-digits', String(Math.max(4, count(geometry.total).length)));
    hint?.style.setProperty('top', `${(geometry.total + 1) * geometry.rowPx}px`);
    this.#writeScroll(grid, geometry);
    const margin = rowWindow.pageRows(geometry);
    const range = rowWindow.visibleRows(this.#top, geometry);
    this.#source?.want(range.first - margin, range.end + margin);
  }

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
    const head = this.querySelector<HTMLElement>('.list-head');
    if (grid && head) {
      this.#rowPx = head.getBoundingClientRect().height || defaultRowPx;
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
    if (event.button === 0 && Number.isInteger(position)) {
      this.#hold();
      this.#choose(position);
      this.focusGrid();
      event.preventDefault();
    }
  }

  /** Who selects a row reads it: from now on new rows must not move it. */
  #hold(): void {
    if (this.#following) {
      this.#follow(false);
    }
  }

  #choose(position: number): void {
    this.#restoring = null;
    this.#selection = { position, seq: this.#source?.row(position)?.seq ?? null };
    this.#changed();
  }

  #keydown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const geometry = this.#geometry();
    const last = geometry.total - 1;
    const current = this.#selection?.position;
    const range = rowWindow.visibleRows(this.#top, geometry);
    const target = ((): number | undefined => {
      switch (event.key) {
        case 'ArrowDown':
          return current === undefined ? Math.ceil(this.#top) : current + 1;
        case 'ArrowUp':
          return current === undefined ? range.end - 1 : current - 1;
        case 'PageDown':
          return (current ?? range.first) + rowWindow.pageRows(geometry);
        case 'PageUp':
          return (current ?? range.end - 1) - rowWindow.pageRows(geometry);
        case 'Home':
          return 0;
        case 'End':
          return last;
        default:
          return undefined;
      }
    })();
    if (target === undefined || last < 0) {
      return;
    }
    event.preventDefault();
    const position = Math.min(Math.max(target, 0), last);
    this.#hold();
    this.#choose(position);
    if (event.key === 'End') {
      this.#follow(true);
      this.#changed();
    } else {
      const top = rowWindow.topThatShows(position, this.#top, geometry);
      if (top !== this.#top) {
        this.#top = top;
        this.#changed();
      }
    }
  }

  async #restoreSelection(seq: number): Promise<void> {
    this.#restoring = seq;
    const position = await this.#source?.positionOf(seq);
    const row = position === undefined ? undefined : await this.#source?.readRow(position);
    if (this.#restoring === seq) {
      this.#restoring = null;
      if (position !== undefined && row?.seq === seq) {
        this.#selection = { position, seq };
      }
      this.#changed();
    }
  }

  /** What should stay where it is: the selected row if it is in sight, else the uppermost one. */
  #anchor(): { readonly seq: number; readonly rowsFromTop: number } | undefined {
    const range = rowWindow.visibleRows(this.#top, this.#geometry());
    const selected = this.#selection?.position ?? -1;
    const position = selected >= range.first && selected < range.end ? selected : Math.ceil(this.#top);
    const row: RecordRow | undefined = this.#source?.row(position);
    return row && { seq: row.seq, rowsFromTop: position - this.#top };
  }

  #rowsCame(): void {
    const selection = this.#selection;
    if (selection?.seq === null) {
      if (this.#source?.row(selection.position) !== undefined) {
        this.#choose(selection.position);
      }
    }
    this.#draw();
  }

  #changed(): void {
    this.#draw();
    const detail: ListView = {
      selectedSeq: this.#selection?.seq ?? this.#restoring,
      following: this.#following,
      topPosition: Math.floor(this.#top),
    };
    this.dispatchEvent(new CustomEvent('list-change', { detail }));
  }

  #hintBelow({ total, rowPx, viewportPx }: rowWindow.RowGeometry): TemplateResult | typeof nothing {
    return this.hint !== nothing && total * rowPx < viewportPx / 2
      ? html`<div class="list-hint">${this.hint}</div>`
      : nothing;
  }

  #jumpButton(geometry: rowWindow.RowGeometry): TemplateResult | typeof nothing {
    const fresh = Math.max(0, geometry.total - this.#seen);
    // In sight of the newest row there is nowhere to jump to until another one comes.
    if (this.#following || (fresh === 0 && rowWindow.isAtEnd(this.#top, geometry))) {
      return nothing;
    }
    return html`<button
      class="list-jump"
      title=${t('Go to the newest record and follow (f)')}
      @click=${() => this.jumpToNewest()}
    >
      ${codicon('arrow-down')}${fresh > 0 ? t('{0} new', count(fresh)) : t('Jump to newest')}
    </button>`;
  }
}

customElements.define('sse-record-list', RecordList);
