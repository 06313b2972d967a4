import type { RecordChunks } from '../../src/core/record/recordContents.ts';

/** Chunks that are held at most: a record of one byte a chunk has as many as bytes. */
const maxChunks = 1_000_000;

/** A network chunk that brought bytes of a record. Offsets are counted from the record's first byte. */
export interface Chunk {
  /** Counted from 1 within the record. */
  readonly number: number;
  /** Negative where it began before the record. */
  readonly begin: number;
  /** Offset after its last byte; beyond the record where it goes on. */
  readonly end: number;
  /** Milliseconds since the record's first chunk. */
  readonly sinceFirst: number;
}

/** The network chunks of a record, as they become known from its beginning on. */
export class ChunkList {
  #begin = 0;
  #ends = new Float64Array(64);
  #times = new Float64Array(64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Whether there are more than are held. */
  get isFull(): boolean {
    return this.#size === maxChunks;
  }

  /** Takes the chunks of the next stretch; the first of them may be known already. */
  add({ begin, ends }: RecordChunks): void {
    if (this.#size === 0) {
      this.#begin = begin;
    }
    let isFirst = true;
    for (let at = 0; at + 1 < ends.length && !this.isFull; at += 2) {
      const end = ends[at] ?? 0;
      const known = this.#endOf(this.#size - 1);
      if (this.#size === 0 || end > known) {
        // A chunk that had not come as a whole when its beginning was read.
        const goesOn = isFirst && this.#size > 0 && begin < known;
        this.#set(goesOn ? this.#size - 1 : this.#size, end, ends[at + 1] ?? 0);
      }
      isFirst = false;
    }
  }

  /** The chunk at a position, counted from 0. */
  chunk(position: number): Chunk {
    return {
      number: position + 1,
      begin: this.#endOf(position - 1),
      end: this.#endOf(position),
      sinceFirst: (this.#times[position] ?? 0) - (this.#times[0] ?? 0),
    };
  }

  /** Position of the first chunk that begins at an offset or after it; `size` where there is none. */
  firstFrom(offset: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#endOf(middle - 1) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Where the chunk at a position begins; a position beyond the last one has no offset that is ever reached. */
  beginOf(position: number): number {
    return position < this.#size ? this.#endOf(position - 1) : Infinity;
  }

  #endOf(position: number): number {
    return position < 0 ? this.#begin : (this.#ends[position] ?? 0);
  }

  #set(position: number, end: number, time: number): void {
    if (position === this.#ends.length) {
      this.#ends = longer(this.#ends);
      this.#times = longer(this.#times);
    }
    this.#ends[position] = end;
    this.#times[position] = time;
    this.#size = position + 1;
  }
}

function longer(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(values.length * 2);
  copy.set(values);
  return copy;
}
