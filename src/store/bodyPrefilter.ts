import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { escapeRegex } from '../core/query/escapeRegex.ts';
import type { Needle } from '../core/query/necessaryText.ts';
import { isWithin } from '../core/query/numberRange.ts';
import type { NumberRange } from '../core/query/query.ts';

/** Bytes to look through at once. */
const pageBytes = 1024 * 1024;

/** A number, bare or as a string, as the whole value of a JSON member. */
const numberValue = /\s*:\s*"?(-?\d[\d.eE+-]*)"?\s*[,}\]]/y;

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
  /** Whether there were more matches than can be told one by one. */
  readonly isDense: boolean;
}

/** Looks through the stored bodies, as fast as memory allows, for stretches that have one of some texts. */
export class BodyPrefilter {
  readonly #select: StatementSync;
  readonly #regex: RegExp;
  readonly #overlap: number;
  /** What the number after the name of a member may be, by the name; several searches may ask for the same. */
  readonly #numbers = new Map<string, readonly NumberRange[]>();
  #end: number;
  /** Last characters of the page before, in which a text may begin. */
  #tail = '';

  constructor(database: DatabaseSync, needles: readonly Needle[], start: number) {
    this.#select = database.prepare('SELECT start, bytes FROM body WHERE start >= ? ORDER BY start');
    const texts = needles.map(({ text }) => text);
    this.#regex = new RegExp(texts.map(escapeRegex).join('|'), 'gi');
    for (const { text, range } of needles) {
      const key = text.toLowerCase();
      const isAny = range === undefined || needles.some((other) => other.text.toLowerCase() === key && !other.range);
      if (!isAny) {
        this.#numbers.set(key, [...(this.#numbers.get(key) ?? []), range]);
      }
    }
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
    return { end: this.#end, ...this.#rangesIn(text, this.#end - text.length) };
  }

  #rangesIn(text: string, start: number): Pick<BodyPage, 'ranges' | 'isDense'> {
    const ranges: MatchRange[] = [];
    const regex = this.#regex;
    regex.lastIndex = 0;
    for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
      if (this.#isRuledOut(text, match[0], regex.lastIndex)) {
        continue;
      }
      const offset = start + match.index;
      if (ranges.length === maxRanges) {
        return { ranges: [{ first: ranges[0]?.first ?? offset, last: this.#end - 1 }], isDense: true };
      }
      ranges.push({ first: offset, last: offset });
    }
    return { ranges, isDense: false };
  }

  /** Whether the number that stands behind a member's name is not one that is asked for. Where it is cut off, it may be. */
  #isRuledOut(text: string, found: string, end: number): boolean {
    const ranges = this.#numbers.size === 0 ? undefined : this.#numbers.get(found.toLowerCase());
    if (ranges === undefined) {
      return false;
    }
    numberValue.lastIndex = end;
    const value = numberValue.exec(text)?.[1];
    return value !== undefined && !ranges.some((range) => isWithin(Number(value), range));
  }
}
