import type { Decoding } from './decodedValue.ts';
import type { JsonDocument } from './jsonDocument.ts';
import { parseDocument } from './jsonParse.ts';
import { unquoteJson } from './jsonString.ts';
import { TextRows } from './textRows.ts';

/** Trees with no more values than these are shown open at first, and of others the levels that have no more. */
const openAtFirst = 300;
/** Strings that are longer, or have several lines, can be unfolded. Characters. */
const foldedLength = 60;
/** Names of objects with more members are not compared with each other. */
const maxComparedMembers = 20_000;
/** Members of an object that are looked through for a remembered name. */
const maxLookedThrough = 2000;

interface JsonPart {
  readonly part: 'json';
  readonly base: number;
  readonly size: number;
  /** The value that was decoded into this part; -1: this is the data itself. */
  readonly owner: number;
  readonly depth: number;
  readonly document: JsonDocument;
  readonly decoding: Decoding | undefined;
}

/** The lines of a string that is unfolded. */
interface TextPart {
  readonly part: 'text';
  readonly base: number;
  readonly size: number;
  readonly owner: number;
  readonly depth: number;
  readonly rows: TextRows;
}

type Part = JsonPart | TextPart;

/** A value in the tree, or a line of an unfolded string. */
export type TreeItem =
  | { readonly item: 'value'; readonly document: JsonDocument; readonly node: number; readonly part: JsonPart }
  | { readonly item: 'line'; readonly rows: TextRows; readonly line: number; readonly part: TextPart };

interface Toggled {
  readonly path: readonly (string | number)[];
  readonly open: boolean;
}

/** What is open and closed, by path, for the next tree of the same shape. */
export interface TreeShape {
  readonly mode: 'auto' | 'all' | 'none';
  /** What differs from the mode; the keys are the paths as JSON. */
  readonly toggled: ReadonlyMap<string, Toggled>;
}

export const newShape: TreeShape = { mode: 'auto', toggled: new Map() };

/** More than these are not remembered: the oldest go. */
const maxToggled = 200;

/**
 * A JSON document as the rows of a tree, with what was opened, decoded and unfolded in it. Every value and every line
 * has a number (`id`) that stays; `row` and `position` are places among those that can be seen now.
 */
export class JsonTree {
  readonly #parts: Part[] = [];
  /** By the value that they belong to. */
  readonly #grafts = new Map<number, Part>();
  readonly #duplicates = new Map<number, ReadonlySet<string>>();
  #open: Uint8Array;
  #size: number;
  #rows = new Int32Array(0);
  #rowCount = 0;
  #shape: TreeShape;

