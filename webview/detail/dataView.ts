import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { DetailView } from '../../src/core/protocol/detailMessages.ts';
import { pathClause, pathField, quoteValue } from '../../src/core/query/queryClause.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import { describeConnectionChange } from '../../src/core/words/connectionChange.ts';
import { formatBytes } from '../../src/core/words/format.ts';
import { problemView } from '../chrome/problemView.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { inSlices } from '../slices.ts';
import { count, locale, t } from '../strings.ts';
import { DataSource, maxShownLength, type DataState, type ReadData } from './dataSource.ts';
import { decodeValue, possibleDecoding, type Decoding } from './decodedValue.ts';
import { decodingWords } from './decodingWords.ts';
import './findBar.ts';
import type { FindBar, FindState, FindStep } from './findBar.ts';
import { faultWords } from './jsonFaultWords.ts';
import { unquoteJson } from './jsonString.ts';
import { JsonTree, newShape, type TreeShape } from './jsonTree.ts';
import './jsonTreeView.ts';
import type { JsonTreeView, TreeCommand } from './jsonTreeView.ts';
import { TextSearch } from './textSearch.ts';
import './textView.ts';
import type { TextView } from './textView.ts';
import { TreeSearch } from './treeSearch.ts';
import { visibleTextView } from './visibleTextView.ts';
import './dataView.css';

const noFind: FindState = { matches: 0, current: -1, isComplete: true };
/** Characters of each end of a path that are shown. */
const pathEndLength = 200;
/** A filter for a longer string looks for its beginning. Characters. */
const maxFilterLength = 200;

/** The data of a record: JSON as a tree or as it came, text, or what happened to the connection. */
export class DataView extends LightElement {
  static override properties = {
    record: { attribute: false },
    view: { attribute: false },
    read: { attribute: false },
    openInEditor: { attribute: false },
    copyText: { attribute: false },
    finding: { state: true },
    found: { state: true },
    focusedId: { state: true },
    undecodableId: { state: true },
  };

  declare record: RecordDetail;
  declare view: DetailView;
  declare read: ReadData;
  declare openInEditor: () => void;
  declare copyText: (text: string) => void;
  declare finding: string;
  declare found: FindState;
  declare focusedId: number;
  /** A value that proved to be something else than it looked like; -1: none. */
  declare undecodableId: number;

  readonly #source = new DataSource(() => this.requestUpdate());
  #tree: JsonTree | undefined;
  #shape: TreeShape = newShape;
  /** Where the keys' attention was in the tree before, for the next one of the same shape. */
  #focusPath: readonly (string | number)[] = [];
  /** How far below the upper edge that was, in rows. */
  #focusOffset = 0;
  #matches: readonly number[] = [];
  #search = new AbortController();

  constructor() {
    super();
    this.view = { data: 'tree', wrapped: true, raw: 'text', offsets: 'decimal' };
    this.read = () => Promise.resolve(undefined);
    this.openInEditor = () => undefined;
    this.copyText = () => undefined;
    this.finding = '';
    this.found = noFind;
    this.focusedId = 0;
    this.undecodableId = -1;
  }

  /** Moves the keyboard into what is shown. */
  focusContent(): void {
    const rows = this.#treeView ?? this.#textView;
    if (rows === null) {
      this.querySelector<HTMLElement>('.data-words')?.focus();
    } else {
      rows.focusRows();
    }
  }

