import { unquoteJson } from './jsonString.ts';
import { createScanner, type JSONScanner } from 'jsonc-parser';

/** What a value of JSON is. `literal`: `true`, `false` or `null`. */
export const jsonKinds = ['object', 'array', 'string', 'number', 'literal'] as const;

export type JsonKind = (typeof jsonKinds)[number];

/** Why a text is no JSON. `more`: a value, and something after it. */
export interface JsonFault {
  readonly code: 'unexpected' | 'unfinished' | 'more' | 'too-many';
  /** UTF-16 code units from the beginning of the text. */
  readonly offset: number;
}

/** More values than these are not taken: each costs 37 bytes of memory. */
const maxNodes = 4_000_000;

/** Kinds of tokens: the scanner's `const enum` of them cannot be had under `isolatedModules`. */
const openBrace = 1;
const closeBrace = 2;
const openBracket = 3;
const closeBracket = 4;
const comma = 5;
const colon = 6;
const nullWord = 7;
const trueWord = 8;
const falseWord = 9;
const stringToken = 10;
const numberToken = 11;
const lineBreak = 14;
const blanks = 15;
const unknownToken = 16;
const endOfText = 17;
const noError = 0;

const objectKind = 0;
const arrayKind = 1;
const stringKind = 2;
const numberKind = 3;
const literalKind = 4;

/**
 * The values of a JSON text, numbered in the order in which they begin, in columns: nothing is parsed into JavaScript's
 * values, which lose digits of long numbers and names that occur twice, and nothing is nested, so that neither a million
 * values nor 10,000 levels are a matter of the stack. All offsets are UTF-16 code units of the text.
 */
export class JsonDocument {
  readonly text: string;
  size = 0;
  #kind = new Uint8Array(16);
  #start = new Int32Array(16);
  #end = new Int32Array(16);
  #keyStart = new Int32Array(16);
  #keyEnd = new Int32Array(16);
  #parent = new Int32Array(16);
  #after = new Int32Array(16);
  #children = new Int32Array(16);
  #index = new Int32Array(16);
  #depth = new Int32Array(16);

  constructor(text: string) {
    this.text = text;
  }

