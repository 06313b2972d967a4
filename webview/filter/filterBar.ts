import { html, nothing, type TemplateResult } from 'lit';
import type { FilterMemory } from '../../src/core/protocol/filterMessages.ts';
import type { QueryVocabulary } from '../../src/core/query/queryCompletion.ts';
import type { ViewFilter } from '../../src/core/query/viewQuery.ts';
import type { RecordMatch, SearchState } from '../../src/core/record/searchState.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { count, t } from '../strings.ts';
import './filterHelp.ts';
import type { FilterHelp } from './filterHelp.ts';
import type { FilterChange } from './panelFilter.ts';
import './queryInput.ts';
import type { QueryInput } from './queryInput.ts';
import './filterBar.css';

const nothingRemembered: FilterMemory = { saved: [], recent: [] };

/** The line of the filter: its box, how much matches, and what can be done with it. */
export class FilterBar extends LightElement {
  static override properties = {
    filter: { attribute: false },
    isActive: { attribute: false },
    isHiding: { attribute: false },
    isMarking: { attribute: false },
    search: { attribute: false },
    marking: { attribute: false },
    current: { attribute: false },
    records: { attribute: false },
    vocabulary: { attribute: false },
    memory: { attribute: false },
  };

  declare filter: ViewFilter | undefined;
  /** Whether anything is filtered, switches of kinds and types among it. */
  declare isActive: boolean;
  /** Whether a query hides rows. */
  declare isHiding: boolean;
  declare isMarking: boolean;
  declare search: SearchState | undefined;
  declare marking: SearchState | undefined;
  /** The marked record that was gone to last. */
  declare current: RecordMatch | undefined;
  /** Records in the capture. */
  declare records: number;
  declare vocabulary: QueryVocabulary;
  declare memory: FilterMemory;

  constructor() {
    super();
    this.filter = undefined;
    this.isActive = false;
    this.isHiding = false;
    this.isMarking = false;
    this.search = undefined;
    this.marking = undefined;
    this.current = undefined;
    this.records = 0;
    this.vocabulary = { types: [], keys: [] };
    this.memory = nothingRemembered;
  }

  /** Moves the keyboard to the box of the filter. */
  override focus(): void {
    this.#box('filter')?.focus();
  }

  /** Opens the box that looks within the rows that are shown. */
  async openFind(): Promise<void> {
    if (this.filter?.find === null) {
      this.#change({ find: '' });
    }
    await this.updateComplete;
    // The box is drawn once the panel has taken the change.
    requestAnimationFrame(() => this.#box('find')?.focus());
  }

  /** Clears all that filters, and also a text that is no query yet. */
  clear(): void {
    this.#box('find')?.clear();
    this.#box('filter')?.clear();
    this.dispatchEvent(new CustomEvent('filter-clear'));
  }

  /** Shows what can be asked for. */
  showHelp(): void {
    this.querySelector<FilterHelp>('sse-filter-help')?.show();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { filter } = this;
    if (filter === undefined) {
      return nothing;
    }
    return html`<div class="filter-bar" role="search">
        <sse-query-input
          data-box="filter"
          .query=${filter.query}
          .name=${'filter'}
          .label=${t('Filter records')}
          .placeholder=${t('Filter: words, type:delta, size:>1kb, data.usage.total_tokens:>100 (/)')}
          .described=${'filter-state'}
          .vocabulary=${this.vocabulary}
          .memory=${this.memory}
          @query-change=${(event: CustomEvent<string>) => this.#change({ query: event.detail })}
          @query-used=${() => this.dispatchEvent(new CustomEvent('filter-used'))}
          @query-typing=${() => this.dispatchEvent(new CustomEvent('filter-typing'))}
          @query-focus=${() => this.dispatchEvent(new CustomEvent('filter-typing'))}
          @query-leave=${() => this.dispatchEvent(new CustomEvent('filter-leave'))}
          @query-rename=${(event: CustomEvent<string>) => this.#manage('rename', event.detail)}
          @query-delete=${(event: CustomEvent<string>) => this.#manage('delete', event.detail)}
        ></sse-query-input>
        <span id="filter-state" class="filter-state ${this.search?.state === 'failed' ? 'fault' : ''}" role="status"
          >${this.#state()}</span
        >
        ${filter.find === null ? this.#steps(false) : nothing}
        ${
          this.isActive
            ? html`<button
                class="text-button secondary filter-clear"
                title=${t('Clear the filter and all switches')}
                @click=${() => this.clear()}
              >
                ${t('Clear All')}
              </button>`
            : nothing
        }
        ${this.#buttons(filter)}
      </div>
      ${filter.find === null ? nothing : this.#find(filter.find)}
      <sse-filter-help></sse-filter-help>`;
  }

  #buttons({ query, marksOnly }: ViewFilter): TemplateResult {
    return html`<span class="filter-buttons">
      <button
        class="icon-button filter-mode"
        aria-pressed=${marksOnly}
        title=${t('Mark what matches instead of hiding the rest (l)')}
        aria-label=${t('Mark what matches instead of hiding the rest')}
        @click=${() => this.#change({ marksOnly: !marksOnly })}
      >
        ${codicon('symbol-color')}
      </button>
      <button
        class="icon-button filter-find"
        aria-pressed=${this.filter?.find !== null}
        title=${t('Find within the rows that are shown (Ctrl+F)')}
        aria-label=${t('Find within the rows that are shown')}
        @click=${() => (this.filter?.find === null ? void this.openFind() : this.#change({ find: null }))}
      >
        ${codicon('search')}
      </button>
      <button
        class="icon-button filter-save"
        title=${t('Save this filter under a name')}
        aria-label=${t('Save this filter under a name')}
        ?disabled=${query === '' && !this.isHiding}
        @click=${() => this.dispatchEvent(new CustomEvent('filter-save'))}
      >
        ${codicon(this.memory.saved.some((saved) => saved.query === query && query !== '') ? 'star-full' : 'star-empty')}
      </button>
      <button
        class="icon-button filter-remembered"
        title=${t('Saved and recent filters (arrow down in the empty box)')}
        aria-label=${t('Saved and recent filters')}
        ?disabled=${this.memory.saved.length + this.memory.recent.length === 0}
        @click=${() => this.#box('filter')?.showRemembered()}
      >
        ${codicon('history')}
      </button>
      <button
        class="icon-button filter-help-button"
        title=${t('What can be asked for (Shift+F1)')}
        aria-label=${t('What can be asked for')}
        @click=${() => this.showHelp()}
      >
        ${codicon('question')}
      </button>
    </span>`;
  }