  focusFind(): void {
    this.querySelector<FindBar>('sse-find-bar')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('record')) {
      this.undecodableId = -1;
      this.#source.show(this.record, this.read);
    }
    this.#takeTree();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const tree = this.#treeView;
    if (tree !== null && tree.tree !== this.#tree && this.#tree !== undefined) {
      this.#placeTree(tree, this.#tree);
    }
    if (changed.has('view') && changed.get('view')?.data !== this.view.data && this.finding !== '') {
      this.#find(this.finding);
    }
  }

  protected override render(): TemplateResult {
    const { connection } = this.record.row;
    if (connection !== null) {
      return html`<div class="data-words" tabindex="0">
        ${
          'problem' in connection
            ? problemView(connection.problem)
            : html`<p class="detail-sentence">${describeConnectionChange(connection, t)}</p>`
        }
      </div>`;
    }
    if (this.record.dataLength === 0 && this.record.data === '') {
      return html`<div class="data-words" tabindex="0"><p class="detail-none">${t('(empty)')}</p></div>`;
    }
    const { state } = this.#source;
    return html`${this.#bar(state)} ${this.#notes(state)}
    ${this.#showsTree(state) ? this.#treePart() : this.#textPart(state.text)}`;
  }

  get #treeView(): JsonTreeView | null {
    return this.querySelector<JsonTreeView>('sse-json-tree');
  }

  get #textView(): TextView | null {
    return this.querySelector<TextView>('sse-text-view');
  }

  #showsTree({ state }: DataState): boolean {
    return state === 'json' && this.view.data === 'tree';
  }

  /** Makes the tree of what has been parsed, open where the one before was. */
  #takeTree(): void {
    const { state } = this.#source;
    const document = state.state === 'json' ? state.document : undefined;
    if (document === this.#tree?.document) {
      return;
    }
    const view = this.#treeView;
    if (this.#tree !== undefined && view?.tree === this.#tree) {
      this.#shape = this.#tree.shape;
      this.#focusPath = this.#tree.path(view.focused);
      this.#focusOffset = Math.max(0, this.#tree.positionOf(view.focused)) - view.topRow;
    }
    this.#tree = document === undefined ? undefined : new JsonTree(document, this.#shape);
    if (this.finding !== '') {
      this.#find(this.finding, 'stay');
    }
  }

  /** Puts a new tree where the eye was in the one before. */
  #placeTree(view: JsonTreeView, tree: JsonTree): void {
    view.tree = tree;
    const id = tree.find(this.#focusPath) ?? 0;
    const position = tree.positionOf(id);
    const focused = position === -1 ? 0 : id;
    view.setFocused(focused);
    this.focusedId = focused;
    void view.updateComplete.then(() => {
      view.scrollToRow(Math.max(0, position) - this.#focusOffset);
    });
  }

  #bar(state: DataState): TemplateResult {
    const isTree = this.#showsTree(state);
    return html`<div class="data-bar" role="toolbar" aria-label=${t('Data')}>
      ${
        state.state === 'json'
          ? html`<span class="data-switch" role="group" aria-label=${t('Show data as')}>
              ${this.#switch(t('Tree'), isTree, () => this.#change({ data: 'tree' }))}
              ${this.#switch(t('Text'), !isTree, () => this.#change({ data: 'text' }))}
            </span>`
          : nothing
      }
      ${
        isTree
          ? html`${this.#iconButton('expand-all', t('Expand All'), () => this.#openAll(true))}
            ${this.#iconButton('collapse-all', t('Collapse All'), () => this.#openAll(false))}`
          : html`<button
              class="icon-button data-wrap"
              aria-pressed=${this.view.wrapped}
              title=${t('Wrap lines')}
              aria-label=${t('Wrap lines')}
              @click=${() => this.#change({ wrapped: !this.view.wrapped })}
            >
              ${codicon('word-wrap')}
            </button>`
      }
      <sse-find-bar
        .text=${this.finding}
        .state=${this.found}
        @find-change=${(event: CustomEvent<string>) => this.#find(event.detail)}
        @find-step=${(event: CustomEvent<FindStep>) => this.#step(event.detail)}
        @find-leave=${() => this.#leaveFind()}
      ></sse-find-bar>
    </div>`;
  }

  #switch(words: string, pressed: boolean, run: () => void): TemplateResult {
    return html`<button class="toggle-button" aria-pressed=${pressed} @click=${run}>${words}</button>`;
  }

  #iconButton(icon: string, words: string, run: () => void): TemplateResult {
    return html`<button class="icon-button" title=${words} aria-label=${words} @click=${run}>${codicon(icon)}</button>`;
  }

  #notes(state: DataState): TemplateResult | typeof nothing {
    const { dataLength } = this.record;
    if (state.state === 'reading') {
      return html`<p class="data-note" role="status">${t('Reading {0} characters…', count(dataLength))}</p>`;
    }
    if (state.text.length < dataLength) {
      return html`<p class="data-note">
        ${t('The first {0} of {1} characters', count(Math.min(state.text.length, maxShownLength)), count(dataLength))}
        <button class="link-button" @click=${this.openInEditor}>${t('Open in Editor')}</button>
      </p>`;
    }
    return state.state === 'text' && state.fault !== undefined
      ? html`<p class="data-note">${faultWords(state.fault)}</p>`
      : nothing;
  }

  #textPart(text: string): TemplateResult {
    return html`<sse-text-view
      class="rows-view"
      .text=${text}
      .wrapped=${this.view.wrapped}
      .found=${this.finding.toLowerCase()}
    ></sse-text-view>`;
  }

  #treePart(): TemplateResult {
    return html`<sse-json-tree
        class="rows-view"
        .found=${this.finding.toLowerCase()}
        @tree-focus=${(event: CustomEvent<number>) => {
          this.focusedId = event.detail;
        }}
        @tree-shape=${() => this.requestUpdate()}
        @tree-command=${(event: CustomEvent<TreeCommand>) => this.#command(event.detail)}
      ></sse-json-tree>
      ${this.#tree === undefined ? nothing : this.#foot(this.#tree)}`;
  }

  /** What can be done with the value that the keys are on. */
  #foot(tree: JsonTree): TemplateResult {
    const id = this.focusedId;
    const item = tree.item(id);
    const path = shortPath(pathField(tree.path(id)));
    const shown = tree.decodingOf(id);
    const isUndecodable = id === this.undecodableId;
    const offered = shown === undefined && !isUndecodable ? this.#offer(tree, id) : undefined;
    return html`<div class="data-foot" role="toolbar" aria-label=${t('Value')}>
      <bdi class="data-path" title=${path}>${visibleTextView(path)}</bdi>
      ${
        item.item === 'value' && tree.isFolded(id) && shown === undefined
          ? this.#button(
              tree.isOpen(id)
                ? t('Fold')
                : t(
                    'Show all ({0})',
                    formatBytes(item.document.end(item.node) - item.document.start(item.node), locale()),
                  ),
              'unfold',
              () => this.#unfold(tree, id),
            )
          : nothing
      }
      ${
        offered === undefined
          ? nothing
          : this.#button(decodingWords(offered).offer, 'decode', () => this.#decode(tree, id, offered))
      }
      ${isUndecodable ? html`<span role="status">${t('It is not what it looks like.')}</span>` : nothing}
      ${
        shown === undefined
          ? nothing
          : this.#button(t('Show as it came'), 'undecode', () => {
              tree.undecode(id);
              this.#redraw();
            })
      }
      ${this.#button(t('Copy Value'), 'copyValue', () => this.#command('copyValue'))}
      ${this.#button(t('Copy Path'), 'copyPath', () => this.#command('copyPath'))}
      ${
        tree.isDecoded(id) || tree.path(id).length === 0
          ? nothing
          : this.#button(t('Filter by This Value'), 'filter', () => this.#command('filter'))
      }
    </div>`;
  }

  #button(words: string, action: string, run: () => void): TemplateResult {
    return html`<button class="link-button" data-action=${action} @click=${run}>${words}</button>`;
  }

  #redraw(): void {
    this.#treeView?.refresh();
    this.requestUpdate();
  }

  #openAll(open: boolean): void {
    const tree = this.#tree;
    const view = this.#treeView;
    if (tree === undefined || view === null) {
      return;
    }
    if (open) {
      tree.openAll();
    } else {
      tree.closeAll();
    }
    if (tree.positionOf(view.focused) === -1) {
      view.setFocused(0);
      this.focusedId = 0;
    }
    this.#redraw();
    view.revealRow(Math.max(0, tree.positionOf(view.focused)));
  }

  #unfold(tree: JsonTree, id: number): void {
    tree.setOpen(id, !tree.isOpen(id), this.#treeView?.columns ?? 80);
    this.#redraw();
  }

  #offer(tree: JsonTree, id: number): Decoding | undefined {
    const item = tree.item(id);
    if (item.item === 'line') {
      return undefined;
    }
    const kind = item.document.kind(item.node);
    return kind === 'string' || kind === 'number' ? possibleDecoding(kind, valueText(tree, id)) : undefined;
  }

  #decode(tree: JsonTree, id: number, decoding: Decoding): void {
    const decoded = decodeValue(decoding, valueText(tree, id));
    if (decoded === undefined || !tree.decode(id, decoding, decoded.json)) {
      this.undecodableId = id;
    }
    this.#redraw();
  }

  #command(command: TreeCommand): void {
    const tree = this.#tree;
    if (tree === undefined) {
      return;
    }
    const id = this.focusedId;
    switch (command) {
      case 'copyValue':
        this.copyText(valueText(tree, id));
        return;
      case 'copyPath':
        this.copyText(pathField(tree.path(id)));
        return;
      case 'filter':
        if (!tree.isDecoded(id) && tree.path(id).length > 0) {
          this.dispatchEvent(new CustomEvent<string>('filter-by', { detail: clauseFor(tree, id), bubbles: true }));
        }
    }
  }

  #change(change: Partial<DetailView>): void {
    this.dispatchEvent(
      new CustomEvent<DetailView>('detail-view-change', { detail: { ...this.view, ...change }, bubbles: true }),
    );
  }

  #leaveFind(): void {
    this.#find('');
    this.focusContent();
  }

  /** Looks for a text; goes to the first match after what is in sight, unless the view is to stay. */
  #find(text: string, place: 'go' | 'stay' = 'go'): void {
    this.#search.abort();
    this.#search = new AbortController();
    this.finding = text;
    this.found = noFind;
    this.#matches = [];
    const { state } = this.#source;
    if (text === '') {
      return;
    }
    const tree = this.#showsTree(state) ? this.#tree : undefined;
    const search = tree === undefined ? new TextSearch(state.text, text) : new TreeSearch(tree.document, text);
    this.#matches = search.matches;
    const { signal } = this.#search;
    const from = this.#treeView?.focused ?? 0;
    const tell = (isComplete: boolean): void => {
      if (place === 'go' && this.found.current === -1 && search.matches.length > 0) {
        const next = tree === undefined ? 0 : search.matches.findIndex((match) => match >= from);
        this.found = { matches: search.matches.length, current: Math.max(0, next), isComplete };
        this.#goToMatch();
      } else {
        this.found = { ...this.found, matches: search.matches.length, isComplete };
      }
    };
    this.found = { ...noFind, isComplete: false };
    void inSlices(() => {
      const isMore = search.advance();
      tell(!isMore);
      return isMore;
    }, signal);
  }

  #step(step: FindStep): void {
    const { matches, current } = this.found;
    if (matches === 0) {
      return;
    }
    const next = step === 'next' ? current + 1 : current <= 0 ? matches - 1 : current - 1;
    this.found = { ...this.found, current: next % matches };
    this.#goToMatch();
  }

  #goToMatch(): void {
    const match = this.#matches[this.found.current];
    if (match === undefined) {
      return;
    }
    this.#treeView?.reveal(match);
    // A text that was switched to just now has its rows only then.
    void this.#textView?.updateComplete.then(() => this.#textView?.revealOffset(match));
  }
}

