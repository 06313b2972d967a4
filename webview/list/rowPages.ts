import type { RecordRow, RecordWindow } from '../../src/core/record/record.ts';
import { longGapThreshold } from './longGap.ts';

/** Rows of a page. A window of two or three pages crosses from the host in less than 50 ms. */
export const pageSize = 64;

/** Pages kept: some 10,000 rows, a few MB. */
export const maxPages = 160;

interface Page {
  readonly rows: readonly RecordRow[];
  readonly longGapMs: number;
}

/** A stretch of rows to ask for. */
export interface RowRequest {
  readonly first: number;
  readonly count: number;
}

/**
 * The rows of a view that are at hand, in pages by position. The least recently used pages go first. Records never
 * change and are only appended, so a page is good for ever; only the last one may be short, and is asked for again when
 * the view has grown.
 */
export class RowPages {
  /** In order of use, the oldest first. */
  readonly #pages = new Map<number, Page>();

  clear(): void {
    this.#pages.clear();
  }

  /** The row at a position, if it is at hand. */
  row(position: number): RecordRow | undefined {
    return this.#use(Math.floor(position / pageSize))?.rows[position % pageSize];
  }

  /** The gap from which on a row of this position's page is marked; `Infinity` where nothing is known. */
  longGapMs(position: number): number {
    return this.#pages.get(Math.floor(position / pageSize))?.longGapMs ?? Infinity;
  }

  /** What to ask for so that the rows from `first` to `end` are at hand; `undefined` if they are. */
  missing(first: number, end: number): RowRequest | undefined {
    let from: number | undefined;
    let to = 0;
    for (let page = Math.floor(first / pageSize); page * pageSize < end; page++) {
      const start = page * pageSize;
      const known = this.#pages.get(page)?.rows.length ?? 0;
      const wanted = Math.min(pageSize, end - start);
      if (known < wanted) {
        from ??= start + known;
        to = start + wanted;
      } else if (from !== undefined) {
        break;
      }
    }
    return from === undefined ? undefined : { first: from, count: to - from };
  }

  /** Takes the rows of an answer. A page whose beginning is unknown is of no use and is left out. */
  add(window: RecordWindow): void {
    let taken = 0;
    while (taken < window.rows.length) {
      const position = window.first + taken;
      const number = Math.floor(position / pageSize);
      const within = position % pageSize;
      const added = window.rows.slice(taken, taken + pageSize - within);
      taken += added.length;
      const known = this.#pages.get(number)?.rows ?? [];
      if (known.length >= within && known.length < within + added.length) {
        const rows = [...known.slice(0, within), ...added];
        this.#pages.delete(number);
        this.#pages.set(number, { rows, longGapMs: longGapThreshold(rows) });
      }
    }
    this.#evict();
  }

  #use(number: number): Page | undefined {
    const page = this.#pages.get(number);
    if (page !== undefined) {
      this.#pages.delete(number);
      this.#pages.set(number, page);
    }
    return page;
  }

  #evict(): void {
    for (const number of this.#pages.keys()) {
      if (this.#pages.size <= maxPages) {
        return;
      }
      this.#pages.delete(number);
    }
  }
}
