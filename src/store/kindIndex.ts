import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import type { RecordKind } from '../core/record/recordKind.ts';

/** Records in a page: small enough to skip within one, large enough that 10 million records need 10,000 pages. */
export const pageSize = 1024;
const kindCount = recordKinds.length;

/** Where to read the row at some position of a view. */
export interface RowPlace {
  /** Read records with a greater seq than this. */
  readonly afterSeq: number;
  /** Skip this many matching records first. */
  readonly skip: number;
}

/**
 * How many records of each kind each page of a capture has: finds the record at any position of a view, and a view's
 * length, without reading records.
 */
export class KindIndex {
  #counts = new Uint16Array(kindCount * 64);
  #length = 0;
  readonly #totals = new Array<number>(kindCount).fill(0);

  /** Number of the newest record. */
  get length(): number {
    return this.#length;
  }

  /** Adds the record that follows the last one. */
  add(kindCode: number): void {
    const at = Math.floor(this.#length / pageSize) * kindCount + kindCode;
    if (at >= this.#counts.length) {
      const grown = new Uint16Array(at * 2);
      grown.set(this.#counts);
      this.#counts = grown;
    }
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#totals[kindCode] = (this.#totals[kindCode] ?? 0) + 1;
    this.#length += 1;
  }

  total(kind: RecordKind): number {
    return this.#totals[recordKindCodes[kind]] ?? 0;
  }

  /** Leaves out the first records of the capture: they count as none. Only before the first `add`. */
  skip(records: number): void {
    this.#length = records;
  }

  /** @param position Position among all records of the given kinds, from 0. */
  locate(kinds: readonly RecordKind[], position: number): RowPlace {
    const pages = Math.ceil(this.#length / pageSize);
    let skip = position;
    for (let page = 0; page < pages; page += 1) {
      const inPage = this.#inPage(page, kinds);
      if (skip < inPage) {
        return { afterSeq: page * pageSize, skip };
      }
      skip -= inPage;
    }
    return { afterSeq: this.#length, skip: 0 };
  }

  /** The counts as bytes, to be stored. */
  store(): Uint8Array {
    const used = Math.ceil(this.#length / pageSize) * kindCount;
    return new Uint8Array(this.#counts.slice(0, used).buffer);
  }

  restore(bytes: Uint8Array, length: number): void {
    const counts = new Uint16Array(new Uint8Array(bytes).buffer);
    this.#counts = new Uint16Array(Math.max(counts.length * 2, kindCount * 64));
    this.#counts.set(counts);
    this.#length = length;
    counts.forEach((count, at) => {
      const kind = at % kindCount;
      this.#totals[kind] = (this.#totals[kind] ?? 0) + count;
    });
  }

  #inPage(page: number, kinds: readonly RecordKind[]): number {
    let count = 0;
    for (const kind of kinds) {
      count += this.#counts[page * kindCount + recordKindCodes[kind]] ?? 0;
    }
    return count;
  }
}
