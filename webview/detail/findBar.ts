import { html, nothing, type TemplateResult } from 'lit';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { count, t } from '../strings.ts';
import './findBar.css';

/** How far a search in the details has come. */
export interface FindState {
  /** Matches so far. */
  readonly matches: number;
  /** The one that is shown, from 0; -1: none. */
  readonly current: number;
  readonly isComplete: boolean;
}

export type FindStep = 'next' | 'previous';

/** The box to look for a text in what is shown, with the keys of VS Code's find widget. */
export class FindBar extends LightElement {
  static override properties = {
    state: { attribute: false },
    text: { type: String },
  };

  declare state: FindState;
  declare text: string;

  constructor() {
    super();
    this.state = { matches: 0, current: -1, isComplete: true };
    this.text = '';
  }

  override focus(): void {
    const input = this.querySelector('input');
    input?.focus();
    input?.select();
  }

  protected override render(): TemplateResult {
    const { matches, current, isComplete } = this.state;
    const words =
      this.text === ''
        ? ''
        : matches === 0
          ? isComplete
            ? t('No match')
            : t('Looking…')
          : t('{0} of {1}', count(current + 1), `${count(matches)}${isComplete ? '' : '…'}`);
    return html`<input
        class="find-input"
        type="text"
        spellcheck="false"
        placeholder=${t('Find')}
        aria-label=${t('Find in this record')}
        title=${t('Find in this record (Ctrl+F)')}
        .value=${this.text}
        @input=${(event: InputEvent) => this.#typed(event)}
        @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
      /><span class="find-state" role="status">${words}</span>${
        matches === 0
          ? nothing
          : html`${this.#button('previous', 'arrow-up', t('Previous match (Shift+Enter)'))}${this.#button('next', 'arrow-down', t('Next match (Enter)'))}`
      }`;
  }

  #button(step: FindStep, icon: string, words: string): TemplateResult {
    return html`<button class="icon-button" title=${words} aria-label=${words} @click=${() => this.#step(step)}>
      ${codicon(icon)}
    </button>`;
  }

  #typed({ currentTarget }: InputEvent): void {
    if (currentTarget instanceof HTMLInputElement) {
      this.dispatchEvent(new CustomEvent<string>('find-change', { detail: currentTarget.value }));
    }
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      this.#step(event.shiftKey ? 'previous' : 'next');
    } else if (event.key === 'Escape') {
      this.dispatchEvent(new CustomEvent('find-leave'));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #step(step: FindStep): void {
    this.dispatchEvent(new CustomEvent<FindStep>('find-step', { detail: step }));
  }
}

customElements.define('sse-find-bar', FindBar);
