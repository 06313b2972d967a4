import { escapeRegex } from '../../src/core/query/escapeRegex.ts';

/** More matches than these are of no use to anybody who steps through them. */
const maxMatches = 100_000;
/** What is looked through in a step. Characters. */
const stepLength = 50_000;

/** Looks for a text in another, whatever its case, in as many steps as one likes. */
export class TextSearch {
  readonly #text: string;
  readonly #found: RegExp;
  readonly #overlap: number;
  #at = 0;
  /** Offsets of the matches, ascending. */
  readonly matches: number[] = [];

  /** @param found As it was typed. */
  constructor(text: string, found: string) {
    this.#text = text;
    // By expression, because a text in lower case may be longer: offsets would be others.
    this.#found = new RegExp(escapeRegex(found), 'giu');
    this.#overlap = found.length;
  }

  /** Looks through a piece more. Returns whether there are more of them. */
  advance(): boolean {
    const end = this.#at + stepLength;
    const piece = this.#text.slice(this.#at, end + this.#overlap - 1);
    let next = end;
    for (const match of piece.matchAll(this.#found)) {
      const start = this.#at + match.index;
      if (start >= end || this.matches.length === maxMatches) {
        break;
      }
      this.matches.push(start);
      next = Math.max(next, start + match[0].length);
    }
    this.#at = next;
    return next < this.#text.length && this.matches.length < maxMatches;
  }
}