  constructor(document: JsonDocument, shape: TreeShape = newShape) {
    this.#parts.push({
      part: 'json',
      base: 0,
      size: document.size,
      owner: -1,
      depth: 0,
      document,
      decoding: undefined,
    });
    this.#size = document.size;
    this.#open = new Uint8Array(document.size);
    this.#shape = shape;
    this.#openBy(shape.mode);
    for (const { path, open } of shape.toggled.values()) {
      const id = this.find(path);
      if (id !== undefined && document.isContainer(id)) {
        this.#open[id] = open ? 1 : 0;
      }
    }
    this.#list();
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  get shape(): TreeShape {
    return this.#shape;
  }

  /** Values of the data itself. */
  get document(): JsonDocument {
    const [main] = this.#parts;
    if (main?.part !== 'json') {
      throw new TypeError('A tree begins with a document');
    }
    return main.document;
  }

  idAt(position: number): number {
    return this.#rows[position] ?? 0;
  }

  /** Where an item stands; -1: something around it is closed. */
  positionOf(id: number): number {
    return this.#rows.subarray(0, this.#rowCount).indexOf(id);
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

  isOpen(id: number): boolean {
    return this.#open[id] === 1;
  }

  /** Whether there is something to open: members, what was decoded, or the rest of a long string. */
  isExpandable(id: number): boolean {
    const item = this.item(id);
    if (item.item === 'line') {
      return false;
    }
    if (item.document.isContainer(item.node)) {
      return item.document.children(item.node) > 0;
    }
    return this.#grafts.has(id) || this.isFolded(id);
  }

  /** Whether a string is too long for its row. */
  isFolded(id: number): boolean {
    const item = this.item(id);
    if (item.item === 'line' || item.document.kind(item.node) !== 'string') {
      return false;
    }
    const { document, node } = item;
    const length = document.end(node) - document.start(node);
    return length > foldedLength || document.source(node).includes('\\n');
  }

  /** What was decoded of a value, if anything. */
  decodingOf(id: number): Decoding | undefined {
    const graft = this.#grafts.get(id);
    return graft?.part === 'json' ? graft.decoding : undefined;
  }

  /** Opens or closes an item. A string that is opened is unfolded into rows of as many columns. */
  setOpen(id: number, open: boolean, columns: number): void {
    const item = this.item(id);
    if (item.item === 'line' || !this.isExpandable(id)) {
      return;
    }
    if (open && !item.document.isContainer(item.node) && !this.#grafts.has(id)) {
      const width = Math.max(20, columns - 2 * this.depth(id) - 6);
      const rows = new TextRows(unquoteJson(item.document.source(item.node)), width);
      this.#graft(id, rows.size, { part: 'text', rows });
    }
    this.#open[id] = open ? 1 : 0;
    this.#remember(id, open);
    this.#list();
  }

  /** Opens several objects and arrays at once. */
  setAllOpen(ids: readonly number[]): void {
    for (const id of ids) {
      this.#open[id] = 1;
      this.#remember(id, true);
    }
    this.#list();
  }

  /** Shows what a value was decoded to in its place, opened. */
  decode(id: number, decoding: Decoding, json: string): boolean {
    const result = parseDocument(json);
    if (!result.ok) {
      return false;
    }
    const { document } = result;
    const base = this.#graft(id, document.size, { part: 'json', document, decoding });
    this.#open[id] = 1;
    for (let node = 0; node < Math.min(document.size, openAtFirst); node++) {
      this.#open[base + node] = document.isContainer(node) ? 1 : 0;
    }
    this.#list();
    return true;
  }

  /** Takes back what `decode` did. */
  undecode(id: number): void {
    this.#grafts.delete(id);
    this.#open[id] = 0;
    this.#list();
  }

  openAll(): void {
    this.#shape = { mode: 'all', toggled: new Map() };
    this.#openBy('all');
    this.#list();
  }

  /** Closes all but the root, which alone would say nothing. */
  closeAll(): void {
    this.#shape = { mode: 'none', toggled: new Map() };
    this.#openBy('none');
    this.#list();
  }

  /** Opens everything around an item. */
  reveal(id: number): void {
    let isHidden = false;
    for (let around = this.parent(id); around !== -1; around = this.parent(around)) {
      if (this.#open[around] !== 1) {
        this.#open[around] = 1;
        isHidden = true;
      }
    }
    if (isHidden) {
      this.#list();
    }
  }

  /** The name of a member; `undefined` for elements, the root and lines. */
  name(id: number): string | undefined {
    const item = this.item(id);
    const source = item.item === 'value' ? item.document.keySource(item.node) : undefined;
    return source === undefined ? undefined : unquoteJson(source);
  }

  /** Whether the object that holds a value has its name more than once. */
  isDuplicate(id: number): boolean {
    const item = this.item(id);
    if (item.item === 'line') {
      return false;
    }
    const parent = item.document.parent(item.node);
    if (parent === -1 || item.document.kind(parent) !== 'object') {
      return false;
    }
    const key = item.part.base + parent;
    let names = this.#duplicates.get(key);
    if (names === undefined) {
      names = duplicateNames(item.document, parent);
      this.#duplicates.set(key, names);
    }
    return names.size > 0 && names.has(this.name(id) ?? '');
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

  /** The value at a path; `undefined`: there is none, or it is too far down to look for it. */
  find(path: readonly (string | number)[]): number | undefined {
    let node: number | undefined = 0;
    for (const name of path) {
      node = node === undefined ? undefined : childOf(this.document, node, name);
    }
    return node;
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

  #partOf(id: number): Part {
    for (let at = this.#parts.length - 1; at > 0; at--) {
      const part = this.#parts[at];
      if (part !== undefined && id >= part.base) {
        return part;
      }
    }
    const [main] = this.#parts;
    if (main === undefined) {
      throw new TypeError('A tree has a document');
    }
    return main;
  }

  #graft(
    owner: number,
    size: number,
    contents: Pick<JsonPart, 'part' | 'document' | 'decoding'> | Pick<TextPart, 'part' | 'rows'>,
  ): number {
    const base = this.#size;
    const part: Part = { ...contents, base, size, owner, depth: this.depth(owner) + 1 };
    this.#size += size;
    const open = new Uint8Array(this.#size);
    open.set(this.#open);
    this.#open = open;
    this.#parts.push(part);
    this.#grafts.set(owner, part);
    return base;
  }

  #remember(id: number, open: boolean): void {
    const item = this.item(id);
    if (item.part.owner !== -1) {
      return;
    }
    const toggled = new Map(this.#shape.toggled);
    const path = this.path(id);
    const key = JSON.stringify(path);
    toggled.delete(key);
    toggled.set(key, { path, open });
    const [oldest] = toggled.keys();
    if (toggled.size > maxToggled && oldest !== undefined) {
      toggled.delete(oldest);
    }
    this.#shape = { mode: this.#shape.mode, toggled };
  }

  #openBy(mode: TreeShape['mode']): void {
    const { document } = this;
    const deepest = mode === 'all' ? Infinity : mode === 'none' ? 0 : levelsThatFit(document, openAtFirst);
    this.#open.fill(0);
    for (let node = 0; node < document.size; node++) {
      this.#open[node] = document.isContainer(node) && document.depth(node) <= deepest ? 1 : 0;
    }
  }

  /** Lists the items that can be seen. */
  #list(): void {
    if (this.#rows.length < this.#size) {
      this.#rows = new Int32Array(this.#size);
    }
    const rows = this.#rows;
    let count = 0;
    const [main] = this.#parts;
    const stack: { readonly part: Part; at: number }[] = main === undefined ? [] : [{ part: main, at: 0 }];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const { part } = frame;
      let entered = false;
      while (!entered && frame.at < part.size) {
        const node = frame.at;
        const id = part.base + node;
        rows[count++] = id;
        if (part.part === 'text') {
          frame.at++;
          continue;
        }
        const isOpen = this.#open[id] === 1;
        frame.at = isOpen ? node + 1 : part.document.after(node);
        const graft = isOpen ? this.#grafts.get(id) : undefined;
        if (graft !== undefined) {
          stack.push({ part: graft, at: 0 });
          entered = true;
        }
      }
      if (!entered) {
        stack.pop();
      }
    }
    this.#rowCount = count;
  }
}

