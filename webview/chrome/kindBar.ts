import { html, type TemplateResult } from 'lit';
import { recordKinds, type RecordKind } from '../../src/core/record/recordKind.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { kindLook } from '../list/kindLook.ts';
import { count, t } from '../strings.ts';
import { rovingTarget } from './roving.ts';
import './kindBar.css';

/** Switches for the kinds of records, with their counts. One tab stop; arrow keys move inside. */
export class KindBar extends LightElement {
  static override properties = {
    counts: { attribute: false },
    hiddenKinds: { attribute: false },
    current: { state: true },
  };

  declare counts: Readonly<Record<RecordKind, number>> | undefined;
  declare hiddenKinds: readonly RecordKind[];
  /** The switch that the tab key reaches. */
  declare current: RecordKind;

  constructor() {
    super();
    this.counts = undefined;
    this.hiddenKinds = [];
    this.current = 'event';
  }

  protected override render(): TemplateResult {
    return html`<div
      class="kind-bar"
      role="toolbar"
      aria-label=${t('Kinds of records')}
      @keydown=${(event: KeyboardEvent) => rovingTarget(event, this, '.kind-toggle')?.focus()}
    >
      ${this.#offered.map((kind) => this.#toggle(kind))}
    </div>`;
  }

  /** Events, what there is, and what is switched off: an icon with no number tells nobody anything. */
  get #offered(): readonly RecordKind[] {
    return recordKinds.filter(
      (kind) => kind === 'event' || this.hiddenKinds.includes(kind) || (this.counts?.[kind] ?? 0) > 0,
    );
  }

  #toggle(kind: RecordKind): TemplateResult {
    const { icon, plural, explanation } = kindLook(kind);
    const shown = !this.hiddenKinds.includes(kind);
    const number = this.counts?.[kind] ?? 0;
    const action = shown ? t('Hide') : t('Show');
    return html`<button
      class="kind-toggle toggle-button"
      data-kind=${kind}
      aria-pressed=${shown}
      tabindex=${kind === (this.#offered.includes(this.current) ? this.current : 'event') ? 0 : -1}
      title="${action}: ${plural}. ${explanation}"
      @focus=${() => {
        this.current = kind;
      }}
      @click=${() => this.dispatchEvent(new CustomEvent<RecordKind>('kind-toggle', { detail: kind }))}
    >
      ${codicon(shown ? icon : 'eye-closed')}<span class="facet-word">${plural}</span
      ><span class="kind-count">${count(number)}</span>
    </button>`;
  }
}

customElements.define('sse-kind-bar', KindBar);
