import type { Decoding } from './decodedValue.ts';
import type { JsonDocument } from './jsonDocument.ts';
import { RepeatedNames } from './repeatedNames.ts';
import { TextRows } from './textRows.ts';
import { TreeItems, type JsonPart, type TreePart } from './treeItems.ts';
import { newShape, toggledShape, type TreeShape } from './treeShape.ts';

/** Trees with no more values than these are shown open at first, and of others the levels that have no more. */
const openAtFirst = 300;
/** Strings that are longer, or have several lines, can be unfolded. Characters. */
const foldedLength = 60;
/** Columns of a row of an unfolded string at least, however far it is indented. */
const minRowColumns = 20;

/**
 * A JSON document as the rows of a tree, with what was opened, decoded and unfolded in it. `row` and `position` are
 * places among the items that can be seen now. What is open is said by a rule and by what differs from it: only the rows
 * themselves are ever gone through, and these are what is open.
 */
export class JsonTree {
  readonly items: TreeItems;
  readonly #repeated = new RepeatedNames();
  /** What was opened or closed against the rule, by item. */
  readonly #toggled = new Map<number, boolean>();
  /** The deepest level that the rule opens. */
  #deepest: number;
  #rows = new Int32Array(64);
  #rowCount = 0;
  #revision = 0;
  #shape: TreeShape;

  constructor(document: JsonDocument, shape: TreeShape = newShape) {
    this.items = new TreeItems(document);
    this.#shape = shape;
    this.#deepest = deepestOpen(document, shape.mode);
    for (const { path, open } of shape.toggled.values()) {
      const node = document.find(path);
      if (node !== undefined && document.isContainer(node)) {
        this.#toggled.set(node, open);
      }
    }
    this.#list();
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** Another number whenever the rows are others. */
  get revision(): number {
    return this.#revision;
  }

  get shape(): TreeShape {
    return this.#shape;
  }

  idAt(position: number): number {
    return this.#rows[position] ?? 0;
  }

  /** Where an item stands; -1: something around it is closed. */
  positionOf(id: number): number {
    return this.#rows.subarray(0, this.#rowCount).indexOf(id);
  }

  isOpen(id: number): boolean {
    const item = this.items.item(id);
    return item.item === 'value' && this.#isOpen(item.part, item.node);
  }

  /** Whether there is something to open: members, what was decoded, or the rest of a long string. */
  isExpandable(id: number): boolean {
    const item = this.items.item(id);
    if (item.item === 'line') {
      return false;
    }
    if (item.document.isContainer(item.node)) {
      return item.document.children(item.node) > 0;
    }
    return this.items.hangingOn(id) !== undefined || this.isFolded(id);
  }

  /** Whether a string is too long for its row. */
  isFolded(id: number): boolean {
    const item = this.items.item(id);
    if (item.item === 'line' || item.document.kind(item.node) !== 'string') {
      return false;
    }
    const { document, node } = item;
    const length = document.end(node) - document.start(node);
    return length > foldedLength || document.source(node).includes('\\n');
  }

  /** Whether the object that holds a value has its name more than once. */
  isDuplicate(id: number): boolean {
    const item = this.items.item(id);
    return item.item === 'value' && this.#repeated.isRepeated(item.document, item.node);
  }

  /** Opens or closes an item. A string that is opened is unfolded into rows of as many columns. */
  setOpen(id: number, open: boolean, columns: number): void {
    const item = this.items.item(id);
    if (item.item === 'line' || !this.isExpandable(id)) {
      return;
    }
    if (open && !item.document.isContainer(item.node) && this.items.hangingOn(id) === undefined) {
      const width = Math.max(minRowColumns, columns - 2 * this.items.depth(id) - 6);
      this.items.hangText(id, new TextRows(this.items.text(id), width));
    }
    this.#toggled.set(id, open);
    this.#remember(id, open);
    this.#list();
  }

  /** Opens several objects and arrays at once. */
  setAllOpen(ids: readonly number[]): void {
    for (const id of ids) {
      this.#toggled.set(id, true);
      this.#remember(id, true);
    }
    this.#list();
  }

  /** Shows what a value was decoded to in its place, opened. */
  decode(id: number, decoding: Decoding, document: JsonDocument): void {
    this.items.hangJson(id, document, decoding);
    this.#toggled.set(id, true);
    this.#list();
  }

  /** Takes back what `decode` did. */
  undecode(id: number): void {
    this.items.unhang(id);
    this.#toggled.delete(id);
    this.#list();
  }

  openAll(): void {
    this.#reshape('all');
  }

  /** Closes all but the root, which alone would say nothing. */
  closeAll(): void {
    this.#reshape('none');
  }

  /** Opens everything around an item. */
  reveal(id: number): void {
    let isHidden = false;
    for (let around = this.items.parent(id); around !== -1; around = this.items.parent(around)) {
      if (!this.isOpen(around)) {
        this.#toggled.set(around, true);
        isHidden = true;
      }
    }
    if (isHidden) {
      this.#list();
    }
  }

  #reshape(mode: TreeShape['mode']): void {
    this.#shape = { mode, toggled: new Map() };
    this.#deepest = deepestOpen(this.items.document, mode);
    this.#toggled.clear();
    this.#list();
  }