function childOf(document: JsonDocument, parent: number, name: string | number): number | undefined {
  let child = parent + 1;
  for (let at = 0; at < Math.min(document.children(parent), maxLookedThrough); at++) {
    const source = document.keySource(child);
    if (source === undefined ? at === name : unquoteJson(source) === name) {
      return child;
    }
    child = document.after(child);
  }
  return undefined;
}

function duplicateNames(document: JsonDocument, parent: number): ReadonlySet<string> {
  const seen = new Set<string>();
  const duplicates = new Set<string>();
  if (document.children(parent) > maxComparedMembers) {
    return duplicates;
  }
  for (let child = parent + 1; child < document.after(parent); child = document.after(child)) {
    const name = unquoteJson(document.keySource(child) ?? '');
    (seen.has(name) ? duplicates : seen).add(name);
  }
  return duplicates;
}

/** The deepest level whose values, together with all above, are no more than so many. The root is always open. */
function levelsThatFit(document: JsonDocument, most: number): number {
  const counts: number[] = [];
  // Deeper than this, the levels themselves are too many.
  for (let node = 0; node < document.size; node++) {
    const depth = document.depth(node);
    if (depth <= most) {
      counts[depth] = (counts[depth] ?? 0) + 1;
    }
  }
  let sum = 0;
  let depth = 0;
  while (depth < counts.length && sum + (counts[depth] ?? 0) <= most) {
    sum += counts[depth] ?? 0;
    depth++;
  }
  // A level is seen when the one above it is open.
  return Math.max(0, depth - 2);
}
