import { html, type PropertyValues, type TemplateResult } from 'lit';
import { LightElement } from '../lightElement.ts';
import * as rowWindow from '../list/rowWindow.ts';
import './rowView.css';

const defaultRowPx = 20;
const defaultColumns = 80;
/** Rows that are drawn beyond each edge, so that a notch of the wheel finds them there. */
const marginRows = 4;
/** Characters that are measured to tell the width of one. */
const measured = 20;

/**
 * Rows of one height, of which only those in sight exist. What the rows are is up to the classes made of it.
 */
export abstract class RowView extends LightElement {
  #top = 0;
  #rowPx = defaultRowPx;
  #viewportPx = 0;
  #columns = defaultColumns;
  /** The widest row so far: the scroll bar must not jump as wide rows come and go. CSS pixels. */
  #widestPx = 0;
  /** Whether the rows that are drawn next are others, whose width says nothing of those before. */
  #forgetsWidest = false;
  #writtenScrollPx = 0;
  #frame = 0;
  #resizeObserver: ResizeObserver | undefined;

  protected abstract readonly rowCount: number;

  /** The rows from `first` up to, not including, `end`. */
  protected abstract renderRows(first: number, end: number): TemplateResult | readonly TemplateResult[];

  /** The element that scrolls, around the canvas given: it has the class `rows-scroller`. */
  protected abstract renderScroller(canvas: TemplateResult, onScroll: () => void): TemplateResult;

  /** The width has changed, in columns of the editor's font. */
  protected columnsChanged(): void {
    // Most rows do not depend on it.
  }

  /** Columns of the editor's font that fit into a row. */
  get columns(): number {
    return this.#columns;
  }

  /** The first row in sight, with the fraction of it that is out of sight. */
  get topRow(): number {
    return this.#top;
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

  /** Puts the view where a row is the first in sight. */
  scrollToRow(top: number): void {
    this.#top = rowWindow.clampTop(top, this.#geometry());
    this.draw();
  }

  /** Brings a row into sight, and moves no more than it takes; one that is far off comes into the middle. */
  revealRow(row: number, place: 'near' | 'middle' = 'near'): void {
    const geometry = this.#geometry();
    this.scrollToRow(
      place === 'near'
        ? rowWindow.topThatShows(row, this.#top, geometry)
        : rowWindow.topAround(row, this.#top, geometry),
    );
  }

  /** Moves the keyboard into the rows. */
  focusRows(): void {
    this.#scroller?.focus({ preventScroll: true });
  }

  /** Scrolls by the keys of a text that has no caret. */
  protected scrollByKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    switch (event.key) {
      case 'ArrowDown':
        this.scrollToRow(this.topRow + 1);
        break;
      case 'ArrowUp':
        this.scrollToRow(this.topRow - 1);
        break;
      case 'PageDown':
        this.scrollToRow(this.topRow + this.pageRows);
        break;
      case 'PageUp':
        this.scrollToRow(this.topRow - this.pageRows);
        break;
      case 'Home':
        this.scrollToRow(0);
        break;
      case 'End':
        this.scrollToRow(this.rowCount);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  protected get pageRows(): number {
    return rowWindow.pageRows(this.#geometry());
  }

  /** The rows are others now: forgets how wide those before were. */
  protected rowsReplaced(): void {
    this.#forgetsWidest = true;
    this.#top = rowWindow.clampTop(this.#top, this.#geometry());
    this.draw();
  }

  /** Draws once a frame, however much has changed. */
  protected draw(): void {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.requestUpdate();
      });
    }
  }

  protected override update(changed: PropertyValues<this>): void {
    if (this.#forgetsWidest) {
      this.#forgetsWidest = false;
      this.#widestPx = 0;
    }
    super.update(changed);
  }

  protected override firstUpdated(): void {
    this.#scroller?.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.#measure();
  }

  protected override render(): TemplateResult {
    const range = this.#range();
    const canvas = html`<div class="rows-canvas" role="presentation">
      <div class="rows-layer" role="presentation">
        <div class="rows" role="presentation">${this.renderRows(range.first, range.end)}</div>
      </div>
    </div>`;
    return html`<span class="rows-probe" aria-hidden="true">${'0'.repeat(measured)}</span
      >${this.renderScroller(canvas, () => this.#scrolled())}`;
  }

  protected override updated(): void {
    const geometry = this.#geometry();
    const scroller = this.#scroller;
    const canvas = this.querySelector<HTMLElement>('.rows-canvas');
    const layer = this.querySelector<HTMLElement>('.rows-layer');
    const rows = this.querySelector<HTMLElement>('.rows');
    if (!scroller || !canvas || !layer || !rows) {
      return;
    }
    this.#top = rowWindow.clampTop(this.#top, geometry);
    // Positions are set here and not in the template, because the CSP blocks style attributes.
    canvas.style.height = `${rowWindow.canvasPx(geometry)}px`;
    layer.style.height = `${Math.min(geometry.viewportPx, rowWindow.canvasPx(geometry))}px`;
    rows.style.transform = `translateY(${(this.#range().first - this.#top) * geometry.rowPx}px)`;
    if (this.#widestPx === 0) {
      // The rows are never narrower than the canvas: what it was for others must not be measured again.
      canvas.style.minWidth = '';
    }
    this.#widestPx = Math.max(this.#widestPx, rows.scrollWidth);
    canvas.style.minWidth = `${this.#widestPx}px`;
    const wanted = rowWindow.scrollPxOf(this.#top, geometry);
    // The element rounds to device pixels: only a real difference is worth a write, and a write is read back.
    if (Math.abs(scroller.scrollTop - wanted) >= 1) {
      scroller.scrollTop = wanted;
    }
    this.#writtenScrollPx = scroller.scrollTop;
  }

  get #scroller(): HTMLElement | null {
    return this.querySelector<HTMLElement>('.rows-scroller');
  }

  #geometry(): rowWindow.RowGeometry {
    return { total: this.rowCount, rowPx: this.#rowPx, viewportPx: this.#viewportPx };
  }

  #range(): { readonly first: number; readonly end: number } {
    const { first, end } = rowWindow.visibleRows(rowWindow.clampTop(this.#top, this.#geometry()), this.#geometry());
    return { first: Math.max(0, first - marginRows), end: Math.min(this.rowCount, end + marginRows) };
  }

  #measure(): void {
    const scroller = this.#scroller;
    const probe = this.querySelector<HTMLElement>('.rows-probe');
    if (!scroller || !probe) {
      return;
    }
    const { width, height } = probe.getBoundingClientRect();
    this.#rowPx = height || defaultRowPx;
    this.#viewportPx = scroller.clientHeight;
    const columns = width === 0 ? defaultColumns : Math.max(1, Math.floor((scroller.clientWidth / width) * measured));
    if (columns !== this.#columns) {
      this.#columns = columns;
      this.#forgetsWidest = true;
      this.columnsChanged();
    }
    this.draw();
  }

  #scrolled(): void {
    const scrollPx = this.#scroller?.scrollTop ?? 0;
    if (Math.abs(scrollPx - this.#writtenScrollPx) >= 1) {
      this.#writtenScrollPx = scrollPx;
      this.scrollToRow(rowWindow.topOf(scrollPx, this.#geometry()));
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
    this.scrollToRow(this.#top + event.deltaY * unit);
  }
}
