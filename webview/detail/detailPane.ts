import { html, nothing, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import type { ShownAttempt } from '../../src/core/protocol/shownAttempt.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import type { FromPanel, PanelState } from '../../src/core/protocol/panelMessages.ts';
import { rovingTarget } from '../chrome/roving.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { count, t } from '../strings.ts';
import { connectionTab } from './connectionTab.ts';
import { dataTab } from './dataTab.ts';
import { fieldsTab } from './fieldsTab.ts';
import { rawTab, type RawView } from './rawTab.ts';
import './detailPane.css';

export type DetailTab = PanelState['detailTab'];

const tabs: readonly DetailTab[] = ['data', 'fields', 'raw', 'connection'];
const connectionTabs: readonly DetailTab[] = ['connection', 'data', 'fields', 'raw'];

/** Everything of the selected record. */
export class DetailPane extends LightElement {
  static override properties = {
    record: { attribute: false },
    attempt: { attribute: false },
    tab: { type: String },
    startedAt: { type: Number },
    post: { attribute: false },
    rawView: { state: true },
  };

  /** `null`: nothing is selected. `undefined`: the host has been asked. */
  declare record: RecordDetail | null | undefined;
  /** The attempt that the record belongs to. `null`: nothing is known of it. `undefined`: the host has been asked. */
  declare attempt: ShownAttempt | null | undefined;
  declare tab: DetailTab;
  declare startedAt: number;
  declare post: (message: FromPanel) => void;
  declare rawView: RawView;

  constructor() {
    super();
    this.record = null;
    this.attempt = undefined;
    this.tab = 'data';
    this.startedAt = 0;
    this.post = () => undefined;
    this.rawView = 'text';
  }

  /** Moves the keyboard into the pane. */
  focusContent(): void {
    this.querySelector<HTMLElement>('.detail-content')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<div class="detail-bar">
        <div
          class="detail-tabs"
          role="tablist"
          aria-label=${t('Details')}
          @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
        >
          ${(this.record?.row.kind === 'connection' ? connectionTabs : tabs).map((tab) => this.#tabButton(tab))}
        </div>
        ${this.record ? this.#actions(this.record) : nothing}
      </div>
      <div
        class="detail-content"
        id="detail-content"
        role="tabpanel"
        tabindex="0"
        aria-labelledby="detail-tab-${this.tab}"
      >
        ${this.#content()}
      </div>`;
  }

  #tabButton(tab: DetailTab): TemplateResult {
    const selected = tab === this.tab;
    return html`<button
      class="detail-tab"
      id="detail-tab-${tab}"
      role="tab"
      aria-selected=${selected}
      aria-controls="detail-content"
      tabindex=${selected ? 0 : -1}
      @click=${() => this.#show(tab)}
    >
      ${tabWord(tab)}
    </button>`;
  }

  #actions({ row }: RecordDetail): TemplateResult {
    const { seq } = row;
    const what = this.tab === 'raw' ? 'raw' : 'data';
    const copyWords = what === 'raw' ? t('Copy raw bytes as text') : t('Copy data');
    return html`<span class="detail-which">#${count(seq)}</span>
      <button
        class="icon-button"
        title=${copyWords}
        aria-label=${copyWords}
        @click=${() => this.post({ type: 'copy', what, seqs: [seq] })}
      >
        ${codicon('copy')}
      </button>
      <button
        class="icon-button"
        title=${t('Open in editor')}
        aria-label=${t('Open in editor')}
        @click=${() => this.post({ type: 'openRecord', seq })}
      >
        ${codicon('go-to-file')}
      </button>`;
  }

  #content(): TemplateResult | typeof nothing {
    const { record } = this;
    if (record === undefined) {
      return nothing;
    }
    if (record === null) {
      return html`<p class="detail-none">${t('Select a record to see its data, fields and bytes.')}</p>`;
    }
    switch (this.tab) {
      case 'data':
        return dataTab(record, () => this.post({ type: 'openRecord', seq: record.row.seq }));
      case 'fields':
        return fieldsTab(record, this.startedAt);
      case 'raw':
        return rawTab(record, this.rawView, this.clientWidth, (view) => {
          this.rawView = view;
        });
      case 'connection':
        return connectionTab(this.attempt);
      default:
        return assertNever(this.tab);
    }
  }

  #keydown(event: KeyboardEvent): void {
    const target = rovingTarget(event, this, '.detail-tab');
    target?.focus();
    target?.click();
  }

  #show(tab: DetailTab): void {
    this.tab = tab;
    this.dispatchEvent(new CustomEvent<DetailTab>('tab-change', { detail: tab }));
  }
}

function tabWord(tab: DetailTab): string {
  switch (tab) {
    case 'data':
      return t('Data');
    case 'fields':
      return t('Fields');
    case 'raw':
      return t('Raw');
    case 'connection':
      return t('Connection');
    default:
      return assertNever(tab);
  }
}

customElements.define('sse-detail-pane', DetailPane);
