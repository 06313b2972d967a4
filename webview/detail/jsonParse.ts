import { JsonDocument, type JsonKind } from './jsonDocument.ts';
import { JsonLexer, type JsonToken } from './jsonLexer.ts';

/** More values than these are not taken. */
const maxValues = 4_000_000;

/** Why a text is no JSON. `more`: a value, and something after it. */
export interface JsonFault {
  readonly code: 'unexpected' | 'unfinished' | 'more' | 'too-many';
  /** UTF-16 code units from the beginning of the text. */
  readonly offset: number;
}

/** What the grammar of JSON allows next. */
type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing';

export type JsonResult =
  { readonly ok: true; readonly document: JsonDocument } | { readonly ok: false; readonly fault: JsonFault };

/** Reads a JSON text (RFC 8259, nothing looser) in as many steps as one likes, none of which takes long. */
export class JsonParse {
  readonly #document: JsonDocument;
  readonly #lexer: JsonLexer;
  #expected: Expected = 'value';
  #open = -1;
  #keyStart = -1;
  #keyEnd = -1;
  #result: JsonResult | undefined;

  constructor(text: string) {
    this.#document = new JsonDocument(text);
    this.#lexer = new JsonLexer(text);
  }

  /** Reads up to a number of tokens more, or pieces of strings. `undefined`: there are more of them. */
  advance(tokens: number): JsonResult | undefined {
    for (let left = tokens; left > 0 && this.#result === undefined; left--) {
      this.#take(this.#lexer.next());
    }
    return this.#result;
  }

  #take(token: JsonToken): void {
    if (this.#expected === 'nothing') {
      this.#result = token === 'end' ? { ok: true, document: this.#document } : this.#fault('more');
    } else if (token === 'end' || token === 'cut') {
      this.#result = this.#fault('unfinished');
    } else if (token !== 'piece' && !this.#fits(token)) {
      this.#result = this.#fault('unexpected');
    } else if (this.#document.size > maxValues) {
      this.#result = this.#fault('too-many');
    }
  }

  /** Takes a token where the grammar allows it. */
  #fits(token: JsonToken): boolean {
    switch (this.#expected) {
      case 'value':
        return this.#value(token);
      case 'value or end':
        return token === ']' ? this.#end() : this.#value(token);
      case 'name or end':
        return token === '}' ? this.#end() : this.#name(token);
      case 'name':
        return this.#name(token);
      case 'colon':
        this.#expected = 'value';
        return token === ':';
      case 'comma or end': {
        const isObject = this.#document.kind(this.#open) === 'object';
        if (token === ',') {
          this.#expected = isObject ? 'name' : 'value';
          return true;
        }
        return token === (isObject ? '}' : ']') && this.#end();
      }
      case 'nothing':
        return false;
    }
  }

  #value(token: JsonToken): boolean {
    const kind = kindOf(token);
    if (kind === undefined) {
      return false;
    }
    const { start, end } = this.#lexer;
    const node = this.#document.add({
      kind,
      start,
      keyStart: this.#keyStart,
      keyEnd: this.#keyEnd,
      parent: this.#open,
    });
    this.#keyStart = -1;
    this.#keyEnd = -1;
    if (kind === 'object' || kind === 'array') {
      this.#open = node;
      this.#expected = kind === 'object' ? 'name or end' : 'value or end';
    } else {
      this.#document.close(node, end);
      this.#valueEnded();
    }
    return true;
  }

  #name(token: JsonToken): boolean {
    this.#keyStart = this.#lexer.start;
    this.#keyEnd = this.#lexer.end;
    this.#expected = 'colon';
    return token === 'string';
  }

  #end(): boolean {
    this.#document.close(this.#open, this.#lexer.end);
    this.#open = this.#document.parent(this.#open);
    this.#valueEnded();
    return true;
  }

  #valueEnded(): void {
    this.#expected = this.#open === -1 ? 'nothing' : 'comma or end';
  }

  #fault(code: JsonFault['code']): JsonResult {
    return { ok: false, fault: { code, offset: this.#lexer.start } };
  }
}

function kindOf(token: JsonToken): JsonKind | undefined {
  switch (token) {
    case '{':
      return 'object';
    case '[':
      return 'array';
    case 'string':
    case 'number':
    case 'literal':
      return token;
    case '}':
    case ']':
    case ',':
    case ':':
    case 'end':
    case 'piece':
    case 'cut':
    case 'wrong':
      return undefined;
  }
}

/** Reads a JSON text in one go; for texts that are known to be short. */
export function parseDocument(text: string): JsonResult {
  const parse = new JsonParse(text);
  for (;;) {
    const result = parse.advance(1_000_000);
    if (result !== undefined) {
      return result;
    }
  }
}
