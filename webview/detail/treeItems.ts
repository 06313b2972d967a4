import type { Decoding } from './decodedValue.ts';
import type { JsonDocument } from './jsonDocument.ts';
import { unquoteJson } from './jsonString.ts';
import type { TextRows } from './textRows.ts';

interface Place {
  /** Number of its first item. */
  readonly base: number;
  readonly size: number;
  /** The value that it hangs on; -1: it is the data itself. */
  readonly owner: number;
  readonly depth: number;
}

/** The data, or what a value of it was decoded to. */
export interface JsonPart extends Place {
  readonly part: 'json';
  readonly document: JsonDocument;
  readonly decoding: Decoding | undefined;
}

/** The lines of a string that is unfolded. */
export interface TextPart extends Place {
  readonly part: 'text';
  readonly rows: TextRows;
}

export type TreePart = JsonPart | TextPart;

/** A value in a tree, or a line of an unfolded string. */
export type TreeItem =
  | { readonly item: 'value'; readonly document: JsonDocument; readonly node: number; readonly part: JsonPart }
  | { readonly item: 'line'; readonly rows: TextRows; readonly line: number; readonly part: TextPart };

/**
 * The values of a JSON document, and what hangs on some of them: what they were decoded to, or the lines of a string.
 * Each has a number (`id`) that stays; those of the document are its own.
 */
export class TreeItems {
  readonly document: JsonDocument;
  readonly main: JsonPart;
  readonly #parts: TreePart[];
  /** By the value that they hang on. */
  readonly #hanging = new Map<number, TreePart>();

  constructor(document: JsonDocument) {
    this.document = document;
    this.main = { part: 'json', base: 0, size: document.size, owner: -1, depth: 0, document, decoding: undefined };
    this.#parts = [this.main];
  }

  /** Hangs on a value what it was decoded to. */
  hangJson(owner: number, document: JsonDocument, decoding: Decoding): void {
    this.#hang({ part: 'json', ...this.#placeOn(owner, document.size), document, decoding });
  }

  /** Hangs on a string its lines. */
  hangText(owner: number, rows: TextRows): void {
    this.#hang({ part: 'text', ...this.#placeOn(owner, rows.size), rows });
  }

  /** Takes away what hangs on a value. */
  unhang(owner: number): void {
    this.#hanging.delete(owner);
  }

  /** What hangs on a value. */
  hangingOn(id: number): TreePart | undefined {
    return this.#hanging.get(id);
  }

  item(id: number): TreeItem {
    const part = this.#partOf(id);
    return part.part === 'json'
      ? { item: 'value', document: part.document, node: id - part.base, part }
      : { item: 'line', rows: part.rows, line: id - part.base, part };
  }

  depth(id: number): number {
    const part = this.#partOf(id);
    return part.part === 'json' ? part.depth + part.document.depth(id - part.base) : part.depth;
  }

  /** -1 for the root. */
  parent(id: number): number {
    const part = this.#partOf(id);
    if (part.part === 'text' || id === part.base) {
      return part.owner;
    }
    return part.base + part.document.parent(id - part.base);
  }

  /** Number of the items beside this one, and its place among them from 1. */
  placeInSet(id: number): { readonly size: number; readonly position: number } {
    const part = this.#partOf(id);
    if (part.part === 'text') {
      return { size: part.size, position: id - part.base + 1 };
    }
    const node = id - part.base;
    const parent = part.document.parent(node);
    return parent === -1
      ? { size: 1, position: 1 }
      : { size: part.document.children(parent), position: part.document.index(node) + 1 };
  }

  /** The name of a member; `undefined` for elements, the root and lines. */
  name(id: number): string | undefined {
    const item = this.item(id);
    const source = item.item === 'value' ? item.document.keySource(item.node) : undefined;
    return source === undefined ? undefined : unquoteJson(source);
  }

  /** An item as it is copied: a string without its quotation marks, all else as it came. */
  text(id: number): string {
    const item = this.item(id);
    if (item.item === 'line') {
      const { start, end } = item.rows.row(item.line);
      return item.rows.text.slice(start, end);
    }
    const source = item.document.source(item.node);
    return item.document.kind(item.node) === 'string' ? unquoteJson(source) : source;
  }

  /** What was decoded of a value, if anything. */
  decodingOf(id: number): Decoding | undefined {
    const part = this.#hanging.get(id);
    return part?.part === 'json' ? part.decoding : undefined;
  }

  /** Names and indexes on the way to a value of the data: of what it was decoded from, and of the string for its lines. */
  path(id: number): readonly (string | number)[] {
    return this.document.path(this.dataId(id));
  }

  /** Whether an item is part of what was decoded, which no filter can look into. */
  isDecoded(id: number): boolean {
    const part = this.#partOf(id);
    return part.owner !== -1 && (part.part === 'json' || this.isDecoded(part.owner));
  }

  /** The value of the data itself that an item belongs to. */
  dataId(id: number): number {
    let part = this.#partOf(id);
    let found = id;
    while (part.owner !== -1) {
      found = part.owner;
      part = this.#partOf(found);
    }
    return found;
  }

  #placeOn(owner: number, size: number): Place {
    const last = this.#parts.at(-1) ?? this.main;
    return { base: last.base + last.size, size, owner, depth: this.depth(owner) + 1 };
  }

  #hang(part: TreePart): void {
    this.#parts.push(part);
    this.#hanging.set(part.owner, part);
  }

  #partOf(id: number): TreePart {
    return this.#parts.findLast(({ base }) => id >= base) ?? this.main;
  }
}
