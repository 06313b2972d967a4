import { html, type PropertyValues, type TemplateResult } from 'lit';
import { t } from '../strings.ts';
import { RowView } from './rowView.ts';
import { TextRows } from './textRows.ts';
import { visibleTextView } from '../visibleTextView.ts';
import './textView.css';

/** Columns of a row where lines are not wrapped: shaping longer ones stalls the page. */
const unwrappedColumns = 5000;
/** What the row's padding takes, in columns. */
const paddingColumns = 5;

/** A text in the rows of a window, wrapped at the width of the view or not. */
export class TextView extends RowView {
  static override properties = {
    text: { type: String },
    wrapped: { type: Boolean },
    found: { type: String },
  };

  declare text: string;
  declare wrapped: boolean;
  /** What is looked for, in lower case; empty: nothing. */
  declare found: string;

  #rows = new TextRows('', unwrappedColumns);

  constructor() {
    super();
    this.text = '';
    this.wrapped = true;
    this.found = '';
  }

  /** Brings a character into sight. */
  revealOffset(offset: number): void {
    this.revealRow(this.#rows.rowAt(offset), 'middle');
  }

  protected override get rowCount(): number {
    return this.#rows.size;
  }

  protected override columnsChanged(): void {
    if (this.wrapped) {
      this.#cut();
    }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text') || changed.has('wrapped')) {
      this.#cut();
    }
  }

  protected override renderScroller(canvas: TemplateResult, onScroll: () => void): TemplateResult {
    return html`<div
      class="rows-scroller"
      role="region"
      tabindex="0"
      aria-label=${t('Text')}
      @scroll=${onScroll}
      @keydown=${(event: KeyboardEvent) => this.scrollByKey(event)}
    >
      ${canvas}
    </div>`;
  }

  protected override renderRows(first: number, end: number): readonly TemplateResult[] {
    return Array.from({ length: Math.max(0, end - first) }, (_, at) => {
      const row = this.#rows.row(first + at);
      // A row that goes on with a line has no line break in what is copied.
      return html`<div class="text-row ${row.continues ? 'continues' : ''}" dir="auto">
        <span class="rows-text">${visibleTextView(this.text.slice(row.start, row.end), this.found)}</span>
      </div>`;
    });
  }

  #cut(): void {
    this.#rows = new TextRows(this.text, this.wrapped ? Math.max(10, this.columns - paddingColumns) : unwrappedColumns);
    this.rowsReplaced();
  }
}

customElements.define('sse-text-view', TextView);
