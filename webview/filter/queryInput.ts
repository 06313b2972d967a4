import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FilterMemory } from '../../src/core/protocol/filterMessages.ts';
import { parseQuery } from '../../src/core/query/parseQuery.ts';
import type { QueryVocabulary } from '../../src/core/query/queryCompletion.ts';
import { querySpans } from '../../src/core/query/querySpan.ts';
import { describeQueryFault } from '../../src/core/words/queryFault.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { t } from '../strings.ts';
import { completions, rememberedFilters, type QuerySuggestion } from './querySuggestion.ts';
import './queryInput.css';

/** How long to wait for the next keystroke before a query is looked for, milliseconds. */
const typingMs = 120;
/** The same before the words for a fault cover what is below the box: most texts are unfinished at first. */
const faultMs = 500;

/**
 * A box for a query. The text box itself is the browser's own, with its undo, its input methods and what it tells screen
 * readers; its text is transparent, and a copy behind it has the colours and the underlining.
 */
export class QueryInput extends LightElement {
  static override properties = {
    query: { attribute: false },
    name: { type: String },
    label: { type: String },
    placeholder: { type: String },
    described: { type: String },
    vocabulary: { attribute: false },
    memory: { attribute: false },
    text: { state: true },
    suggestions: { state: true },
    active: { state: true },
    saysFault: { state: true },
  };

  /** The query in force. */
  declare query: string;
  /** Tells the boxes of a page apart. */
  declare name: string;
  declare label: string;
  declare placeholder: string;
  /** Id of an element that says more of what the query does. */
  declare described: string;
  declare vocabulary: QueryVocabulary;
  /** What an empty box offers. */
  declare memory: FilterMemory;
  /** As it stands in the box. */
  declare text: string;
  declare suggestions: readonly QuerySuggestion[];
  /** Position of the suggestion that Enter takes; -1: none. */
  declare active: number;
  declare saysFault: boolean;

  #applying: ReturnType<typeof setTimeout> | undefined;
  #saying: ReturnType<typeof setTimeout> | undefined;
  /** Whether what can stand at the caret is shown, or would be if anything were known. */
  #isSuggesting = false;
  /** Whether an input method is at work: what it shows is not typed yet. */
  #isComposing = false;

  constructor() {
    super();
    this.query = '';
    this.name = 'query';
    this.label = '';
    this.placeholder = '';
    this.described = '';
    this.vocabulary = { types: [], keys: [] };
    this.memory = { saved: [], recent: [] };
    this.text = '';
    this.suggestions = [];
    this.active = -1;
    this.saysFault = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
  }

  override focus(): void {
    this.#input?.focus();
    this.#input?.select();
  }

  /** Shows the saved and the recent filters. */
  showRemembered(): void {
    this.#input?.focus();
    this.#offer(rememberedFilters(this.memory, this.text));
    this.active = this.suggestions.length > 0 ? 0 : -1;
  }

