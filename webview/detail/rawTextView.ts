import { html, type PropertyValues, type TemplateResult } from 'lit';
import { inSlices } from '../slices.ts';
import { t } from '../strings.ts';
import { chunkWords } from './chunkWords.ts';
import type { RawBytes } from './rawBytes.ts';
import { rawPieces, type RawPiece } from './rawLine.ts';
import { RawRowView } from './rawRowView.ts';
import { RawRows } from './rawRows.ts';

/** Bytes that are cut into rows between two looks at the clock. */
const sliceBytes = 16 * 1024;
/** However narrow the view is. */
const minColumns = 20;

/** The bytes of a record as text: each line with its end, and whatever cannot be seen written out. */
export class RawTextView extends RawRowView {
  #rows: RawRows | undefined;
  #cutting = new AbortController();
  #isCutting = false;
  /** A byte to bring to the upper edge as soon as it is in a row; -1: none. */
  #awaited = -1;

  override get topOffset(): number {
    return this.#rows?.row(Math.floor(this.topRow)).start ?? 0;
  }

  override revealOffset(offset: number): void {
    this.revealRow(this.#rows?.rowAt(offset) ?? 0, 'middle');
  }

  override grown(): void {
    void this.#cut();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#cutting.abort();
  }

  protected override get label(): string {
    return t('Bytes as text');
  }

  protected override get rowCount(): number {
    return this.#rows?.size ?? 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('offsets') && !changed.has('raw')) {
      this.columnsChanged();
    }
  }

  protected override columnsChanged(): void {
    this.#awaited = this.topOffset;
    this.restart();
  }

  protected override restart(): void {
    this.#cutting.abort();
    this.#cutting = new AbortController();
    this.#isCutting = false;
    this.#rows = this.raw === undefined ? undefined : new RawRows(this.raw, Math.max(minColumns, this.byteColumns));
    void this.#cut();
    this.rowsReplaced();
  }

  protected override renderRows(first: number, end: number): readonly TemplateResult[] {
    const { raw } = this;
    const rows = this.#rows;
    if (raw === undefined || rows === undefined) {
      return [];
    }
    return Array.from({ length: Math.max(0, end - first) }, (_, at) => {
      const row = rows.row(first + at);
      return html`<div class="raw-row">
        ${this.offsetCell(raw, row.start)}
        <span class="rows-text">${rawPieces(raw, row).map((piece) => this.#piece(raw, piece))}</span>
      </div>`;
    });
  }

  #piece(raw: RawBytes, piece: RawPiece): TemplateResult {
    switch (piece.kind) {
      case 'text':
        return html`<bdi dir="ltr">${piece.text}</bdi>`;
      case 'escape':
        return html`<span class="text-escape">${piece.text}</span>`;
      case 'end':
        return html`<span class="raw-end">${piece.text}</span>`;
      case 'border':
        return this.borderView(raw, piece.position, chunkWords(raw.chunks.chunk(piece.position), piece.splits));
    }
  }

  /** Cuts what has come, in slices. */
  async #cut(): Promise<void> {
    const rows = this.#rows;
    if (rows === undefined || this.#isCutting) {
      return;
    }
    this.#isCutting = true;
    const { signal } = this.#cutting;
    await inSlices(() => {
      const goesOn = rows.advance(sliceBytes);
      this.#place(rows);
      this.draw();
      return goesOn;
    }, signal);
    if (!signal.aborted) {
      this.#isCutting = false;
    }
  }

  /** Goes back to where the view was before the rows were cut anew. */
  #place(rows: RawRows): void {
    if (this.#awaited !== -1 && rows.row(rows.size - 1).end > this.#awaited) {
      this.scrollToRow(rows.rowAt(this.#awaited));
      this.#awaited = -1;
    }
  }
}

customElements.define('sse-raw-text', RawTextView);
