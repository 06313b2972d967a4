import type { RecordKind } from '../../src/core/record/recordKind.ts';
import type { RecordRow, RecordWindow } from '../../src/core/record/record.ts';
import { RowPages } from './rowPages.ts';
import { findPosition } from './rowSearch.ts';

/** How rows are asked for; a part of the host link. */
export type ReadRows = (kinds: readonly RecordKind[], first: number, count: number) => Promise<RecordWindow>;

/** Rows to ask for at once where many are wanted one after the other. */
const readRows = 1000;

/** Two questions under way hide the latency of one; more would only queue up while somebody drags the scroll bar. */
const maxUnderWay = 2;

/**
 * The rows of one view: those at hand, and the way to the others. While questions are under way, only the newest wish
 * is remembered: what was scrolled past is never asked for.
 */
export class RowSource {
  readonly #read: ReadRows;
  readonly #onRows: () => void;
  readonly #pages = new RowPages();
  #kinds: readonly RecordKind[] = [];
  /** Grows with each new view; answers for an older one are dropped. */
  #epoch = 0;
  #total = 0;
  /** Rows beyond this number are held back; `Infinity`: none are. */
  #limit = Infinity;
  #wish: { readonly first: number; readonly end: number } | undefined;
  #underWay = new Set<number>();

  constructor(read: ReadRows, onRows: () => void) {
    this.#read = read;
    this.#onRows = onRows;
  }

  /** Another one for each view: positions of one mean nothing in another. */
  get epoch(): number {
    return this.#epoch;
  }

  get kinds(): readonly RecordKind[] {
    return this.#kinds;
  }

  /** Rows in the view, as far as is known here and not held back. */
  get total(): number {
    return Math.min(this.#total, this.#limit);
  }

  /** Rows that are held back. */
  get heldBack(): number {
    return this.#total - this.total;
  }

  /** Whether rows that come are held back. */
  get isHeld(): boolean {
    return this.#limit !== Infinity;
  }

  /** Rows that a held view shows, once it has them; `null`: it is not held. */
  get heldAt(): number | null {
    return this.isHeld ? this.#limit : null;
  }

  /** Holds back all rows beyond a number, until `release`. */
  hold(total: number): void {
    this.#limit = total;
  }

  release(): void {
    this.#limit = Infinity;
  }

  /** Begins a new view: other kinds, or the records changed other than by growing. */
  reset(kinds: readonly RecordKind[], total: number): void {
    this.#kinds = kinds;
    this.#total = total;
    this.#limit = Infinity;
    this.#epoch++;
    this.#pages.clear();
    this.#wish = undefined;
    this.#underWay = new Set();
  }

  /** The view has at least so many rows now. A snapshot can be older than the last rows, so it never shrinks here. */
  grow(total: number): void {
    this.#total = Math.max(this.#total, total);
  }

  row(position: number): RecordRow | undefined {
    return this.#pages.row(position);
  }

  isLongGap(position: number, row: RecordRow): boolean {
    return row.gap !== null && row.gap >= this.#pages.longGapMs(position);
  }

  /** Says which rows are wanted now; `onRows` is called when some of them have come. */
  want(first: number, end: number): void {
    this.#wish = { first: Math.max(0, first), end: Math.min(this.total, end) };
    this.#ask();
  }

  /** The row at a position, asked for if it is not at hand. */
  async readRow(position: number): Promise<RecordRow | undefined> {
    return this.#pages.row(position) ?? (await this.#read(this.#kinds, position, 1)).rows[0];
  }

  /** Rows of a stretch in order, asked for where they are not at hand. Ends early where the view has become another. */
  async *rows(first: number, end: number): AsyncGenerator<RecordRow> {
    const epoch = this.#epoch;
    for (let position = first; position < end;) {
      const known = this.#pages.row(position);
      const rows =
        known === undefined
          ? (await this.#read(this.#kinds, position, Math.min(readRows, end - position))).rows
          : [known];
      if (epoch !== this.#epoch || rows.length === 0) {
        return;
      }
      yield* rows;
      position += rows.length;
    }
  }

  /** Position of the record with this number, or of the next one that is in the view; `undefined` in an empty view. */
  async positionOf(seq: number): Promise<number | undefined> {
    const epoch = this.#epoch;
    const { total } = this;
    const position = await findPosition(
      seq,
      total,
      (row) => row.seq,
      (probe) => this.readRow(probe),
    );
    return epoch !== this.#epoch || total === 0 ? undefined : Math.min(position, total - 1);
  }

  #ask(): void {
    const wish = this.#wish;
    if (wish === undefined || this.#underWay.size >= maxUnderWay) {
      return;
    }
    const request = this.#pages.missing(wish.first, wish.end);
    if (request === undefined || this.#underWay.has(request.first)) {
      return;
    }
    const { first, count } = request;
    const epoch = this.#epoch;
    this.#underWay.add(first);
    void this.#read(this.#kinds, first, count)
      .then((window) => {
        if (epoch === this.#epoch) {
          this.#pages.add(window);
          this.grow(window.total);
          this.#onRows();
          return window.rows.length > 0;
        }
        return false;
      })
      // The host has logged the failure; the rows stay placeholders until the next wish asks again.
      .catch(() => false)
      .then((came) => {
        if (epoch === this.#epoch) {
          this.#underWay.delete(first);
          if (came) {
            this.#ask();
          }
        }
      });
  }
}