  /** Remembers what was done to a value of the data itself for the next tree. */
  #remember(id: number, open: boolean): void {
    if (this.items.item(id).part.owner === -1) {
      this.#shape = toggledShape(this.#shape, this.items.path(id), open);
    }
  }

  #isOpen({ document, base, owner }: JsonPart, node: number): boolean {
    const isOpenByRule = (): boolean =>
      document.isContainer(node) && (owner === -1 ? document.depth(node) <= this.#deepest : node < openAtFirst);
    return (this.#toggled.size === 0 ? undefined : this.#toggled.get(base + node)) ?? isOpenByRule();
  }

  /** Lists the items that can be seen. */
  #list(): void {
    this.#revision++;
    this.#rowCount = 0;
    const stack: { readonly part: TreePart; at: number }[] = [{ part: this.items.main, at: 0 }];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const entered = this.#listPart(frame);
      if (entered === undefined) {
        stack.pop();
      } else {
        stack.push({ part: entered, at: 0 });
      }
    }
  }

  /** Lists the items of a part up to one that shows what hangs on it, which is returned, or up to the end. */
  #listPart(frame: { readonly part: TreePart; at: number }): TreePart | undefined {
    const { part } = frame;
    while (frame.at < part.size) {
      const node = frame.at;
      const id = part.base + node;
      this.#addRow(id);
      if (part.part === 'text') {
        frame.at++;
        continue;
      }
      const isOpen = this.#isOpen(part, node);
      frame.at = isOpen ? node + 1 : part.document.after(node);
      const hanging = isOpen ? this.items.hangingOn(id) : undefined;
      if (hanging !== undefined) {
        return hanging;
      }
    }
    return undefined;
  }

  #addRow(id: number): void {
    if (this.#rowCount === this.#rows.length) {
      const longer = new Int32Array(this.#rowCount * 2);
      longer.set(this.#rows);
      this.#rows = longer;
    }
    this.#rows[this.#rowCount++] = id;
  }
}

function deepestOpen(document: JsonDocument, mode: TreeShape['mode']): number {
  switch (mode) {
    case 'all':
      return Infinity;
    case 'none':
      return 0;
    case 'auto':
      return levelsThatFit(document, openAtFirst);
  }
}

/** The deepest level whose values, together with all above, are no more than so many. The root is always open. */
function levelsThatFit(document: JsonDocument, most: number): number {
  let sum = 0;
  let level = 0;
  while (level < document.levels && sum + document.levelSize(level) <= most) {
    sum += document.levelSize(level);
    level++;
  }
  // A level is seen when the one above it is open.
  return Math.max(0, level - 2);
}
