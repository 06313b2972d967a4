import type { ReactiveController } from 'lit';
import type { LightElement } from '../lightElement.ts';
import type { RowMove } from './listKeys.ts';
import * as rowWindow from './rowWindow.ts';

/** Row height before the first measurement. */
const defaultRowPx = 22;

/** What scrolling needs of its list. */
export interface ScrolledList {
  /** Rows in the view. */
  total(): number;
  /** Something has been measured anew. */
  measured(): void;
  /** The list stands elsewhere, or follows where it did not. */
  moved(): void;
}

/**
 * Where a list stands, and whether it follows its newest row. Finds the list's parts by their classes: `list-grid` is
 * what scrolls, `list-canvas` makes the scroll bar, `list-layer` is what of it is in sight, `list-rows` has the rows.
 */
export class ListScroll implements ReactiveController {
  readonly #host: LightElement;
  readonly #list: ScrolledList;
  readonly #resizeObserver = new ResizeObserver(() => this.measure());
  #top = 0;
  #following = true;
  /** Rows that had been seen when following ended; those after it are new. */
  #seen = 0;
  #rowPx = defaultRowPx;
  #viewportPx = 0;
  #widthPx = 0;
  /** Where the scroll bar was put from here; a scroll event that finds it there was not the user's. */
  #writtenScrollPx = 0;

  constructor(host: LightElement, list: ScrolledList) {
    this.#host = host;
    this.#list = list;
    host.addController(this);
  }

  hostConnected(): void {
    this.#resizeObserver.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#resizeObserver.disconnect();
  }

  /** Position of the upper edge, in rows, with a fraction. */
  get top(): number {
    return this.#top;
  }

  get isFollowing(): boolean {
    return this.#following;
  }

  get isAtEnd(): boolean {
    return rowWindow.isAtEnd(this.#top, this.geometry);
  }

  /** Rows that came since the newest one was in sight. */
  get fresh(): number {
    return Math.max(0, this.#list.total() - this.#seen);
  }

  /** Width of the rows, in CSS pixels. */
  get widthPx(): number {
    return this.#widthPx;
  }

  get geometry(): rowWindow.RowGeometry {
    return { total: this.#list.total(), rowPx: this.#rowPx, viewportPx: this.#viewportPx };
  }

  /** The rows in sight. */
  get range(): rowWindow.RowRange {
    return rowWindow.visibleRows(this.#top, this.geometry);
  }

  /** Puts the list where it was left. */
  start(top: number, following: boolean): void {
    this.#top = top;
    this.#following = following;
  }

  /** Puts the list somewhere that is not the user's wish: what it follows stays as it is. */
  put(top: number): void {
    this.#top = top;
  }

  /** Follows the newest row, or stays. */
  follow(following: boolean): void {
    this.#following = following;
    this.#seen = this.#list.total();
  }

  /** From now on new rows do not move what is being read. */
  stay(): void {
    if (this.#following) {
      this.follow(false);
    }
  }

  /** Goes to the newest row and stays with it. */
  goToEnd(): void {
    this.follow(true);
    this.#list.moved();
  }

  /** So many rows are not new. */
  saw(total: number): void {
    this.#seen = total;
  }

  /** More rows may be found not to be new. */
  sawAtLeast(total: number): void {
    this.#seen = Math.max(this.#seen, total);
  }

  /** Brings the position into what there is, or to the newest row where it is followed. */
  settle(): void {
    this.#top = this.#following ? rowWindow.maxTop(this.geometry) : rowWindow.clampTop(this.#top, this.geometry);
  }

  /** Moves to where the user wants to be. At the end that is to follow, anywhere else it is not. */
  moveTo(top: number): void {
    const { geometry } = this;
    this.#top = rowWindow.clampTop(top, geometry);
    const following = rowWindow.isAtEnd(this.#top, geometry) && rowWindow.maxTop(geometry) > 0;
    if (this.#following && !following) {
      this.#seen = geometry.total;
    }
    this.#following = following;
    this.#list.moved();
  }

  /** Moves to where a row stands in the middle, unless it is in sight. */
  moveAround(position: number): void {
    this.moveTo(rowWindow.topAround(position, this.#top, this.geometry));
  }

  /** Moves no further than until a row stands whole in sight. */
  show(position: number): void {
    const top = rowWindow.topThatShows(position, this.#top, this.geometry);
    if (top !== this.#top) {
      this.#top = top;
      this.#list.moved();
    }
  }

  /** Position that a move leads to from the active row, or from what is in sight; there need be no such row. */
  target(move: RowMove, active: number | undefined): number {
    const { geometry, range } = this;
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

  measure(): void {
    const grid = this.#part('list-grid');
    const head = this.#part('list-top');
    if (grid && head) {
      this.#widthPx = grid.clientWidth;
      this.#rowPx = head.getBoundingClientRect().height || defaultRowPx;
      this.#viewportPx = Math.max(0, grid.clientHeight - this.#rowPx);
      this.#list.measured();
    }
  }

  /** Puts what is drawn where it belongs. Done here and not in the template, because the CSP blocks style attributes. */
  place(): void {
    const { geometry, range } = this;
    const grid = this.#part('list-grid');
    const canvasPx = rowWindow.canvasPx(geometry);
    this.#part('list-canvas')?.style.setProperty('height', `${canvasPx}px`);
    this.#part('list-layer')?.style.setProperty('height', `${Math.min(geometry.viewportPx, canvasPx)}px`);
    this.#part('list-rows')?.style.setProperty('transform', `translateY(${-range.offsetPx}px)`);
    this.#part('list-hint')?.style.setProperty('top', `${(geometry.total + 1) * geometry.rowPx}px`);
    if (grid) {
      this.#writeScroll(grid, geometry);
    }
  }

  /** Takes a scroll event of the grid. */
  scrolled(): void {
    const scrollPx = this.#part('list-grid')?.scrollTop ?? 0;
    if (Math.abs(scrollPx - this.#writtenScrollPx) >= 1) {
      this.#writtenScrollPx = scrollPx;
      this.moveTo(rowWindow.topOf(scrollPx, this.geometry));
    }
  }

  wheel(event: WheelEvent): void {
    const { geometry } = this;
    if (event.ctrlKey || event.deltaY === 0 || !rowWindow.isScaled(geometry)) {
      return;
    }
    // Scaled, a notch of the wheel on the scroll bar would jump over hundreds of rows.
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 / geometry.rowPx : 3;
    this.moveTo(this.#top + event.deltaY * unit);
  }

  #part(name: string): HTMLElement | null {
    return this.#host.querySelector<HTMLElement>(`.${name}`);
  }

  #writeScroll(grid: HTMLElement, geometry: rowWindow.RowGeometry): void {
    const wanted = rowWindow.scrollPxOf(this.#top, geometry);
    // The element rounds to device pixels: only a real difference is worth a write, and a write is read back.
    if (Math.abs(grid.scrollTop - wanted) >= 1) {
      grid.scrollTop = wanted;
    }
    this.#writtenScrollPx = grid.scrollTop;
  }
}
