import { unquoteJson } from './jsonString.ts';

/** What a value of JSON is. `literal`: `true`, `false` or `null`. */
const jsonKinds = ['object', 'array', 'string', 'number', 'literal'] as const;

export type JsonKind = (typeof jsonKinds)[number];

const kindCodes: Readonly<Record<JsonKind, number>> = { object: 0, array: 1, string: 2, number: 3, literal: 4 };
const lastContainerCode = kindCodes.array;

/** Members of an object, or elements, that are looked through for a step of a path. */
const maxLookedThrough = 2000;

/** Values of a page, as a power of two: a page is quickly made, and none is ever copied to make room. */
const pageBits = 15;
const pageSize = 1 << pageBits;
const pageMask = pageSize - 1;

/** The columns of as many values as a page holds; 37 bytes for each. */
class ValuePage {
  readonly kind = new Uint8Array(pageSize);
  readonly start = new Int32Array(pageSize);
  readonly end = new Int32Array(pageSize);
  readonly keyStart = new Int32Array(pageSize);
  readonly keyEnd = new Int32Array(pageSize);
  readonly parent = new Int32Array(pageSize);
  readonly after = new Int32Array(pageSize);
  readonly children = new Int32Array(pageSize);
  readonly index = new Int32Array(pageSize);
  readonly depth = new Int32Array(pageSize);
}

/** A value as it begins. */
export interface JsonBeginning {
  readonly kind: JsonKind;
  readonly start: number;
  /** Where its name begins and ends, with its quotation marks; -1: it has none. */
  readonly keyStart: number;
  readonly keyEnd: number;
  /** -1 for the root. */
  readonly parent: number;
}

/**
 * The values of a JSON text, numbered in the order in which they begin, in columns: nothing is parsed into JavaScript's
 * values, which lose digits of long numbers and names that occur twice, and nothing is nested, so that neither a million
 * values nor 10,000 levels are a matter of the stack. All offsets are UTF-16 code units of the text.
 */
export class JsonDocument {
  readonly text: string;
  size = 0;
  readonly #pages: ValuePage[] = [];
  readonly #levelSizes: number[] = [];

  constructor(text: string) {
    this.text = text;
  }

  kind(node: number): JsonKind {
    return jsonKinds[this.#page(node)?.kind[node & pageMask] ?? kindCodes.literal] ?? 'literal';
  }

  isContainer(node: number): boolean {
    return (this.#page(node)?.kind[node & pageMask] ?? kindCodes.literal) <= lastContainerCode;
  }

  start(node: number): number {
    return this.#page(node)?.start[node & pageMask] ?? 0;
  }

  end(node: number): number {
    return this.#page(node)?.end[node & pageMask] ?? 0;
  }

  /** The value as it stands in the text. */
  source(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  /** The name as it stands in the text, with its quotation marks; `undefined` for what has none. */
  keySource(node: number): string | undefined {
    const start = this.#page(node)?.keyStart[node & pageMask] ?? -1;
    return start === -1 ? undefined : this.text.slice(start, this.#page(node)?.keyEnd[node & pageMask]);
  }

  /** -1 for the root. */
  parent(node: number): number {
    return this.#page(node)?.parent[node & pageMask] ?? -1;
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

  /** The value at a path; `undefined`: there is none, or it is too far down to look for it. */
  find(path: readonly (string | number)[]): number | undefined {
    let node: number | undefined = 0;
    for (const step of path) {
      node = node === undefined ? undefined : this.#child(node, step);
    }
    return node;
  }

  /** The first value that begins after all that is in this one. */
  after(node: number): number {
    return this.#page(node)?.after[node & pageMask] ?? this.size;
  }

  /** Number of members or elements. */
  children(node: number): number {
    return this.#page(node)?.children[node & pageMask] ?? 0;
  }

  /** Place among the members or elements of the parent, from 0. */
  index(node: number): number {
    return this.#page(node)?.index[node & pageMask] ?? 0;
  }

  /** Levels below the root. */
  depth(node: number): number {
    return this.#page(node)?.depth[node & pageMask] ?? 0;
  }

  /** How many levels there are. */
  get levels(): number {
    return this.#levelSizes.length;
  }

  /** Number of values on a level, from 0. */
  levelSize(level: number): number {
    return this.#levelSizes[level] ?? 0;
  }

  /** Adds a value; its end comes with `close`. */
  add({ kind, start, keyStart, keyEnd, parent }: JsonBeginning): number {
    const node = this.size++;
    const at = node & pageMask;
    if (at === 0) {
      this.#pages.push(new ValuePage());
    }
    const page = this.#page(node);
    const depth = parent === -1 ? 0 : this.depth(parent) + 1;
    if (page !== undefined) {
      page.kind[at] = kindCodes[kind];
      page.start[at] = start;
      page.keyStart[at] = keyStart;
      page.keyEnd[at] = keyEnd;
      page.parent[at] = parent;
      page.index[at] = this.#countChild(parent);
      page.depth[at] = depth;
    }
    this.#levelSizes[depth] = this.levelSize(depth) + 1;
    return node;
  }

  close(node: number, end: number): void {
    const page = this.#page(node);
    if (page !== undefined) {
      page.end[node & pageMask] = end;
      page.after[node & pageMask] = this.size;
    }
  }

  #child(parent: number, step: string | number): number | undefined {
    let child = parent + 1;
    for (let at = 0; at < Math.min(this.children(parent), maxLookedThrough); at++) {
      const source = this.keySource(child);
      if (source === undefined ? at === step : unquoteJson(source) === step) {
        return child;
      }
      child = this.after(child);
    }
    return undefined;
  }

  #page(node: number): ValuePage | undefined {
    return this.#pages[node >> pageBits];
  }

  /** Counts one child more. Returns how many there were. */
  #countChild(parent: number): number {
    const children = this.#page(parent)?.children;
    const before = children?.[parent & pageMask] ?? 0;
    if (children !== undefined) {
      children[parent & pageMask] = before + 1;
    }
    return before;
  }
}
