import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { formatBytes } from '../../src/core/words/format.ts';
import { codicon } from '../codicon.ts';
import { count, locale, t } from '../strings.ts';
import { decodingWords } from './decodingWords.ts';
import type { JsonDocument } from './jsonDocument.ts';
import { unquoteJson } from './jsonString.ts';
import type { JsonTree } from './jsonTree.ts';
import { RowView } from './rowView.ts';
import type { TreeItem } from './treeItems.ts';
import { visibleTextView } from '../visibleTextView.ts';
import './jsonTreeView.css';

/** Characters of a name or value that are drawn in a row; the rest can be unfolded. */
const maxRowText = 300;
/** Characters of what is in a closed object or array. */
const maxPreview = 80;
/** Deeper levels are not indented further, or 10,000 levels would be mostly blanks. */
const maxIndent = 24;
/** Keys that are typed within this time belong together, milliseconds. */
const typeAheadMs = 800;
/** Rows that are looked through for what is typed. */
const maxTypeAheadRows = 50_000;
/** From here a folded string says how long it is. Characters. */
const longLength = 1000;

/** What a key asks for beyond moving around in the tree. */
export type TreeCommand = 'copyValue' | 'copyPath' | 'filter';

/**
 * The tree of a JSON document, with the keys of VS Code's trees. The tree's owner redraws it by `refresh` after it has
 * changed the tree.
 */
export class JsonTreeView extends RowView {
  static override properties = {
    tree: { attribute: false },
    found: { type: String },
  };

  declare tree: JsonTree | undefined;
  /** What is looked for, in lower case; empty: nothing. */
  declare found: string;

  #focused = 0;
  #focusedIsDrawn = false;
  #typed = '';
  #typedAt = 0;

  constructor() {
    super();
    this.tree = undefined;
    this.found = '';
  }

  /** The item that the keys act on. */
  get focused(): number {
    return this.#focused;
  }

  /** Draws the tree as it is now. */
  refresh(): void {
    this.rowsReplaced();
  }

  /** Puts the keys' attention on an item that can be seen, without moving the view. */
  setFocused(id: number): void {
    this.#focused = id;
    this.draw();
  }

  /** Goes to an item, and opens what it lies in. */
  reveal(id: number): void {
    const { tree } = this;
    if (tree !== undefined) {
      tree.reveal(id);
      this.#focus(id, 'middle');
      this.#shapeChanged();
    }
  }

