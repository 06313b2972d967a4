import { rowAtOffset } from './rowStarts.ts';
import { columnsOf } from '../visibleText.ts';

/** A row of a text that is shown in rows of one height. */
export interface TextRow {
  readonly start: number;
  /** Without the line break. */
  readonly end: number;
  /** Whether the row goes on with the line of the row before. */
  readonly continues: boolean;
}

const lineFeed = 0x0a;
const space = 0x20;

/** A text cut into rows at its line breaks, and where a line is longer than a row holds. Offsets are UTF-16 code units. */
export class TextRows {
  readonly text: string;
  readonly size: number;
  readonly #starts: Int32Array;

  /** @param columns Columns that a row holds; a wide character takes two. */
  constructor(text: string, columns: number) {
    this.text = text;
    let starts = new Int32Array(64);
    let size = 0;
    const add = (start: number): void => {
      if (size === starts.length) {
        const longer = new Int32Array(size * 2);
        longer.set(starts);
        starts = longer;
      }
      starts[size++] = start;
    };
    let at = 0;
    while (at <= text.length) {
      add(at);
      const found = text.indexOf('\n', at);
      const lineEnd = found === -1 ? text.length : found;
      for (let next = rowEnd(text, at, lineEnd, columns); next < lineEnd; next = rowEnd(text, at, lineEnd, columns)) {
        at = next;
        add(at);
      }
      at = lineEnd + 1;
    }
    this.size = size;
    this.#starts = starts;
  }

  row(position: number): TextRow {
    const start = this.#starts[position] ?? 0;
    const next = position + 1 < this.size ? (this.#starts[position + 1] ?? 0) : this.text.length + 1;
    const endsLine = next === this.text.length + 1 || this.text.charCodeAt(next - 1) === lineFeed;
    return {
      start,
      end: endsLine ? next - 1 : next,
      continues: start > 0 && this.text.charCodeAt(start - 1) !== lineFeed,
    };
  }

  /** The row in which a character stands. */
  rowAt(offset: number): number {
    return rowAtOffset(this.#starts, this.size, offset);
  }
}

/** Where the row that begins at `start` ends: after its last blank if it must break, never within a surrogate pair. */
function rowEnd(text: string, start: number, lineEnd: number, columns: number): number {
  // No UTF-16 code unit takes more than seven columns.
  if (lineEnd - start <= columns / 7) {
    return lineEnd;
  }
  let used = 0;
  let lastSpace = -1;
  for (let at = start; at < lineEnd;) {
    const code = text.codePointAt(at) ?? 0;
    used += columnsOf(code);
    if (used > columns && at > start) {
      return lastSpace > start + columns / 2 ? lastSpace + 1 : at;
    }
    if (code === space) {
      lastSpace = at;
    }
    at += code > 0xffff ? 2 : 1;
  }
  return lineEnd;
}
