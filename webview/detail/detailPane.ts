import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import type { DetailView } from '../../src/core/protocol/detailMessages.ts';
import type { ShownAttempt } from '../../src/core/protocol/shownAttempt.ts';
import type { RecordContents } from '../../src/core/record/recordContents.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import type { FromPanel, PanelState } from '../../src/core/protocol/panelMessages.ts';
import { rovingTarget } from '../chrome/roving.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { t } from '../strings.ts';
import { connectionTab } from './connectionTab.ts';
import './dataView.ts';
import type { DataView } from './dataView.ts';
import { detailHead } from './detailHead.ts';
import './diffView.ts';
import type { DiffReads } from './diffView.ts';
import { fieldsTab } from './fieldsTab.ts';
import './rawView.ts';
import type { RawView } from './rawView.ts';
import type { ReadPart } from './rawSource.ts';
import './detailPane.css';

export type DetailTab = PanelState['detailTab'];

/** In the order of their keys, 1 to 5. */
const detailTabs: readonly DetailTab[] = ['data', 'fields', 'raw', 'diff', 'connection'];

/** What the details read of the host beside the record itself. */
export interface DetailReads extends DiffReads {
  readonly contents: (seq: number, dataLength: number) => Promise<RecordContents | null>;
  readonly part: ReadPart;
}

/** Everything of the selected record. */
export class DetailPane extends LightElement {
  static override properties = {
    record: { attribute: false },
    attempt: { attribute: false },
    tab: { type: String },
    startedAt: { type: Number },
    isHidden: { attribute: false },
    pair: { attribute: false },
    view: { attribute: false },
    reads: { attribute: false },
    post: { attribute: false },
  };

  /** `null`: nothing is selected. `undefined`: the host has been asked. */
  declare record: RecordDetail | null | undefined;
  /** The attempt that the record belongs to. `null`: nothing is known of it. `undefined`: the host has been asked. */
  declare attempt: ShownAttempt | null | undefined;
  declare tab: DetailTab;
  declare startedAt: number;
  /** Whether the list does not show the record, because of the filter. */
  declare isHidden: boolean;
  /** Numbers of the two records that are to be compared, the earlier one first; `undefined`: not two are selected. */
  declare pair: readonly [number, number] | undefined;
  declare view: DetailView;
  declare reads: DetailReads | undefined;
  declare post: (message: FromPanel) => void;

  constructor() {
    super();
    this.record = null;
    this.attempt = undefined;
    this.tab = 'data';
    this.startedAt = 0;
    this.isHidden = false;
    this.pair = undefined;
    this.view = { data: 'tree', wrapped: true, raw: 'text', offsets: 'decimal' };
    this.reads = undefined;
    this.post = () => undefined;
  }

  /** Moves the keyboard into the pane. */
  focusContent(): void {
    const rows = this.querySelector<HTMLElement>('.rows-scroller') ?? this.querySelector<HTMLElement>('.data-words');
    (rows ?? this.querySelector<HTMLElement>('.detail-content'))?.focus({ preventScroll: true });
    // In a low panel the details may be below its edge.
    this.scrollIntoView({ block: 'nearest' });
  }

  /** Shows the tab with a number from 1, also while its record is on its way. `false`: there is none. */
  showTab(number: number): boolean {
    const tab = detailTabs[number - 1];
    if (tab === undefined) {
      return false;
    }
    const hadFocus = this.querySelector('.detail-content')?.contains(document.activeElement) === true;
    this.#show(tab);
    if (hadFocus) {
      void this.updateComplete.then(() => this.focusContent());
    }
    return true;
  }

  /** Goes to the box to look for a text. `false`: what is shown has none. */
  focusFind(): boolean {
    const view = this.querySelector<DataView>('sse-data-view');
    view?.focusFind();
    return view !== null;
  }

