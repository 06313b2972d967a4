import { chunkWords } from './chunkWords.ts';
import type { RawBytes } from './rawBytes.ts';
import { utf8At } from './utf8.ts';
import { rowAtOffset } from './rowStarts.ts';
import { columnsOf } from '../visibleText.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Columns of the name of a line's end, with its border. */
const endColumns = 2.5;
/** Columns of a byte that is no UTF-8: `\xFF`, with its border. */
const byteColumns = 5;
/** Columns that a character of the words at a chunk's border takes: they are in a smaller font. */
const wordColumns = 0.7;
/** What the frame of these words takes. */
const frameColumns = 2;
/** ` · splits é`. */
const splitsLength = 11;

/** A row of a record's bytes. Offsets are counted from the record's first byte. */
export interface RawRow {
  readonly start: number;
  /** After the line end, where the row has one. */
  readonly end: number;
}

/**
 * The bytes of a record cut into rows: after each line end as the protocol has them (CRLF, LF or CR), and where a line is
 * longer than a row holds. Never within a character or a CRLF.
 */
export class RawRows {
  readonly #raw: RawBytes;
  readonly #columns: number;
  #starts = new Uint32Array(64);
  #size = 0;
  /** Everything before is in a row. */
  #at = 0;
  #used = 0;
  /** Position of the next chunk whose border is to come. */
  #border = 0;

  /** @param columns Columns that a row holds; a wide character takes two. */
  constructor(raw: RawBytes, columns: number) {
    this.#raw = raw;
    this.#columns = columns;
  }

  /** Rows so far; the last one may still grow. */
  get size(): number {
    return this.#size;
  }

  row(position: number): RawRow {
    return {
      start: this.#starts[position] ?? 0,
      end: position + 1 < this.#size ? (this.#starts[position + 1] ?? 0) : this.#at,
    };
  }

  /** The row in which a byte stands. */
  rowAt(offset: number): number {
    return rowAtOffset(this.#starts, this.#size, offset);
  }

  /** Goes on by a number of bytes of those that have come. Returns whether there are more of them. */
  advance(count: number): boolean {
    const { bytes, isComplete } = this.#raw;
    const stop = Math.min(bytes.length, this.#at + count);
    if (this.#at === 0) {
      this.#border = this.#raw.firstBorder(0);
    }
    while (this.#at < stop) {
      const byte = bytes[this.#at] ?? 0;
      if (byte === lineFeed || byte === carriageReturn) {
        if (byte === carriageReturn && this.#at + 1 === bytes.length && !isComplete) {
          return false;
        }
        const isPair = byte === carriageReturn && bytes[this.#at + 1] === lineFeed;
        this.#take(isPair ? 2 : 1, isPair ? 2 * endColumns : endColumns);
        this.#used = Infinity;
      } else if (byte >= 0x20 && byte < 0x7f) {
        this.#take(1, 1);
      } else {
        const character = utf8At(bytes, this.#at, bytes.length);
        if (character.kind === 'cut' && !isComplete) {
          return false;
        }
        if (character.kind === 'character') {
          this.#take(character.length, columnsOf(character.code));
        } else {
          this.#take(1, byteColumns);
        }
      }
    }
    return stop < bytes.length;
  }

  /** Puts what may not be torn apart into the row at hand, or into a new one if it does not fit. */
  #take(length: number, columns: number): void {
    const end = this.#at + length;
    let needed = columns;
    for (let at = this.#raw.borderAt(this.#border); at < end; at = this.#raw.borderAt(this.#border)) {
      const { length: words } = chunkWords(this.#raw.chunks.chunk(this.#border), '');
      needed += Math.ceil((words + (at > this.#at ? splitsLength : 0)) * wordColumns) + frameColumns;
      this.#border++;
    }
    if (this.#size === 0 || this.#used === Infinity || this.#used + needed > this.#columns) {
      this.#begin();
    }
    this.#used += needed;
    this.#at = end;
  }

  #begin(): void {
    if (this.#size === this.#starts.length) {
      const longer = new Uint32Array(this.#size * 2);
      longer.set(this.#starts);
      this.#starts = longer;
    }
    this.#starts[this.#size++] = this.#at;
    this.#used = 0;
  }
}
