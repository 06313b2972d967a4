import { html, type PropertyValues, type TemplateResult } from 'lit';
import { chunkSentences } from './chunkWords.ts';
import type { RawBytes } from './rawBytes.ts';
import { RowView } from './rowView.ts';
import './rawRowView.css';

/** How offsets are written. */
export type OffsetForm = 'decimal' | 'hex';

/** What the padding of a row takes, in columns. */
const paddingColumns = 5;

/** The bytes of a record in rows that begin with an offset. */
export abstract class RawRowView extends RowView {
  static override properties = {
    raw: { attribute: false },
    offsets: { type: String },
    current: { type: Number },
  };

  declare raw: RawBytes | undefined;
  declare offsets: OffsetForm;
  /** Position of the chunk whose border the user went to; -1: none. */
  declare current: number;

  constructor() {
    super();
    this.raw = undefined;
    this.offsets = 'decimal';
    this.current = -1;
  }

  /** More bytes have come. */
  abstract grown(): void;

  /** The offset of the first byte in sight, within the record. */
  abstract get topOffset(): number;

  /** Brings a byte into sight, by its offset within the record. */
  abstract revealOffset(offset: number): void;

  /** What the view is called. */
  protected abstract readonly label: string;

  /** The record or what its rows depend on is another one. */
  protected abstract restart(): void;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('raw')) {
      this.scrollToRow(0);
      this.restart();
    }
  }

  protected override renderScroller(canvas: TemplateResult, onScroll: () => void): TemplateResult {
    return html`<div
      class="rows-scroller"
      role="region"
      tabindex="0"
      dir="ltr"
      aria-label=${this.label}
      @scroll=${onScroll}
      @keydown=${(event: KeyboardEvent) => this.scrollByKey(event)}
    >
      ${canvas}
    </div>`;
  }

  /** Columns that are left beside the offsets. */
  protected get byteColumns(): number {
    return this.columns - this.#offsetLength - paddingColumns;
  }

  /** The offset that a row begins with. */
  protected offsetCell(raw: RawBytes, offset: number): TemplateResult {
    return html`<span class="raw-offset">${this.#offsetText(raw.origin + offset).padStart(this.#offsetLength)}</span>`;
  }

  /** Where a chunk begins, in words. */
  protected borderView(raw: RawBytes, position: number, words: string): TemplateResult {
    const chunk = raw.chunks.chunk(position);
    return html`<span
      class="raw-border ${position === this.current ? 'current' : ''}"
      title=${chunkSentences(chunk, this.#offsetText(raw.origin + chunk.begin), raw.length)}
      ><bdi>${words}</bdi></span
    >`;
  }

  #offsetText(offset: number): string {
    return this.offsets === 'hex' ? `0x${offset.toString(16)}` : String(offset);
  }

  get #offsetLength(): number {
    const { raw } = this;
    return raw === undefined ? 1 : this.#offsetText(raw.origin + raw.length).length;
  }
}
