import { html, nothing, type TemplateResult } from 'lit';
import { parseQuery } from '../../src/core/query/parseQuery.ts';
import type { SearchState } from '../../src/core/record/searchState.ts';
import { describeQueryFault } from '../../src/core/words/queryFault.ts';
import { LightElement } from '../lightElement.ts';
import { count, t } from '../strings.ts';
import './filterBar.css';

/** How long to wait for the next keystroke before the host is asked, milliseconds. */
const typingMs = 120;

/** The box for the filter, with how much matches or what is wrong with the text. */
export class FilterBar extends LightElement {
  static override properties = {
    query: { attribute: false },
    search: { attribute: false },
    records: { attribute: false },
    fault: { state: true },
  };

  /** The filter in force. */
  declare query: string;
  declare search: SearchState | undefined;
  /** Records in the capture. */
  declare records: number;
  declare fault: string | undefined;

  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.query = '';
    this.search = undefined;
    this.records = 0;
    this.fault = undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  override focus(): void {
    this.#input?.focus();
    this.#input?.select();
  }

  protected override render(): TemplateResult {
    const isFaulty = this.fault !== undefined;
    return html`<div class="filter-bar" role="search">
      <input
        class="filter-input"
        type="text"
        spellcheck="false"
        autocomplete="off"
        placeholder=${t('Filter: words, type:delta, size:>1kb, data.usage.total_tokens:>100, NOT … (/)')}
        aria-label=${t('Filter records')}
        aria-invalid=${isFaulty}
        aria-describedby="filter-state"
        .value=${this.query}
        @input=${() => this.#typed()}
        @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
      />
      <span id="filter-state" class="filter-state ${isFaulty ? 'fault' : ''}" role="status">${this.#state()}</span>
      ${
        this.query === '' && !isFaulty
          ? nothing
          : html`<button class="text-button secondary filter-clear" @click=${() => this.#clear()}>
              ${t('Clear Filter')}
            </button>`
      }
    </div>`;
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector('.filter-input');
  }

  #state(): string {
    if (this.fault !== undefined) {
      return this.fault;
    }
    const { search } = this;
    if (this.query === '' || search === undefined) {
      return '';
    }
    if (search.state === 'failed') {
      return search.failure === 'too-slow'
        ? t('Stopped: this regular expression takes too long over one record')
        : t('The filter failed: {0}', search.message);
    }
    const matches = t('{0} of {1}', count(search.matched), count(this.records));
    return search.state === 'running' ? t('{0}, searching …', matches) : matches;
  }

  #typed(): void {
    clearTimeout(this.#typing);
    const text = this.#input?.value ?? '';
    const parsed = parseQuery(text);
    const [fault] = parsed.ok ? [] : parsed.faults;
    this.fault = fault && describeQueryFault(fault, t);
    if (fault === undefined) {
      this.#typing = setTimeout(() => this.#apply(text), text === '' ? 0 : typingMs);
    }
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      clearTimeout(this.#typing);
      if (this.fault === undefined) {
        this.#apply(this.#input?.value ?? '');
      }
    } else if (event.key === 'Escape' && this.#input?.value !== '') {
      this.#clear();
    } else if (event.key === 'Escape' || event.key === 'ArrowDown') {
      this.dispatchEvent(new CustomEvent('filter-leave'));
    } else {
      return;
    }
    event.preventDefault();
  }

  #clear(): void {
    clearTimeout(this.#typing);
    this.fault = undefined;
    if (this.#input !== null) {
      this.#input.value = '';
      this.#input.focus();
    }
    this.#apply('');
  }

  #apply(text: string): void {
    const query = text.trim();
    if (query !== this.query) {
      this.dispatchEvent(new CustomEvent<string>('filter-change', { detail: query }));
    }
  }
}

customElements.define('sse-filter-bar', FilterBar);