  /** Goes to a border of the chunks in the raw bytes. `false`: none is shown. */
  stepChunk(by: 1 | -1): boolean {
    return this.querySelector<RawView>('sse-raw-view')?.stepChunk(by) === true;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('tab')) {
      this.querySelector('.detail-content')?.scrollTo(0, 0);
    }
  }

  protected override render(): TemplateResult {
    return html`${this.record ? detailHead(this.record, this.startedAt, this.isHidden) : nothing}
      <div class="detail-bar">
        <div
          class="detail-tabs"
          role="tablist"
          aria-label=${t('Details')}
          @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
        >
          ${detailTabs.map((tab, at) => this.#tabButton(tab, at + 1))}
        </div>
        ${this.record ? this.#actions(this.record) : nothing}
      </div>
      <div
        class="detail-content ${this.#hasOwnScroll ? 'own-scroll' : ''}"
        id="detail-content"
        role="tabpanel"
        tabindex=${this.#hasOwnScroll ? -1 : 0}
        aria-labelledby="detail-tab-${this.tab}"
      >
        ${this.#content()}
      </div>`;
  }

  /** Whether what is shown scrolls by itself, and takes the keys. */
  get #hasOwnScroll(): boolean {
    return Boolean(this.record) && (this.tab === 'data' || this.tab === 'raw');
  }

  #tabButton(tab: DetailTab, number: number): TemplateResult {
    const selected = tab === this.tab;
    return html`<button
      class="detail-tab"
      id="detail-tab-${tab}"
      role="tab"
      aria-selected=${selected}
      aria-controls="detail-content"
      aria-keyshortcuts=${number}
      title=${t('{0} ({1})', tabWord(tab), number)}
      tabindex=${selected ? 0 : -1}
      @click=${() => this.#show(tab)}
    >
      ${tabWord(tab)}
    </button>`;
  }

  #actions({ row }: RecordDetail): TemplateResult {
    const { seq } = row;
    const [copyWords, order] = this.#copyOrder(seq);
    return html`<button class="icon-button" title=${copyWords} aria-label=${copyWords} @click=${() => this.post(order)}>
        ${codicon('copy')}
      </button>
      <button
        class="icon-button"
        title=${t('Open in Editor')}
        aria-label=${t('Open in Editor')}
        @click=${this.#openInEditor}
      >
        ${codicon('go-to-file')}
      </button>`;
  }

  #copyOrder(seq: number): readonly [words: string, order: FromPanel] {
    if (this.tab !== 'raw') {
      return [t('Copy data'), { type: 'copy', what: 'data', seqs: [seq] }];
    }
    return this.view.raw === 'hex'
      ? [t('Copy as hex dump'), { type: 'copyHexDump', seq }]
      : [t('Copy raw bytes as text'), { type: 'copy', what: 'raw', seqs: [seq] }];
  }

  #content(): TemplateResult | typeof nothing {
    const { record, reads } = this;
    if (record === undefined || reads === undefined) {
      return nothing;
    }
    if (record === null) {
      return html`<p class="detail-none">${t('Select a record to see its data, fields and bytes.')}</p>`;
    }
    switch (this.tab) {
      case 'data':
        return html`<sse-data-view
          .record=${record}
          .view=${this.view}
          .read=${this.#readData}
          .openInEditor=${this.#openInEditor}
          .copyText=${this.#copyText}
        ></sse-data-view>`;
      case 'fields':
        return fieldsTab(record, this.startedAt);
      case 'raw':
        return html`<sse-raw-view .record=${record} .view=${this.view} .read=${reads.part}></sse-raw-view>`;
      case 'diff':
        return html`<sse-diff-view
          .record=${record}
          .pair=${this.pair}
          .reads=${reads}
          .post=${this.post}
        ></sse-diff-view>`;
      case 'connection':
        return connectionTab(this.attempt, this.startedAt);
      default:
        return assertNever(this.tab);
    }
  }

  readonly #openInEditor = (): void => {
    if (this.record) {
      this.post({ type: 'openRecord', seq: this.record.row.seq });
    }
  };

  readonly #copyText = (text: string): void => this.post({ type: 'copyText', text });

  readonly #readData = async (seq: number, maxLength: number): Promise<string | undefined> =>
    (await this.reads?.contents(seq, maxLength))?.data;

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
    case 'diff':
      return t('Diff');
    case 'connection':
      return t('Connection');
    default:
      return assertNever(tab);
  }
}

customElements.define('sse-detail-pane', DetailPane);
