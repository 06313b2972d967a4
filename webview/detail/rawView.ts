import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import type { DetailView } from '../../src/core/protocol/detailMessages.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import { formatBytes, formatDuration } from '../../src/core/words/format.ts';
import { codicon } from '../codicon.ts';
import { keyLabel } from '../keys/shortcut.ts';
import { LightElement } from '../lightElement.ts';
import { count, locale, t } from '../strings.ts';
import { chunkFacts } from './chunkWords.ts';
import type { RawBytes } from './rawBytes.ts';
import './rawHexView.ts';
import type { RawRowView } from './rawRowView.ts';
import { chunkKeys } from './rawShortcuts.ts';
import { RawSource, type ReadPart } from './rawSource.ts';
import './rawTextView.ts';
import './rawView.css';

/** The bytes of a record as they came over the wire, and the network chunks that brought them. */
export class RawView extends LightElement {
  static override properties = {
    record: { attribute: false },
    view: { attribute: false },
    read: { attribute: false },
    current: { state: true },
  };

  declare record: RecordDetail;
  declare view: DetailView;
  declare read: ReadPart;
  /** Position of the chunk whose border the user went to; -1: none. */
  declare current: number;

  readonly #source = new RawSource(() => this.#grown());
  #shown: RawBytes | undefined;

  constructor() {
    super();
    this.view = { data: 'tree', wrapped: true, raw: 'text', offsets: 'decimal' };
    this.read = () => Promise.resolve(null);
    this.current = -1;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#source.stop();
  }

  /** Goes to the next or the previous border. `false`: there is none. */
  stepChunk(by: 1 | -1): boolean {
    const raw = this.#source.bytes;
    if (raw?.hasBorders !== true) {
      return false;
    }
    this.#goToBorder(raw, by);
    return true;
  }

  protected override willUpdate(): void {
    if (this.isConnected) {
      this.#source.show(this.record, this.read);
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('view')?.raw !== undefined && changed.get('view')?.raw !== this.view.raw) {
      this.current = -1;
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const raw = this.#source.bytes;
    if (raw === undefined) {
      return nothing;
    }
    if (raw.length === 0) {
      return html`<p class="detail-none raw-none">${t('No bytes of the body belong to this record.')}</p>`;
    }
    return html`${this.#bar(raw)}${this.#notes(raw)}
      <div class="raw-rows">${this.#rowsPart(raw)}</div>`;
  }

  get #rowView(): RawRowView | null {
    return this.querySelector<RawRowView>('sse-raw-text, sse-raw-hex');
  }

  #rowsPart(raw: RawBytes): TemplateResult {
    const { offsets, raw: form } = this.view;
    switch (form) {
      case 'text':
        return html`<sse-raw-text
          class="rows-view"
          .raw=${raw}
          .offsets=${offsets}
          .current=${this.current}
        ></sse-raw-text>`;
      case 'hex':
        return html`<sse-raw-hex
          class="rows-view"
          .raw=${raw}
          .offsets=${offsets}
          .current=${this.current}
        ></sse-raw-hex>`;
      default:
        return assertNever(form);
    }
  }

  #bar(raw: RawBytes): TemplateResult {
    const { offsets, raw: form } = this.view;
    const isHex = offsets === 'hex';
    return html`<div class="data-bar" role="toolbar" aria-label=${t('Raw')}>
      <span class="data-switch" role="group" aria-label=${t('Show bytes as')}>
        ${this.#switch(t('Text'), form === 'text', () => this.#change({ raw: 'text' }))}
        ${this.#switch(t('Hex'), form === 'hex', () => this.#change({ raw: 'hex' }))}
      </span>
      <span class="data-switch" role="group" aria-label=${t('Offsets in the body')}>
        ${this.#switch(t('Decimal'), !isHex, () => this.#change({ offsets: 'decimal' }))}
        ${this.#switch('0x', isHex, () => this.#change({ offsets: 'hex' }), t('Hexadecimal'))}
      </span>
      ${raw.hasBorders ? this.#steps(raw) : nothing}
      <span class="raw-summary">${summary(raw)}</span>
    </div>`;
  }

  #switch(words: string, pressed: boolean, run: () => void, title?: string): TemplateResult {
    return html`<button class="toggle-button" aria-pressed=${pressed} title=${title ?? nothing} @click=${run}>
      ${words}
    </button>`;
  }

  #steps(raw: RawBytes): TemplateResult {
    return html`<span class="raw-steps">
      ${this.#step(raw, -1, 'arrow-up', t('Previous chunk border'), chunkKeys.previous)}
      ${this.#step(raw, 1, 'arrow-down', t('Next chunk border'), chunkKeys.next)}
      <span role="status">${this.current === -1 ? nothing : this.#place(raw)}</span>
    </span>`;
  }

  #place({ chunks }: RawBytes): string {
    return `${t('{0} of {1}', count(this.current + 1), count(chunks.size))} · ${chunkFacts(chunks.chunk(this.current))}`;
  }

  #step(raw: RawBytes, by: number, icon: string, words: string, key: string): TemplateResult {
    return html`<button
      class="icon-button"
      title=${t('{0} ({1})', words, keyLabel(key))}
      aria-label=${words}
      aria-keyshortcuts=${key}
      @click=${() => this.#goToBorder(raw, by)}
    >
      ${codicon(icon)}
    </button>`;
  }

  #notes(raw: RawBytes): TemplateResult | typeof nothing {
    const { length, known } = raw;
    if (raw.isComplete && known < length) {
      return html`<p class="data-note">
        ${t('The first {0} of {1}', formatBytes(known, locale()), formatBytes(length, locale()))}
      </p>`;
    }
    return raw.chunks.isFull
      ? html`<p class="data-note">${t('Only the first {0} chunk borders are shown', count(raw.chunks.size))}</p>`
      : nothing;
  }

  #grown(): void {
    const raw = this.#source.bytes;
    if (raw !== this.#shown) {
      this.#shown = raw;
      this.current = -1;
    }
    this.requestUpdate();
    this.#rowView?.grown();
  }

  #goToBorder(raw: RawBytes, by: number): void {
    this.current = Math.min(Math.max(0, this.current + by), raw.chunks.size - 1);
    this.#rowView?.revealOffset(raw.borderAt(this.current));
  }

  #change(change: Partial<DetailView>): void {
    this.dispatchEvent(
      new CustomEvent<DetailView>('detail-view-change', { detail: { ...this.view, ...change }, bubbles: true }),
    );
  }
}

/** How much it is, and what brought it. */
function summary(raw: RawBytes): string {
  const size = formatBytes(raw.length, locale());
  const { chunks } = raw;
  if (!raw.isComplete) {
    return t('Read {0} of {1}', formatBytes(raw.known, locale()), size);
  }
  if (chunks.size === 0) {
    return size;
  }
  return chunks.size === 1
    ? t('{0} in one chunk', size)
    : t(
        '{0} in {1} chunks over {2}',
        size,
        count(chunks.size),
        formatDuration(chunks.chunk(chunks.size - 1).sinceFirst, locale()),
      );
}

customElements.define('sse-raw-view', RawView);