  protected override get rowCount(): number {
    return this.tree?.rowCount ?? 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('tree')) {
      this.#typed = '';
    }
  }

  protected override renderScroller(canvas: TemplateResult, onScroll: () => void): TemplateResult {
    return html`<div
      class="rows-scroller tree"
      role="tree"
      tabindex="0"
      aria-label=${t('JSON')}
      aria-activedescendant=${this.#focusedIsDrawn ? itemId(this.#focused) : nothing}
      @scroll=${onScroll}
      @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
      @mousedown=${(event: MouseEvent) => this.#pressed(event)}
    >
      ${canvas}
    </div>`;
  }

  protected override renderRows(first: number, end: number): readonly TemplateResult[] {
    const { tree } = this;
    if (tree === undefined) {
      return [];
    }
    const ids = Array.from({ length: Math.max(0, end - first) }, (_, at) => tree.idAt(first + at));
    this.#focusedIsDrawn = ids.includes(this.#focused);
    return ids.map((id) => this.#row(tree, id));
  }

  #row(tree: JsonTree, id: number): TemplateResult {
    const item = tree.items.item(id);
    const isExpandable = tree.isExpandable(id);
    const isOpen = isExpandable && tree.isOpen(id);
    const depth = tree.items.depth(id);
    const { size, position } = tree.items.placeInSet(id);
    const isFocused = id === this.#focused;
    return html`<div
      class="tree-row ${isFocused ? 'focused' : ''}"
      id=${itemId(id)}
      role="treeitem"
      data-id=${id}
      aria-level=${depth + 1}
      aria-setsize=${size}
      aria-posinset=${position}
      aria-selected=${isFocused}
      aria-expanded=${isExpandable ? isOpen : nothing}
    >
      <span class="rows-text">${'  '.repeat(Math.min(depth, maxIndent))}</span>${
        depth > maxIndent
          ? html`<span class="tree-note" title=${t('Level {0}', count(depth + 1))}>${count(depth + 1)} </span>`
          : nothing
      }<span
        class="tree-twistie codicon ${isExpandable ? `codicon-chevron-${isOpen ? 'down' : 'right'}` : ''}"
        aria-hidden="true"
      ></span
      >${item.item === 'line' ? this.#line(item) : this.#value(tree, id, item, isOpen)}
    </div>`;
  }

  #line({ rows, line }: TreeItem & { readonly item: 'line' }): TemplateResult {
    const { start, end } = rows.row(line);
    return html`<bdi class="tree-line json-string">${visibleTextView(rows.text.slice(start, end), this.found)}</bdi>`;
  }

  #value(
    tree: JsonTree,
    id: number,
    { document, node, part }: TreeItem & { readonly item: 'value' },
    isOpen: boolean,
  ): TemplateResult {
    const decoding = node === 0 ? part.decoding : undefined;
    return html`${this.#label(tree, id, document, node)}${
      decoding === undefined
        ? nothing
        : html`<span class="tree-decoded" title=${decodingWords(decoding).title}
            >${codicon('unlock')} ${decodingWords(decoding).mark}</span
          > `
    }${
      document.isContainer(node)
        ? this.#container(document, node, isOpen)
        : this.#scalar(document, node, isOpen && tree.items.decodingOf(id) === undefined)
    }${
      tree.isDuplicate(id)
        ? html` <span
            class="tree-warning"
            title=${t('The object has this name more than once. Most programs keep the last.')}
            >${codicon('warning')} ${t('again')}</span
          >`
        : nothing
    }`;
  }

  #label(tree: JsonTree, id: number, document: JsonDocument, node: number): TemplateResult | typeof nothing {
    const name = tree.items.name(id);
    if (name !== undefined) {
      const isCut = name.length > maxRowText;
      return html`<bdi class="json-name"
          >${name === '' ? '""' : visibleTextView(name.slice(0, maxRowText), this.found)}${isCut ? '…' : ''}</bdi
        >: `;
    }
    return document.parent(node) === -1
      ? nothing
      : html`<span class="json-name tree-index">${document.index(node)}</span>: `;
  }

  #container(document: JsonDocument, node: number, isOpen: boolean): TemplateResult {
    const members = document.children(node);
    const [begin, end] = document.kind(node) === 'object' ? ['{', '}'] : ['[', ']'];
    const counted = html`<span class="tree-note">${begin}${members === 0 ? '' : count(members)}${end}</span>`;
    return isOpen || members === 0
      ? counted
      : html`${counted} <bdi class="tree-preview">${visibleTextView(preview(document, node))}</bdi>`;
  }

  #scalar(document: JsonDocument, node: number, isUnfolded: boolean): TemplateResult {
    const kind = document.kind(node);
    if (kind !== 'string') {
      const source = document.source(node);
      return html`<span class="json-${kind}"
        >${visibleTextView(source.length > maxRowText ? `${source.slice(0, maxRowText)}…` : source, this.found)}</span
      >`;
    }
    const length = document.end(node) - document.start(node);
    const text = unquoteJson(
      document.text.slice(document.start(node), Math.min(document.end(node), document.start(node) + 2 * maxRowText)),
    );
    const shown = text.slice(0, maxRowText).replace(/["\\]/g, '\\$&');
    const isCut = length > 2 * maxRowText || text.length > maxRowText;
    const size =
      length < longLength
        ? nothing
        : html` <span class="tree-more"
            >${isUnfolded ? formatBytes(length, locale()) : t('show all ({0})', formatBytes(length, locale()))}</span
          >`;
    return html`<bdi class="json-string">"${visibleTextView(shown, this.found)}${isCut ? '…' : '"'}</bdi>${size}`;
  }

  #pressed(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.tree-row') : null;
    const id = Number(row?.dataset['id'] ?? NaN);
    const { tree } = this;
    if (event.button !== 0 || tree === undefined || !Number.isInteger(id) || !(event.target instanceof Element)) {
      return;
    }
    this.#focus(id, 'stay');
    if (event.target.closest('.tree-twistie, .tree-more, .tree-note, .tree-preview') !== null || event.detail === 2) {
      this.#setOpen(tree, id, !tree.isOpen(id));
    }
  }

  #keydown(event: KeyboardEvent): void {
    const { tree } = this;
    if (tree === undefined || tree.rowCount === 0) {
      return;
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'c') {
      // What is selected with the mouse is copied by the browser.
      if (getSelection()?.isCollapsed !== false) {
        event.preventDefault();
        this.#command('copyValue');
      }
      return;
    }
    if (event.altKey && event.shiftKey && event.code === 'KeyC') {
      event.preventDefault();
      this.#command('copyPath');
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const id = this.#focused;
    const position = Math.max(0, tree.positionOf(id));
    switch (event.key) {
      case 'ArrowDown':
        this.#focusRow(tree, position + 1);
        break;
      case 'ArrowUp':
        this.#focusRow(tree, position - 1);
        break;
      case 'PageDown':
        this.#focusRow(tree, position + this.pageRows);
        break;
      case 'PageUp':
        this.#focusRow(tree, position - this.pageRows);
        break;
      case 'Home':
        this.#focusRow(tree, 0);
        break;
      case 'End':
        this.#focusRow(tree, tree.rowCount - 1);
        break;
      case 'ArrowRight':
        if (tree.isExpandable(id) && tree.isOpen(id)) {
          this.#focusRow(tree, position + 1);
        } else {
          this.#setOpen(tree, id, true);
        }
        break;
      case 'ArrowLeft':
        if (tree.isExpandable(id) && tree.isOpen(id)) {
          this.#setOpen(tree, id, false);
        } else if (tree.items.parent(id) !== -1) {
          this.#focus(tree.items.parent(id), 'near');
        }
        break;
      case 'Enter':
      case ' ':
        this.#setOpen(tree, id, !tree.isOpen(id));
        break;
      case '*':
        this.#openSiblings(tree, id);
        break;
      default:
        if (!this.#typeAhead(tree, event.key, position)) {
          return;
        }
    }
    event.preventDefault();
  }

  #focusRow(tree: JsonTree, position: number): void {
    this.#focus(tree.idAt(Math.min(tree.rowCount - 1, Math.max(0, position))), 'near');
  }

  #focus(id: number, place: 'near' | 'middle' | 'stay'): void {
    this.#focused = id;
    const position = this.tree?.positionOf(id) ?? -1;
    if (position !== -1 && place !== 'stay') {
      this.revealRow(position, place);
    }
    this.draw();
    this.dispatchEvent(new CustomEvent<number>('tree-focus', { detail: id }));
  }

  #setOpen(tree: JsonTree, id: number, open: boolean): void {
    if (tree.isExpandable(id)) {
      tree.setOpen(id, open, this.columns);
      this.#shapeChanged();
    }
  }

  #openSiblings(tree: JsonTree, id: number): void {
    const item = tree.items.item(id);
    if (item.item === 'line') {
      return;
    }
    const parent = item.document.parent(item.node);
    const siblings: number[] = [];
    const end = parent === -1 ? 1 : item.document.after(parent);
    for (let node = parent + 1; node < end && siblings.length < maxSiblings; node = item.document.after(node)) {
      if (item.document.isContainer(node)) {
        siblings.push(item.part.base + node);
      }
    }
    tree.setAllOpen(siblings);
    this.#shapeChanged();
  }

  #shapeChanged(): void {
    this.rowsReplaced();
    this.dispatchEvent(new CustomEvent('tree-shape'));
  }

  #command(command: TreeCommand): void {
    this.dispatchEvent(new CustomEvent<TreeCommand>('tree-command', { detail: command }));
  }

  /** Goes to the next row whose name begins with what was typed. Digits are the panel's, for its tabs. */
  #typeAhead(tree: JsonTree, key: string, position: number): boolean {
    const isBeginning = performance.now() - this.#typedAt > typeAheadMs;
    if (key.length !== 1 || (isBeginning && !/^[\p{L}_$]$/u.test(key))) {
      return false;
    }
    this.#typed = (isBeginning ? '' : this.#typed) + key.toLowerCase();
    this.#typedAt = performance.now();
    const rows = Math.min(tree.rowCount, maxTypeAheadRows);
    const first = isBeginning ? 1 : 0;
    for (let step = first; step < rows + first; step++) {
      const id = tree.idAt((position + step) % tree.rowCount);
      if (tree.items.name(id)?.toLowerCase().startsWith(this.#typed) === true) {
        this.#focus(id, 'near');
        break;
      }
    }
    return true;
  }
}

/** Members beside each other that are opened at once. */
const maxSiblings = 1000;

function itemId(id: number): string {
  return `tree-item-${id}`;
}

/** What is in a closed object or array, as far as it fits. */
function preview(document: JsonDocument, node: number): string {
  let text = '';
  let child = node + 1;
  const end = document.after(node);
  while (child < end && text.length < maxPreview) {
    const key = document.keySource(child);
    const name = key === undefined ? '' : `${unquoteJson(key.slice(0, maxPreview))}: `;
    text += `${text === '' ? '' : ', '}${name}${shortValue(document, child)}`;
    child = document.after(child);
  }
  return child < end ? `${text}, …` : text;
}

function shortValue(document: JsonDocument, node: number): string {
  switch (document.kind(node)) {
    case 'object':
      return document.children(node) === 0 ? '{}' : '{…}';
    case 'array':
      return document.children(node) === 0 ? '[]' : '[…]';
    case 'string':
    case 'number':
    case 'literal': {
      const start = document.start(node);
      const source = document.text.slice(start, Math.min(document.end(node), start + maxPreview));
      return source.length < document.end(node) - start ? `${source}…` : source;
    }
  }
}

customElements.define('sse-json-tree', JsonTreeView);
