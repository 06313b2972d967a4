import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { formatBytes, formatDuration } from '../../src/core/words/format.ts';
import { count, locale, t } from '../strings.ts';
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

  /**
   * Where a chunk begins, with what is known of it.
   *
   * @param splits The character that the border cuts in two; empty: none.
   */
  protected borderView(raw: RawBytes, position: number, splits: string): TemplateResult {
    const { number, begin, end, sinceFirst } = raw.chunks.chunk(position);
    const words = t(
      'chunk {0} · +{1} · {2}',
      count(number),
      formatDuration(sinceFirst, locale()),
      formatBytes(end - begin, locale()),
    );
    return html`<span
      class="raw-border ${position === this.current ? 'current' : ''}"
      title=${this.#borderTitle(raw, position)}
      >${words}${splits === '' ? nothing : html` · ${t('splits')} <bdi>${splits}</bdi>`}</span
    >`;
  }

  #borderTitle(raw: RawBytes, position: number): string {
    const { number, begin, end, sinceFirst } = raw.chunks.chunk(position);
    const sentences = [
      t(
        'Chunk {0} begins at offset {1} of the body: {2} bytes, which arrived {3} ms after the first chunk of this record.',
        count(number),
        this.#offsetText(raw.origin + begin),
        count(end - begin),
        new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 }).format(sinceFirst),
      ),
    ];
    if (begin < 0) {
      sentences.push(t('Its first {0} bytes belong to what came before this record.', count(-begin)));
    }
    if (end > raw.length) {
      sentences.push(t('Its last {0} bytes belong to what came after this record.', count(end - raw.length)));
    }
    return sentences.join(' ');
  }

  #offsetText(offset: number): string {
    return this.offsets === 'hex' ? `0x${offset.toString(16)}` : String(offset);
  }

  get #offsetLength(): number {
    const { raw } = this;
    return raw === undefined ? 1 : this.#offsetText(raw.origin + raw.length).length;
  }
}
