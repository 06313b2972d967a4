import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { DetailView } from '../../src/core/protocol/detailMessages.ts';
import { pathField } from '../../src/core/query/queryClause.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import { describeConnectionChange } from '../../src/core/words/connectionChange.ts';
import { problemView } from '../chrome/problemView.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { count, t } from '../strings.ts';
import { DataSearch } from './dataSearch.ts';
import { DataSource, maxShownLength, type DataState, type ReadData } from './dataSource.ts';
import './findBar.ts';
import type { FindBar, FindStep } from './findBar.ts';
import { faultWords } from './jsonFaultWords.ts';
import { JsonTree } from './jsonTree.ts';
import './jsonTreeView.ts';
import type { JsonTreeView, TreeCommand } from './jsonTreeView.ts';
import './textView.ts';
import type { TextView } from './textView.ts';
import { newShape, type TreeShape } from './treeShape.ts';
import './valueBar.ts';
import { valueClause } from './valueClause.ts';
import './dataView.css';

/** Columns of a row before it was measured. */
const defaultColumns = 80;

/** The data of a record: JSON as a tree or as it came, text, or what happened to the connection. */
export class DataView extends LightElement {
  static override properties = {
    record: { attribute: false },
    view: { attribute: false },
    read: { attribute: false },
    openInEditor: { attribute: false },
    copyText: { attribute: false },
    focusedId: { state: true },
  };

  declare record: RecordDetail;
  declare view: DetailView;
  declare read: ReadData;
  declare openInEditor: () => void;
  declare copyText: (text: string) => void;
  declare focusedId: number;

  readonly #source = new DataSource(() => this.requestUpdate());
  readonly #search = new DataSearch(
    () => this.requestUpdate(),
    (match) => this.#goTo(match),
  );
  #tree: JsonTree | undefined;
  #shape: TreeShape = newShape;
  /** Where the keys' attention was in the tree before, for the next one of the same shape. */
  #focusPath: readonly (string | number)[] = [];
  /** How far below the upper edge that was, in rows. */
  #focusOffset = 0;

  constructor() {
    super();
    this.view = { data: 'tree', wrapped: true, raw: 'text', offsets: 'decimal' };
    this.read = () => Promise.resolve(undefined);
    this.openInEditor = () => undefined;
    this.copyText = () => undefined;
    this.focusedId = 0;
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
      this.#source.show(this.record, this.read);
    }
    this.#takeTree();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const tree = this.#treeView;
    if (tree !== null && tree.tree !== this.#tree && this.#tree !== undefined) {
      this.#placeTree(tree, this.#tree);
    }
    if (changed.has('view') && changed.get('view')?.data !== this.view.data && this.#search.text !== '') {
      this.#find(this.#search.text);
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
    if (document === this.#tree?.items.document) {
      return;
    }
    const view = this.#treeView;
    if (this.#tree !== undefined && view?.tree === this.#tree) {
      this.#shape = this.#tree.shape;
      this.#focusPath = this.#tree.items.path(view.focused);
      this.#focusOffset = Math.max(0, this.#tree.positionOf(view.focused)) - view.topRow;
    }
    this.#tree = document === undefined ? undefined : new JsonTree(document, this.#shape);
    if (this.#search.text !== '') {
      this.#find(this.#search.text, 'stay');
    }
  }

  /** Puts a new tree where the eye was in the one before. */
  #placeTree(view: JsonTreeView, tree: JsonTree): void {
    view.tree = tree;
    const id = tree.items.document.find(this.#focusPath) ?? 0;
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
        .text=${this.#search.text}
        .state=${this.#search.state}
        @find-change=${(event: CustomEvent<string>) => this.#find(event.detail)}
        @find-step=${(event: CustomEvent<FindStep>) => this.#search.step(event.detail)}
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
      .found=${this.#search.text.toLowerCase()}
    ></sse-text-view>`;
  }

  #treePart(): TemplateResult {
    return html`<sse-json-tree
        class="rows-view"
        .found=${this.#search.text.toLowerCase()}
        @tree-focus=${(event: CustomEvent<number>) => {
          this.focusedId = event.detail;
        }}
        @tree-shape=${() => this.requestUpdate()}
        @tree-command=${(event: CustomEvent<TreeCommand>) => this.#command(event.detail)}
      ></sse-json-tree>
      ${this.#tree === undefined ? nothing : this.#valueBar(this.#tree)}`;
  }

  #valueBar(tree: JsonTree): TemplateResult {
    return html`<sse-value-bar
      .tree=${tree}
      .item=${this.focusedId}
      .revision=${tree.revision}
      .columns=${this.#treeView?.columns ?? defaultColumns}
      @value-command=${(event: CustomEvent<TreeCommand>) => this.#command(event.detail)}
      @value-shown=${() => this.#redraw()}
    ></sse-value-bar>`;
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

  #command(command: TreeCommand): void {
    const tree = this.#tree;
    if (tree === undefined) {
      return;
    }
    const id = this.focusedId;
    switch (command) {
      case 'copyValue':
        this.copyText(tree.items.text(id));
        return;
      case 'copyPath':
        this.copyText(pathField(tree.items.path(id)));
        return;
      case 'filter':
        if (!tree.items.isDecoded(id) && tree.items.path(id).length > 0) {
          this.dispatchEvent(
            new CustomEvent<string>('filter-by', { detail: valueClause(tree.items, id), bubbles: true }),
          );
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
    const { state } = this.#source;
    const tree = this.#showsTree(state) ? this.#tree : undefined;
    const from = tree === undefined ? 0 : (this.#treeView?.focused ?? 0);
    this.#search.find(
      text,
      tree === undefined ? { what: 'text', text: state.text } : { what: 'document', document: tree.items.document },
      place === 'go' ? from : undefined,
    );
  }

  #goTo(match: number): void {
    this.#treeView?.reveal(match);
    // A text that was switched to just now has its rows only then.
    void this.#textView?.updateComplete.then(() => this.#textView?.revealOffset(match));
  }
}

customElements.define('sse-data-view', DataView);
