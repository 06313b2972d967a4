import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { escapeRegex } from '../core/query/escapeRegex.ts';

/** Bytes to look through at once. */
const pageBytes = 1024 * 1024;

/** More matches than these in a page are told as one range. */
const maxRanges = 64;

/** Offsets in the bodies, both of first bytes of matches. */
export interface MatchRange {
  readonly first: number;
  readonly last: number;
}

/** A stretch of the bodies that was looked through. */
export interface BodyPage {
  /** Offset after its last byte. */
  readonly end: number;
  /** Where the texts stand, in order. All matches are in them; a long range may have other bytes too. */
  readonly ranges: readonly MatchRange[];
}

/** Looks through the stored bodies, as fast as memory allows, for stretches that have one of some texts. */
export class BodyPrefilter {
  readonly #select: StatementSync;
  readonly #regex: RegExp;
  readonly #overlap: number;
  #end: number;
  /** Last characters of the page before, in which a text may begin. */
  #tail = '';

  /** @param texts ASCII; either case matches. */
  constructor(database: DatabaseSync, texts: readonly string[], start: number) {
    this.#select = database.prepare('SELECT start, bytes FROM body WHERE start >= ? ORDER BY start');
    this.#regex = new RegExp(texts.map(escapeRegex).join('|'), 'gi');
    this.#overlap = Math.max(...texts.map(({ length }) => length)) - 1;
    // A row of before may reach beyond the start.
    const first = database.prepare('SELECT start FROM body WHERE start <= ? ORDER BY start DESC LIMIT 1').get(start);
    this.#end = Number(first?.['start'] ?? start);
  }

  /** The next page; `undefined`: there are no more bytes now. */
  next(): BodyPage | undefined {
    let length = 0;
    const pieces = [this.#tail];
    for (const { start, bytes } of this.#select.iterate(this.#end)) {
      if (typeof start !== 'number' || !(bytes instanceof Uint8Array)) {
        throw new TypeError('A row of bodies holds no bytes');
      }
      // A byte is a character of Latin-1: what is not ASCII matches nothing that is.
      const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
      pieces.push(piece);
      length += piece.length;
      this.#end = start + bytes.length;
      if (length >= pageBytes) {
        break;
      }
    }
    if (length === 0) {
      return undefined;
    }
    const text = pieces.join('');
    this.#tail = this.#overlap === 0 ? '' : text.slice(-this.#overlap);
    return { end: this.#end, ranges: this.#rangesIn(text, this.#end - text.length) };
  }

  #rangesIn(text: string, start: number): readonly MatchRange[] {
    const ranges: MatchRange[] = [];
    const regex = this.#regex;
    regex.lastIndex = 0;
    for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
      const offset = start + match.index;
      if (ranges.length === maxRanges) {
        return [{ first: ranges[0]?.first ?? offset, last: this.#end - 1 }];
      }
      ranges.push({ first: offset, last: offset });
    }
    return ranges;
  }
}