/** A value as it is copied: a string without its quotation marks, all else as it came. */
function valueText(tree: JsonTree, id: number): string {
  const item = tree.item(id);
  if (item.item === 'line') {
    const { start, end } = item.rows.row(item.line);
    return item.rows.text.slice(start, end);
  }
  const source = item.document.source(item.node);
  return item.document.kind(item.node) === 'string' ? unquoteJson(source) : source;
}

/** The ends of a path that is longer than anybody reads: to lay out 10,000 levels takes time. */
function shortPath(path: string): string {
  return path.length > 2 * pathEndLength ? `${path.slice(0, pathEndLength)}…${path.slice(-pathEndLength)}` : path;
}

/** A query for the records that have the same value in the same place. */
function clauseFor(tree: JsonTree, id: number): string {
  const path = tree.path(id);
  const item = tree.item(tree.dataId(id));
  if (item.item === 'line') {
    return '';
  }
  const source = item.document.source(item.node);
  switch (item.document.kind(item.node)) {
    case 'string': {
      const text = unquoteJson(source);
      return text.length <= maxFilterLength
        ? pathClause(path, text)
        : `${pathField(path)}:${quoteValue(text.slice(0, maxFilterLength))}`;
    }
    case 'number':
      // As it is written: JavaScript's numbers would lose digits.
      return pathClause(path, source);
    case 'literal':
      return pathClause(path, source === 'null' ? null : source === 'true');
    case 'object':
    case 'array':
      return `${pathField(path)}:*`;
  }
}

customElements.define('sse-data-view', DataView);
