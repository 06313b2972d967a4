import { html, nothing, type TemplateResult } from 'lit';
import {
  narrowestColumnPx,
  nextTimeMode,
  restColumn,
  usualLayout,
  widestColumnPx,
  type ColumnId,
  type ListLayout,
  type TimeMode,
} from '../../src/core/record/listLayout.ts';
import { LightElement } from '../lightElement.ts';
import { followPointer } from '../followPointer.ts';
import { t } from '../strings.ts';
import { columnIndex } from './recordRow.ts';

/** What an arrow key adds to a column's width. CSS pixels. */
const stepPx = 8;

/**
 * The columns' names above the rows. One tab stop: arrow keys go from column to column, with Alt they resize, Delete
 * hides, Enter switches what the time counts from.
 */
export class ListHead extends LightElement {
  static override properties = {
    layout: { attribute: false },
    columns: { attribute: false },
    sessionId: { attribute: false },
    current: { state: true },
  };

  declare layout: ListLayout;
  /** The columns that are drawn. */
  declare columns: readonly ColumnId[];
  declare sessionId: string;
  /** The column that the tab key reaches. */
  declare current: ColumnId;

  constructor() {
    super();
    this.layout = usualLayout;
    this.columns = [];
    this.sessionId = '';
    this.current = 'time';
  }

  protected override render(): TemplateResult {
    const current = this.columns.includes(this.current) ? this.current : restColumn;
    return html`<div
      class="list-head"
      role="row"
      aria-rowindex="1"
      @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
    >
      ${this.columns.map((id) => this.#column(id, id === current))}
    </div>`;
  }

  #column(id: ColumnId, isCurrent: boolean): TemplateResult {
    const { words, explanation } = columnLook(id, this.layout.time);
    const isTime = id === 'time';
    return html`<span
      class="list-${id} ${isTime ? 'switch' : ''}"
      role="columnheader"
      data-column=${id}
      aria-colindex=${columnIndex(id)}
      tabindex=${isCurrent ? 0 : -1}
      title=${explanation}
      data-vscode-context=${this.#menu(id)}
      @focus=${() => {
        this.current = id;
      }}
      @click=${() => {
        if (isTime) {
          this.#switchTime();
        }
      }}
      ><span class="list-words">${words}</span>${
        id === restColumn
          ? nothing
          : html`<span
              class="list-resize"
              aria-hidden="true"
              @pointerdown=${(event: PointerEvent) => this.#grab(event, id)}
              @click=${(event: MouseEvent) => event.stopPropagation()}
              @dblclick=${() => this.#resize(id, undefined)}
            ></span>`
      }</span
    >`;
  }

  #menu(id: ColumnId): string {
    return JSON.stringify({
      webviewSection: id === restColumn ? 'restColumn' : 'column',
      sessionId: this.sessionId,
      column: id,
      preventDefaultContextMenuItems: true,
    });
  }

  #keydown(event: KeyboardEvent): void {
    const header = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
    const id = this.columns.find((column) => column === header?.dataset['column']);
    if (header === null || id === undefined || event.ctrlKey || event.metaKey) {
      return;
    }
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0 && event.altKey) {
      this.#resize(id, header.getBoundingClientRect().width + step * stepPx);
    } else if (step !== 0) {
      const next = this.columns[this.columns.indexOf(id) + step];
      this.querySelector<HTMLElement>(`[data-column="${next ?? id}"]`)?.focus();
    } else if (event.key === 'Delete' && id !== restColumn) {
      this.#hide(id);
    } else if ((event.key === 'Enter' || event.key === ' ') && id === 'time') {
      this.#switchTime();
    } else {
      return;
    }
    event.preventDefault();
  }

  #grab(event: PointerEvent, id: ColumnId): void {
    const handle = event.currentTarget;
    const header = handle instanceof HTMLElement ? handle.parentElement : null;
    if (event.button !== 0 || !(handle instanceof HTMLElement) || header === null) {
      return;
    }
    event.preventDefault();
    const widthPx = header.getBoundingClientRect().width;
    followPointer(handle, event, ({ clientX }) => this.#resize(id, widthPx + clientX - event.clientX));
  }

  /** @param px `undefined`: as wide as its usual contents again. */
  #resize(id: ColumnId, px: number | undefined): void {
    if (id === restColumn) {
      return;
    }
    const { [id]: _old, ...others } = this.layout.widths;
    const width =
      px === undefined ? {} : { [id]: Math.round(Math.min(widestColumnPx, Math.max(narrowestColumnPx, px))) };
    this.#change({ ...this.layout, widths: { ...others, ...width } });
  }

  #hide(id: ColumnId): void {
    const next = this.columns[this.columns.indexOf(id) + 1] ?? restColumn;
    this.#change({ ...this.layout, hidden: [...this.layout.hidden, id] });
    this.current = next;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`[data-column="${next}"]`)?.focus());
  }

  #switchTime(): void {
    this.#change({ ...this.layout, time: nextTimeMode(this.layout.time) });
  }

  #change(layout: ListLayout): void {
    this.layout = layout;
    this.dispatchEvent(new CustomEvent<ListLayout>('layout-change', { detail: layout, bubbles: true }));
  }
}

customElements.define('sse-list-head', ListHead);

interface ColumnLook {
  readonly words: string;
  readonly explanation: string;
}

/** A column as the user reads it. */
function columnLook(id: ColumnId, time: TimeMode): ColumnLook {
  switch (id) {
    case 'number':
      return { words: '#', explanation: t('Number of the record in the capture') };
    case 'time':
      return timeLook(time);
    case 'gap':
      return { words: t('+Gap'), explanation: t('Since the row before') };
    case 'type':
      return { words: t('Type'), explanation: t('Event type, or the kind of the record') };
    case 'id':
      return { words: t('ID'), explanation: t('Last event ID') };
    case 'size':
      return { words: t('Size'), explanation: t('Bytes of the data') };
    case 'data':
      return { words: t('Data'), explanation: t('What the data says, and how it begins') };
  }
}

function timeLook(time: TimeMode): ColumnLook {
  switch (time) {
    case 'start':
      return { words: t('Time'), explanation: t('Since the capture began. Click for the time of day (t)') };
    case 'clock':
      return { words: t('Time of day'), explanation: t('Time of day. Click for the time since the row before (t)') };
    case 'gap':
      return { words: t('+Time'), explanation: t('Since the row before. Click for the time since the start (t)') };
  }
}