  kind(node: number): JsonKind {
    return jsonKinds[this.#kind[node] ?? literalKind] ?? 'literal';
  }

  isContainer(node: number): boolean {
    return (this.#kind[node] ?? literalKind) <= arrayKind;
  }

  start(node: number): number {
    return this.#start[node] ?? 0;
  }

  end(node: number): number {
    return this.#end[node] ?? 0;
  }

  /** The value as it stands in the text. */
  source(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  /** The name as it stands in the text, with its quotation marks; `undefined` for what has none. */
  keySource(node: number): string | undefined {
    const start = this.#keyStart[node] ?? -1;
    return start === -1 ? undefined : this.text.slice(start, this.#keyEnd[node]);
  }

  /** -1 for the root. */
  parent(node: number): number {
    return this.#parent[node] ?? -1;
  }

  /** Names and indexes on the way to a value. */
  path(node: number): readonly (string | number)[] {
    const steps: (string | number)[] = [];
    for (let at = node; this.parent(at) !== -1; at = this.parent(at)) {
      const source = this.keySource(at);
      steps.push(source === undefined ? this.index(at) : unquoteJson(source));
    }
    return steps.reverse();
  }

  /** The first value that begins after all that is in this one. */
  after(node: number): number {
    return this.#after[node] ?? this.size;
  }

  /** Number of members or elements. */
  children(node: number): number {
    return this.#children[node] ?? 0;
  }

  /** Place among the members or elements of the parent, from 0. */
  index(node: number): number {
    return this.#index[node] ?? 0;
  }

  /** Levels below the root. */
  depth(node: number): number {
    return this.#depth[node] ?? 0;
  }

  /** Adds a value that begins here; its end comes with `close`. */
  add(kind: number, start: number, keyStart: number, keyEnd: number, parent: number): number {
    const node = this.size;
    if (node === this.#kind.length) {
      this.#grow(node * 2);
    }
    this.size = node + 1;
    this.#kind[node] = kind;
    this.#start[node] = start;
    this.#keyStart[node] = keyStart;
    this.#keyEnd[node] = keyEnd;
    this.#parent[node] = parent;
    if (parent !== -1) {
      const index = this.#children[parent] ?? 0;
      this.#index[node] = index;
      this.#children[parent] = index + 1;
      this.#depth[node] = (this.#depth[parent] ?? 0) + 1;
    }
    return node;
  }

  close(node: number, end: number): void {
    this.#end[node] = end;
    this.#after[node] = this.size;
  }

  #grow(capacity: number): void {
    const longer = (column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(capacity);
      copy.set(column);
      return copy;
    };
    const kind = new Uint8Array(capacity);
    kind.set(this.#kind);
    this.#kind = kind;
    this.#start = longer(this.#start);
    this.#end = longer(this.#end);
    this.#keyStart = longer(this.#keyStart);
    this.#keyEnd = longer(this.#keyEnd);
    this.#parent = longer(this.#parent);
    this.#after = longer(this.#after);
    this.#children = longer(this.#children);
    this.#index = longer(this.#index);
    this.#depth = longer(this.#depth);
  }
}

/** What the grammar of JSON allows next. */
type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing';

export type JsonResult =
  { readonly ok: true; readonly document: JsonDocument } | { readonly ok: false; readonly fault: JsonFault };

/**
 * Reads a JSON text (RFC 8259, nothing looser) in as many steps as one likes. The tokens are those of jsonc-parser's
 * scanner; its tree and those of other libraries are built by recursion, or from parsed values.
 */
export class JsonParse {
  readonly #document: JsonDocument;
  readonly #scanner: JSONScanner;
  #expected: Expected = 'value';
  #open = -1;
  #keyStart = -1;
  #keyEnd = -1;
  #result: JsonResult | undefined;

  constructor(text: string) {
    this.#document = new JsonDocument(text);
    // Blanks are asked for, or comments would be passed over with them.
    this.#scanner = createScanner(text, false);
  }

  /** Reads up to a number of tokens more. `undefined`: there are more of them. */
  advance(tokens: number): JsonResult | undefined {
    for (let left = tokens; left > 0 && this.#result === undefined; left--) {
      this.#take(this.#scanner.scan());
    }
    return this.#result;
  }

  #take(token: number): void {
    if (token === blanks || token === lineBreak) {
      return;
    }
    if (token === endOfText) {
      this.#result =
        this.#expected === 'nothing'
          ? { ok: true, document: this.#document }
          : this.#fault('unfinished', this.#scanner.getTokenOffset());
      return;
    }
    const offset = this.#scanner.getTokenOffset();
    const error: number = this.#scanner.getTokenError();
    if (this.#expected === 'nothing') {
      this.#result = this.#fault('more', offset);
    } else if (this.#isCutOff(token, error)) {
      this.#result = this.#fault('unfinished', offset);
    } else if (error !== noError || !this.#fits(token, offset)) {
      this.#result = this.#fault('unexpected', offset);
    } else if (this.#document.size > maxNodes) {
      this.#result = this.#fault('too-many', offset);
    }
  }

  /** Whether the text ends within a string or a word. */
  #isCutOff(token: number, error: number): boolean {
    const end = this.#scanner.getTokenOffset() + this.#scanner.getTokenLength();
    return (error !== noError || token === unknownToken) && end === this.#document.text.length;
  }

  /** Takes a token where the grammar allows it. */
  #fits(token: number, offset: number): boolean {
    switch (this.#expected) {
      case 'value':
        return this.#value(token, offset);
      case 'value or end':
        return token === closeBracket ? this.#end(offset) : this.#value(token, offset);
      case 'name or end':
        return token === closeBrace ? this.#end(offset) : this.#name(token, offset);
      case 'name':
        return this.#name(token, offset);
      case 'colon':
        this.#expected = 'value';
        return token === colon;
      case 'comma or end': {
        const isObject = this.#document.kind(this.#open) === 'object';
        if (token === comma) {
          this.#expected = isObject ? 'name' : 'value';
          return true;
        }
        return token === (isObject ? closeBrace : closeBracket) && this.#end(offset);
      }
      case 'nothing':
        return false;
    }
  }

  #value(token: number, offset: number): boolean {
    const kind = kindOf(token);
    if (kind === undefined) {
      return false;
    }
    const node = this.#document.add(kind, offset, this.#keyStart, this.#keyEnd, this.#open);
    this.#keyStart = -1;
    this.#keyEnd = -1;
    if (kind === objectKind || kind === arrayKind) {
      this.#open = node;
      this.#expected = kind === objectKind ? 'name or end' : 'value or end';
    } else {
      this.#document.close(node, offset + this.#scanner.getTokenLength());
      this.#valueEnded();
    }
    return true;
  }

  #name(token: number, offset: number): boolean {
    this.#keyStart = offset;
    this.#keyEnd = offset + this.#scanner.getTokenLength();
    this.#expected = 'colon';
    return token === stringToken;
  }

  #end(offset: number): boolean {
    this.#document.close(this.#open, offset + 1);
    this.#open = this.#document.parent(this.#open);
    this.#valueEnded();
    return true;
  }

  #valueEnded(): void {
    this.#expected = this.#open === -1 ? 'nothing' : 'comma or end';
  }

  #fault(code: JsonFault['code'], offset: number): JsonResult {
    return { ok: false, fault: { code, offset } };
  }
}

function kindOf(token: number): number | undefined {
  switch (token) {
    case openBrace:
      return objectKind;
    case openBracket:
      return arrayKind;
    case stringToken:
      return stringKind;
    case numberToken:
      return numberKind;
    case trueWord:
    case falseWord:
    case nullWord:
      return literalKind;
    default:
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
