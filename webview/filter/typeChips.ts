import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { TypeCount } from '../../src/core/connection/sessionSnapshot.ts';
import { rovingTarget } from '../chrome/roving.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { typeLook } from '../list/typeLook.ts';
import { count, t } from '../strings.ts';
import type { FilterChange } from './panelFilter.ts';
import './typeChips.css';

/** More chips than these never fit into a line. */
const maxChips = 40;

/** Chips for the event types, as many as fit in one line, and a list of all of them. */
export class TypeChips extends LightElement {
  static override properties = {
    types: { attribute: false },
    typeCount: { attribute: false },
    onlyTypes: { attribute: false },
    hiddenTypes: { attribute: false },
    fitting: { state: true },
    current: { state: true },
    isOpen: { state: true },
  };

  /** The most frequent first. */
  declare types: readonly TypeCount[];
  /** Types that there are; may be more than `types`. */
  declare typeCount: number;
  declare onlyTypes: readonly string[];
  declare hiddenTypes: readonly string[];
  /** Chips that fit into the line. */
  declare fitting: number;
  /** The chip that the tab key reaches. */
  declare current: string;
  /** Whether the list of all types is shown. */
  declare isOpen: boolean;

  /** Types in the order of their chips, which stays, so that no chip moves under the pointer. */
  #order: readonly string[] = [];
  #observer: ResizeObserver | undefined;