  /** Empties the box, and the query with it. */
  clear(): void {
    this.#replace(0, this.text.length, '');
    this.#apply();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query') && this.query !== this.text.trim()) {
      // From elsewhere: the chips, the timeline, a saved filter.
      this.#forget();
      this.text = this.query;
      this.#close();
    } else if (changed.has('vocabulary') && this.#isSuggesting) {
      // The keys of the capture have come, or more types.
      const chosen = this.suggestions[this.active]?.insert;
      this.suggestions = this.#completions();
      this.active = chosen === undefined ? -1 : this.suggestions.findIndex(({ insert }) => insert === chosen);
    }
  }

  protected override render(): TemplateResult {
    const fault = this.#fault;
    const isOpen = this.suggestions.length > 0;
    const faultId = `${this.name}-fault`;
    return html`<div class="query-box ${fault === undefined ? '' : 'faulty'}">
        <div class="query-mirror" aria-hidden="true"><div class="query-mirror-text">${this.#mirror()}</div></div>
        <input
          class="query-input"
          type="text"
          role="combobox"
          spellcheck="false"
          autocomplete="off"
          autocapitalize="off"
          placeholder=${this.placeholder}
          aria-label=${this.label}
          aria-autocomplete="list"
          aria-expanded=${isOpen}
          aria-controls=${`${this.name}-suggestions`}
          aria-activedescendant=${this.active >= 0 ? this.#optionId(this.active) : nothing}
          aria-invalid=${fault !== undefined}
          aria-describedby=${`${faultId} ${this.described}`}
          @input=${(event: InputEvent) => this.#typed(event)}
          @compositionstart=${() => {
            this.#isComposing = true;
          }}
          @compositionend=${() => {
            this.#isComposing = false;
            this.#settle();
          }}
          @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
          @scroll=${() => this.#align()}
          @focus=${() => this.dispatchEvent(new CustomEvent('query-focus'))}
          @blur=${() => this.#blurred()}
        />
      </div>
      <div
        id=${faultId}
        class="query-fault ${this.saysFault && !isOpen && fault !== undefined ? '' : 'visually-hidden'}"
        role="status"
        .textContent=${this.saysFault ? (fault ?? '') : ''}
      ></div>
      ${this.#list(isOpen)}`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const input = this.#input;
    if (input !== null && input.value !== this.text && !this.#isComposing) {
      input.value = this.text;
    }
    this.#align();
    if (changed.has('suggestions') && this.suggestions.length > 0) {
      this.#placeList();
    }
    if (changed.has('active')) {
      this.querySelector('.query-suggestion.active')?.scrollIntoView({ block: 'nearest' });
    }
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector('.query-input');
  }

  /** What is wrong with the text; `undefined`: nothing. */
  get #fault(): string | undefined {
    const parsed = parseQuery(this.text);
    const [fault] = parsed.ok ? [] : parsed.faults;
    return fault && describeQueryFault(fault, t);
  }

  #mirror(): readonly TemplateResult[] {
    return querySpans(this.text).map(
      ({ role, text, isFaulty }) => html`<span class="query-${role} ${isFaulty ? 'query-wrong' : ''}">${text}</span>`,
    );
  }

  #list(isOpen: boolean): TemplateResult {
    return html`<ul
      class="query-suggestions"
      id=${`${this.name}-suggestions`}
      role="listbox"
      aria-label=${t('Suggestions')}
      ?hidden=${!isOpen}
      @mousedown=${(event: MouseEvent) => this.#pressed(event)}
    >
      ${repeat(
        this.suggestions,
        ({ icon, insert }) => `${icon} ${insert}`,
        (suggestion, at) => this.#option(suggestion, at),
      )}
    </ul>`;
  }

  #option({ icon, label, detail, saved }: QuerySuggestion, at: number): TemplateResult {
    const isActive = at === this.active;
    return html`<li
      class="query-suggestion ${isActive ? 'active' : ''}"
      id=${this.#optionId(at)}
      role="option"
      aria-selected=${isActive}
      data-at=${at}
      title=${saved === undefined ? nothing : t('F2: rename. Shift+Delete: delete')}
    >
      ${codicon(icon)}<span class="query-suggestion-label">${label}</span
      ><span class="query-suggestion-detail">${detail}</span>
      ${
        saved === undefined
          ? nothing
          : html`<span class="icon-button" data-do="rename" title=${t('Rename (F2)')}>${codicon('edit')}</span
              ><span class="icon-button" data-do="delete" title=${t('Delete (Shift+Delete)')}
                >${codicon('trash')}</span
              >`
      }
    </li>`;
  }

  #optionId(at: number): string {
    return `${this.name}-suggestion-${at}`;
  }

  #typed(event: InputEvent): void {
    this.text = this.#input?.value ?? '';
    // `isComposing` is told with each key of an input method: the text is applied when it is finished.
    if (!event.isComposing && !this.#isComposing) {
      this.#settle();
    }
  }

  /** The text has changed by hand. */
  #settle(): void {
    this.text = this.#input?.value ?? '';
    this.#forget();
    this.saysFault = false;
    this.#applying = setTimeout(() => this.#apply(), this.text === '' ? 0 : typingMs);
    this.#saying = setTimeout(() => {
      this.saysFault = true;
    }, faultMs);
    this.dispatchEvent(new CustomEvent('query-typing'));
    const caret = this.#input?.selectionStart ?? this.text.length;
    if (/[^\s()]$/.test(this.text.slice(0, caret))) {
      this.#suggest();
    } else {
      this.#close();
    }
  }

  #forget(): void {
    clearTimeout(this.#applying);
    clearTimeout(this.#saying);
  }

  #apply(): void {
    this.#forget();
    const query = this.text.trim();
    if (this.#fault !== undefined) {
      this.saysFault = true;
    } else if (query !== this.query) {
      this.dispatchEvent(new CustomEvent<string>('query-change', { detail: query }));
    }
  }

  #blurred(): void {
    this.#close();
    this.saysFault = this.#fault !== undefined;
    this.dispatchEvent(new CustomEvent('query-used'));
  }

  #keydown(event: KeyboardEvent): void {
    if (event.isComposing || this.#isComposing) {
      return;
    }
    const done =
      this.suggestions.length > 0 && !event.altKey ? this.#listKey(event) || this.#boxKey(event) : this.#boxKey(event);
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** Keys of the open list. Returns whether it was one. */
  #listKey(event: KeyboardEvent): boolean {
    const { length } = this.suggestions;
    const chosen = this.suggestions[this.active];
    switch (event.key) {
      case 'ArrowDown':
        this.active = this.active + 1 >= length ? 0 : this.active + 1;
        return true;
      case 'ArrowUp':
        this.active = this.active <= 0 ? length - 1 : this.active - 1;
        return true;
      case 'Escape':
        this.#close();
        return true;
      case 'Tab': {
        const taken = chosen ?? this.suggestions[0];
        if (event.shiftKey || taken === undefined) {
          return false;
        }
        this.#take(taken);
        return true;
      }
      case 'Enter':
        if (chosen !== undefined) {
          this.#take(chosen);
        }
        return chosen !== undefined;
      case 'F2':
        return this.#manage('rename', chosen?.saved);
      case 'Delete':
        return event.shiftKey && this.#manage('delete', chosen?.saved);
      default:
        return false;
    }
  }

  /** Keys of the box. Returns whether it was one. */
  #boxKey({ key, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): boolean {
    if (key === ' ' && ctrlKey) {
      this.#open();
      return true;
    }
    if (key === 'ArrowDown' && (ctrlKey || metaKey)) {
      this.#close();
      this.dispatchEvent(new CustomEvent('query-leave'));
      return true;
    }
    if (ctrlKey || metaKey) {
      return false;
    }
    switch (key) {
      case 'Enter':
        this.#close();
        this.#apply();
        this.dispatchEvent(new CustomEvent('query-used'));
        this.dispatchEvent(new CustomEvent<boolean>('query-enter', { detail: shiftKey }));
        return true;
      case 'Escape':
        if (this.text === '') {
          this.dispatchEvent(new CustomEvent('query-leave'));
        } else {
          this.clear();
        }
        return true;
      case 'ArrowDown':
        if (altKey || this.text === '') {
          this.#open();
        }
        if (this.suggestions.length === 0) {
          this.dispatchEvent(new CustomEvent('query-leave'));
        }
        return true;
      default:
        return false;
    }
  }

  /** Shows what can stand here, on purpose. */
  #open(): void {
    if (this.text === '' && this.memory.saved.length + this.memory.recent.length > 0) {
      this.showRemembered();
      return;
    }
    this.dispatchEvent(new CustomEvent('query-typing'));
    this.#suggest();
    this.active = this.suggestions.length > 0 ? 0 : -1;
  }

  /** Shows what can stand at the caret. */
  #suggest(): void {
    this.#offer(this.#completions());
    this.#isSuggesting = true;
  }

  #completions(): readonly QuerySuggestion[] {
    return completions(this.text, this.#input?.selectionStart ?? this.text.length, this.vocabulary);
  }

  #offer(suggestions: readonly QuerySuggestion[]): void {
    this.#isSuggesting = false;
    this.suggestions = suggestions;
    this.active = -1;
  }

  #close(): void {
    this.#offer([]);
  }

  #pressed(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const at = Number(target?.closest<HTMLElement>('.query-suggestion')?.dataset['at'] ?? NaN);
    const suggestion = this.suggestions[at];
    // The focus stays in the box.
    event.preventDefault();
    const wish = target?.closest<HTMLElement>('[data-do]')?.dataset['do'];
    if (wish === 'rename' || wish === 'delete') {
      this.#manage(wish, suggestion?.saved);
    } else if (suggestion !== undefined && event.button === 0) {
      this.#take(suggestion);
    }
  }

  #manage(what: 'rename' | 'delete', name: string | undefined): boolean {
    if (name === undefined) {
      return false;
    }
    this.#close();
    this.dispatchEvent(new CustomEvent(`query-${what}`, { detail: name }));
    return true;
  }

  #take({ start, end, insert, leadsOn }: QuerySuggestion): void {
    this.#replace(start, end, insert);
    if (leadsOn) {
      this.#suggest();
    } else {
      this.#close();
      this.#apply();
    }
  }

  /** Puts a text in the place of another, so that the box's own undo brings it back. */
  #replace(start: number, end: number, text: string): void {
    const input = this.#input;
    if (input === null || (start === end && text === '')) {
      return;
    }
    input.focus();
    input.setSelectionRange(start, end);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one way that keeps the history of a text box
    document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  }

  /** Keeps the copy under the text where the box is scrolled. */
  #align(): void {
    const mirror = this.querySelector<HTMLElement>('.query-mirror-text');
    mirror?.style.setProperty('transform', `translateX(${-(this.#input?.scrollLeft ?? 0)}px)`);
  }

  /** Puts the list below the word that it completes. */
  #placeList(): void {
    const list = this.querySelector<HTMLElement>('.query-suggestions');
    const mirror = this.querySelector<HTMLElement>('.query-mirror-text');
    const start = this.suggestions[0]?.start ?? 0;
    if (list === null || mirror === null) {
      return;
    }
    const box = this.getBoundingClientRect();
    const wished = start === 0 ? 0 : rightOf(mirror, start) - box.left - 24;
    const room = Math.max(0, document.documentElement.clientWidth - box.left - list.offsetWidth - 8);
    list.style.setProperty('left', `${Math.max(0, Math.min(wished, room))}px`);
  }
}

/** Right end of the first so many characters of an element's text, in the page. Pixels. */
function rightOf(element: Element, length: number): number {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  range.setStart(element, 0);
  let left = length;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const size = node.textContent?.length ?? 0;
    if (left <= size) {
      range.setEnd(node, left);
      return range.getBoundingClientRect().right;
    }
    left -= size;
  }
  return element.getBoundingClientRect().right;
}

customElements.define('sse-query-input', QueryInput);
