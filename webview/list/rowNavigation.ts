import type { ListKeys, RowMove } from './listKeys.ts';
import type { ListScroll } from './listScroll.ts';
import type { ListSelection } from './listSelection.ts';
import { RowSelection } from './rowSelection.ts';

/** The ways to a row: keys, the pointer, or its position. Who goes to a row reads it, so that nothing moves it from then on. */
export class RowNavigation implements ListKeys {
  readonly #scroll: ListScroll;
  readonly #selection: ListSelection;

  constructor(scroll: ListScroll, selection: ListSelection) {
    this.#scroll = scroll;
    this.#selection = selection;
  }

  /** Goes to where a move leads; the last row is followed on. */
  move(move: RowMove): void {
    this.#go(move, (position) => RowSelection.only(position));
  }

  extend(move: RowMove): void {
    this.#go(move, (position) => this.#selection.rows.extendTo(position));
  }

  selectAll(): void {
    this.#choose(this.#selection.rows.all(this.#scroll.geometry.total));
  }

  /** Selects a row and brings it into sight. */
  goTo(position: number): void {
    this.#choose(RowSelection.only(position));
    this.#scroll.moveAround(position);
  }

  /** Takes a press of the pointer; returns whether it was on a row. */
  press(event: MouseEvent): boolean {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.list-row') : null;
    const position = Number(row?.dataset['position'] ?? NaN);
    if (event.button > 2 || event.button === 1 || !Number.isInteger(position)) {
      return false;
    }
    // A menu is about what is selected, where it is opened on that.
    if (event.button === 0 || !this.#selection.rows.has(position)) {
      this.#choose(this.#pressed(event, position));
    }
    return true;
  }

  #pressed(event: MouseEvent, position: number): RowSelection {
    const { rows } = this.#selection;
    if (event.button === 0 && (event.ctrlKey || event.metaKey)) {
      return rows.toggle(position);
    }
    return event.button === 0 && event.shiftKey ? rows.extendTo(position) : RowSelection.only(position);
  }

  #go(move: RowMove, selection: (position: number) => RowSelection): void {
    const last = this.#scroll.geometry.total - 1;
    if (last < 0) {
      return;
    }
    const position = Math.min(Math.max(this.#scroll.target(move, this.#selection.rows.active), 0), last);
    this.#choose(selection(position));
    if (move === 'last') {
      this.#scroll.goToEnd();
    } else {
      this.#scroll.show(position);
    }
  }

  #choose(rows: RowSelection): void {
    this.#scroll.stay();
    this.#selection.choose(rows);
  }
}
