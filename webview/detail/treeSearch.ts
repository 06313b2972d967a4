import type { JsonDocument } from './jsonDocument.ts';
import { unquoteJson } from './jsonString.ts';

/** More matches than these are of no use to anybody who steps through them. */
const maxMatches = 100_000;
/** Values that are looked at in a step. */
const stepValues = 500;

/** Looks for a text in the names and values of a document, whatever their case, in as many steps as one likes. */
export class TreeSearch {
  readonly #document: JsonDocument;
  readonly #text: string;
  #at = 0;
  /** Values in their order. */
  readonly matches: number[] = [];

  constructor(document: JsonDocument, text: string) {
    this.#document = document;
    this.#text = text.toLowerCase();
  }

  /** Looks at some values more. Returns whether there are more of them. */
  advance(): boolean {
    const end = Math.min(this.#document.size, this.#at + stepValues);
    for (; this.#at < end && this.matches.length < maxMatches; this.#at++) {
      if (this.#matches(this.#at)) {
        this.matches.push(this.#at);
      }
    }
    return this.#at < this.#document.size && this.matches.length < maxMatches;
  }

  #matches(node: number): boolean {
    const document = this.#document;
    const key = document.keySource(node);
    if (key !== undefined && this.#isIn(unquoteJson(key))) {
      return true;
    }
    switch (document.kind(node)) {
      case 'object':
      case 'array':
        return false;
      case 'string':
        return this.#isIn(unquoteJson(document.source(node)));
      case 'number':
      case 'literal':
        return this.#isIn(document.source(node));
    }
  }

  #isIn(text: string): boolean {
    return text.toLowerCase().includes(this.#text);
  }
}