  #find(find: string): TemplateResult {
    return html`<div class="filter-bar find-bar" role="search">
      <sse-query-input
        data-box="find"
        .query=${find}
        .name=${'find'}
        .label=${t('Find within the rows that are shown')}
        .placeholder=${t('Find within the rows that are shown')}
        .described=${'find-state'}
        .vocabulary=${this.vocabulary}
        @query-change=${(event: CustomEvent<string>) => this.#change({ find: event.detail })}
        @query-typing=${() => this.dispatchEvent(new CustomEvent('filter-typing'))}
        @query-enter=${(event: CustomEvent<boolean>) => this.#step(event.detail)}
        @query-leave=${() => this.#closeFind()}
      ></sse-query-input>
      <span id="find-state" class="filter-state" role="status">${this.#marked()}</span>
      ${this.#steps(true)}
      <button
        class="icon-button"
        title=${t('Close (Escape)')}
        aria-label=${t('Close')}
        @click=${() => this.#closeFind()}
      >
        ${codicon('close')}
      </button>
    </div>`;
  }

  /** The way from one marked row to the next. */
  #steps(always: boolean): TemplateResult | typeof nothing {
    if (!always && !this.isMarking) {
      return nothing;
    }
    const isEmpty = (this.marking?.matched ?? 0) === 0;
    return html`<span class="filter-steps">
      <button
        class="icon-button mark-previous"
        title=${t('Previous match (Shift+F3)')}
        aria-label=${t('Previous match')}
        ?disabled=${isEmpty}
        @click=${() => this.#step(true)}
      >
        ${codicon('arrow-up')}
      </button>
      <button
        class="icon-button mark-next"
        title=${t('Next match (F3)')}
        aria-label=${t('Next match')}
        ?disabled=${isEmpty}
        @click=${() => this.#step(false)}
      >
        ${codicon('arrow-down')}
      </button>
    </span>`;
  }

  #closeFind(): void {
    this.#change({ find: null });
    this.dispatchEvent(new CustomEvent('filter-leave'));
  }

  #step(backwards: boolean): void {
    this.dispatchEvent(new CustomEvent<boolean>('mark-step', { detail: backwards }));
  }

  #box(name: 'filter' | 'find'): QueryInput | null {
    return this.querySelector<QueryInput>(`sse-query-input[data-box="${name}"]`);
  }

  #change(change: FilterChange): void {
    this.dispatchEvent(new CustomEvent<FilterChange>('filter-set', { detail: change }));
  }

  #manage(what: 'rename' | 'delete', name: string): void {
    this.dispatchEvent(new CustomEvent(`filter-${what}`, { detail: name }));
  }

  #state(): string {
    if (this.isHiding) {
      return progressOf(this.search, (matched) => t('{0} of {1}', matched, count(this.records)));
    }
    return this.isMarking && this.filter?.find === null ? this.#marked() : '';
  }

  #marked(): string {
    if (!this.isMarking) {
      return '';
    }
    const { current } = this;
    return progressOf(this.marking, (matched) =>
      current === undefined
        ? this.marking?.matched === 1
          ? t('{0} match', matched)
          : t('{0} matches', matched)
        : t('{0} of {1} matches', count(current.position + 1), matched),
    );
  }
}

function progressOf(search: SearchState | undefined, words: (matched: string) => string): string {
  if (search === undefined) {
    return '';
  }
  if (search.state === 'failed') {
    return search.failure === 'too-slow'
      ? t('Stopped: this regular expression takes too long over one record')
      : t('The filter failed: {0}', search.message);
  }
  const matches = words(count(search.matched));
  return search.state === 'running' ? t('{0}, searching …', matches) : matches;
}

customElements.define('sse-filter-bar', FilterBar);
