import { html, nothing, type TemplateResult } from 'lit';
import { asciiOf, hexByte, hexLineBytes } from '../../src/core/export/hexDump.ts';
import { count, t } from '../strings.ts';
import { chunkWords } from './chunkWords.ts';
import type { RawBytes } from './rawBytes.ts';
import { RawRowView } from './rawRowView.ts';

/** Columns that the words at a chunk's border take, near enough. */
const wordColumns = 22;
/** Borders that a row tells of in words. */
const maxBorders = 2;

/** The bytes of a record as a hex dump. */
export class RawHexView extends RawRowView {
  #rowBytes = hexLineBytes;

  override get topOffset(): number {
    return Math.floor(this.topRow) * this.#rowBytes;
  }

  override revealOffset(offset: number): void {
    this.revealRow(Math.floor(offset / this.#rowBytes), 'middle');
  }

  override grown(): void {
    this.draw();
  }

  protected override get label(): string {
    return t('Bytes as hex dump');
  }

  protected override get rowCount(): number {
    return Math.ceil((this.raw?.known ?? 0) / this.#rowBytes);
  }

  protected override columnsChanged(): void {
    const { topOffset } = this;
    this.restart();
    this.scrollToRow(Math.floor(topOffset / this.#rowBytes));
  }

  protected override restart(): void {
    this.#rowBytes = this.byteColumns < columnsOfRow(hexLineBytes) ? hexLineBytes / 2 : hexLineBytes;
    this.rowsReplaced();
  }

  protected override renderRows(first: number, end: number): readonly TemplateResult[] {
    const { raw } = this;
    if (raw === undefined) {
      return [];
    }
    return Array.from({ length: Math.max(0, end - first) }, (_, at) => this.#row(raw, (first + at) * this.#rowBytes));
  }

  /** What is known of a chunk, where there is room for the words of all that the row tells of; else which it is. */
  #words(raw: RawBytes, position: number, words: number): string {
    const chunk = raw.chunks.chunk(position);
    const room = this.byteColumns - columnsOfRow(this.#rowBytes);
    return room >= words * wordColumns ? chunkWords(chunk, '') : t('chunk {0}', count(chunk.number));
  }

  #row(raw: RawBytes, start: number): TemplateResult {
    const bytes = raw.bytes.subarray(start, start + this.#rowBytes);
    const borders: number[] = [];
    for (let border = raw.firstBorder(start); raw.borderAt(border) < start + bytes.length; border++) {
      borders.push(border);
    }
    const begins = new Set(borders.map((border) => raw.borderAt(border) - start));
    const more = borders.length - maxBorders;
    return html`<div class="raw-row">
      ${this.offsetCell(raw, start)}
      <span class="rows-text"
        >${Array.from(
          { length: this.#rowBytes },
          (_, at) => html`${at === 8 ? ' ' : ''}${begins.has(at) ? mark : ' '}${cell(bytes[at])}`,
        )}</span
      ><span class="rows-text raw-ascii">${asciiOf(bytes).padEnd(this.#rowBytes)}</span>${borders
        .slice(0, maxBorders)
        .map((border) =>
          this.borderView(raw, border, this.#words(raw, border, Math.min(borders.length, maxBorders))),
        )}${more > 0 ? html`<span class="raw-more">${t('+{0} more', count(more))}</span>` : nothing}
    </div>`;
  }
}

/** Stands before the first byte of a chunk; a blank where it is copied. */
const mark = html`<span class="raw-mark"> </span>`;

/** What a row takes: three columns a byte, one more in the middle, the text and what parts them. */
function columnsOfRow(bytes: number): number {
  return bytes * 4 + 4;
}

function cell(byte: number | undefined): string {
  return byte === undefined ? '  ' : hexByte(byte);
}

customElements.define('sse-raw-hex', RawHexView);