  constructor() {
    super();
    this.types = [];
    this.typeCount = 0;
    this.onlyTypes = [];
    this.hiddenTypes = [];
    this.fitting = maxChips;
    this.current = '';
    this.isOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  protected override willUpdate(): void {
    const known = new Set([...this.types.map(({ type }) => type), ...this.onlyTypes, ...this.hiddenTypes]);
    const kept = this.#order.filter((type) => known.has(type));
    const added = [...known].filter((type) => !kept.includes(type));
    this.#order = [...kept, ...added];
    if (!known.has(this.current)) {
      this.current = this.#order[0] ?? '';
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#order.length === 0) {
      return nothing;
    }
    const more = Math.max(this.typeCount, this.#order.length) - this.fitting;
    return html`<div
        class="type-chips"
        role="toolbar"
        aria-label=${t('Event types')}
        @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
      >
        ${repeat(
          this.#order.slice(0, maxChips),
          (type) => type,
          (type, at) => this.#chip(type, at >= this.fitting),
        )}
      </div>
      ${
        more > 0
          ? html`<button
              class="toggle-button type-more"
              aria-expanded=${this.isOpen}
              aria-controls="type-list"
              title=${t('All event types')}
              @click=${() => this.#toggleList()}
            >
              ${t('+{0} more', count(more))}
            </button>`
          : nothing
      }
      ${this.isOpen ? this.#list() : nothing}`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#fit();
    if (changed.has('isOpen') && this.isOpen) {
      this.querySelector<HTMLElement>('.type-list .type-chip')?.focus();
    }
  }

  #countOf(type: string): number {
    return this.types.find((known) => known.type === type)?.count ?? 0;
  }

  #chip(type: string, isCut: boolean): TemplateResult {
    const { colour, shape } = typeLook(type);
    const isOnly = this.onlyTypes.includes(type);
    const isHidden = this.hiddenTypes.includes(type);
    const state = isOnly ? t('only these are shown') : isHidden ? t('hidden') : undefined;
    return html`<button
      class="type-chip toggle-button ${isOnly ? 'only' : ''} ${isHidden ? 'hidden-type' : ''} ${isCut ? 'cut' : ''}"
      data-type=${type}
      aria-pressed=${isOnly}
      tabindex=${type === this.current && !isCut ? 0 : -1}
      title=${t('{0}: click to show only this, with Ctrl this too, with Alt (or Delete) to hide it', type)}
      @focus=${() => {
        this.current = type;
      }}
      @click=${(event: MouseEvent) => this.#choose(type, event.altKey ? 'hide' : event.ctrlKey || event.metaKey ? 'add' : 'only')}
    >
      ${
        isHidden
          ? codicon('eye-closed')
          : html`<span class="type-mark ${shape} chart-${colour}" aria-hidden="true"></span>`
      }<span class="type-name">${type}</span
      ><span class="kind-count">${count(this.#countOf(type))}</span
      >${state === undefined ? nothing : html`<span class="visually-hidden">${state}</span>`}
    </button>`;
  }

  /** All types, those that come most first. */
  #list(): TemplateResult {
    const rest = this.typeCount - this.types.length;
    const sorted = [...this.#order].sort((a, b) => this.#countOf(b) - this.#countOf(a));
    return html`<div
      class="type-list"
      id="type-list"
      role="group"
      aria-label=${t('All event types')}
      @keydown=${(event: KeyboardEvent) => this.#listKey(event)}
      @focusout=${(event: FocusEvent) => this.#left(event)}
    >
      ${sorted.map((type) => this.#chip(type, false))}
      ${rest > 0 ? html`<span class="type-rest">${t('and {0} more types', count(rest))}</span>` : nothing}
    </div>`;
  }

  #choose(type: string, how: 'only' | 'add' | 'hide'): void {
    const isOnly = this.onlyTypes.includes(type);
    const others = this.onlyTypes.filter((other) => other !== type);
    const shown = this.hiddenTypes.filter((other) => other !== type);
    switch (how) {
      case 'only':
        this.#change({ onlyTypes: isOnly && others.length === 0 ? [] : [type], hiddenTypes: shown });
        break;
      case 'add':
        this.#change({ onlyTypes: isOnly ? others : [...this.onlyTypes, type], hiddenTypes: shown });
        break;
      case 'hide':
        this.#change({
          onlyTypes: others,
          hiddenTypes: this.hiddenTypes.includes(type) ? shown : [...this.hiddenTypes, type],
        });
    }
  }

  #change(change: FilterChange): void {
    this.dispatchEvent(new CustomEvent<FilterChange>('filter-set', { detail: change, bubbles: true }));
  }

  #keydown(event: KeyboardEvent): void {
    rovingTarget(event, this, '.type-chips .type-chip:not(.cut)')?.focus();
    this.#chipKey(event);
  }

  /** What the mouse does with modifiers, by the keyboard. */
  #chipKey(event: KeyboardEvent): void {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('.type-chip') : null;
    const type = target?.dataset['type'];
    const isEnter = event.key === 'Enter' || event.key === ' ';
    const how =
      event.key === 'Delete' || (isEnter && event.altKey)
        ? 'hide'
        : isEnter && (event.ctrlKey || event.metaKey)
          ? 'add'
          : undefined;
    if (type !== undefined && how !== undefined) {
      event.preventDefault();
      this.#choose(type, how);
    }
  }

  #listKey(event: KeyboardEvent): void {
    const chips = [...this.querySelectorAll<HTMLElement>('.type-list .type-chip')];
    const at = chips.findIndex((chip) => chip === event.target);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape') {
      this.#toggleList();
      this.querySelector<HTMLElement>('.type-more')?.focus();
      event.preventDefault();
    } else if (step !== 0) {
      chips.at((at + step) % chips.length)?.focus();
      event.preventDefault();
    } else {
      this.#chipKey(event);
    }
  }

  #left({ relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node && this.contains(relatedTarget))) {
      this.isOpen = false;
    }
  }

  #toggleList(): void {
    this.isOpen = !this.isOpen;
  }

  /** Counts the chips that stand in the first line; those in the next ones are cut off. */
  #fit(): void {
    const chips = [...this.querySelectorAll<HTMLElement>('.type-chips .type-chip')];
    const top = chips[0]?.offsetTop ?? 0;
    const fitting = chips.filter((chip) => chip.offsetTop === top).length;
    if (fitting !== this.fitting) {
      this.fitting = fitting;
    }
  }
}

customElements.define('sse-type-chips', TypeChips);
