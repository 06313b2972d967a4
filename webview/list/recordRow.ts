import { html, nothing, type TemplateResult } from 'lit';
import { columnIds, type ColumnId, type TimeMode } from '../../src/core/record/listLayout.ts';
import { describeConnectionChange } from '../../src/core/words/connectionChange.ts';
import { controlPictures } from '../../src/core/words/controlPictures.ts';
import { describeDiagnostic } from '../../src/core/words/diagnostic.ts';
import { formatBytes, formatGap, formatOffset } from '../../src/core/words/format.ts';
import { isApplicationError } from '../../src/core/insight/applicationError.ts';
import { diagnosticRules } from '../../src/core/sse/diagnostic.ts';
import type { RecordRow } from '../../src/core/record/record.ts';
import type { RecordMark } from '../../src/core/record/recordMark.ts';
import { codicon } from '../codicon.ts';
import { visibleTextView } from '../visibleTextView.ts';
import { count, locale, t } from '../strings.ts';
import { timeOfDay, wallClock } from './clock.ts';
import { connectionIcon, kindLook } from './kindLook.ts';
import { typeLook } from './typeLook.ts';

/** What a row's look depends on besides the record. */
export interface RowContext {
  readonly position: number;
  readonly selected: boolean;
  /** Whether the keyboard stands on it. */
  readonly active: boolean;
  readonly longGap: boolean;
  /** Wall-clock time of the capture's beginning, milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly sessionId: string;
  readonly columns: readonly ColumnId[];
  readonly time: TimeMode;
  readonly mark: RecordMark | undefined;
}

/** Id of a row's element, which the grid points at as its active one. */
export function rowId(position: number): string {
  return `row-${position}`;
}

/** What VS Code's context menu is told of a row, as it wants it: JSON. */
export function rowMenu({ seq, kind }: RecordRow, sessionId: string, mark: RecordMark | undefined): string {
  const webviewSection = kind === 'connection' ? 'connection' : 'record';
  return JSON.stringify({
    webviewSection,
    sessionId,
    seq,
    bookmarked: mark !== undefined,
    preventDefaultContextMenuItems: true,
  });
}

/** A column's number for ARIA: its place among all columns, also those that are hidden. */
export function columnIndex(id: ColumnId): number {
  return columnIds.indexOf(id) + 1;
}

/** A row of the list, or the quiet place of one that has not come yet. */
export function recordRow(row: RecordRow | undefined, context: RowContext): TemplateResult {
  if (row === undefined) {
    return placeholder(context);
  }
  return row.connection === null ? record(row, context) : separator(row, context);
}

function stateClasses({ selected, active }: RowContext): string {
  return `${selected ? 'selected' : ''} ${active ? 'active' : ''}`;
}

function placeholder(context: RowContext): TemplateResult {
  const { position, selected, columns } = context;
  const hasNumber = columns.includes('number');
  return html`<div
    class="list-row placeholder ${stateClasses(context)}"
    role="row"
    id=${rowId(position)}
    data-position=${position}
    data-lead=${hasNumber ? 1 : 0}
    aria-rowindex=${position + 2}
    aria-selected=${selected}
  >
    ${hasNumber ? html`<span class="list-number" role="gridcell" aria-colindex="1">·</span>` : nothing}
    <span class="list-rest" role="gridcell" aria-colindex=${hasNumber ? 2 : 1}></span>
  </div>`;
}

function separator(row: RecordRow, context: RowContext): TemplateResult {
  const { connection } = row;
  if (connection === null) {
    return html``;
  }
  const { position, selected, sessionId, mark } = context;
  const lead = context.columns.filter((id) => id === 'number' || id === 'time');
  const words = describeConnectionChange(connection, t);
  return html`<div
    class="list-row separator ${connection.change} ${stateClasses(context)}"
    role="row"
    id=${rowId(position)}
    data-position=${position}
    data-seq=${row.seq}
    data-kind="connection"
    data-lead=${lead.length}
    data-vscode-context=${rowMenu(row, sessionId, mark)}
    aria-rowindex=${position + 2}
    aria-selected=${selected}
  >
    ${lead.map((id) => cell(id, row, context))}
    <span
      class="list-rest"
      role="gridcell"
      aria-colindex=${lead.length + 1}
      aria-colspan=${columnIds.length - lead.length}
      title=${words}
      >${markSign(mark)}${codicon(connectionIcon(connection))}<span class="list-words">${words}</span></span
    >
  </div>`;
}

function record(row: RecordRow, context: RowContext): TemplateResult {
  const { position, selected, sessionId, columns, mark } = context;
  return html`<div
    class="list-row ${row.kind} ${stateClasses(context)}"
    role="row"
    id=${rowId(position)}
    data-position=${position}
    data-seq=${row.seq}
    data-kind=${row.kind}
    data-vscode-context=${rowMenu(row, sessionId, mark)}
    aria-rowindex=${position + 2}
    aria-selected=${selected}
  >
    ${columns.map((id) => cell(id, row, context))}
  </div>`;
}

function cell(id: ColumnId, row: RecordRow, context: RowContext): TemplateResult {
  const index = columnIndex(id);
  switch (id) {
    case 'number':
      return html`<span class="list-number" role="gridcell" aria-colindex=${index}>${count(row.seq)}</span>`;
    case 'time':
      return timeCell(row, context);
    case 'gap':
      return html`<span
        class="list-gap ${context.longGap ? 'long' : ''}"
        role="gridcell"
        aria-colindex=${index}
        title=${gapTitle(row, context)}
        >${gap(row, context)}</span
      >`;
    case 'type':
      return html`<span class="list-type" role="gridcell" aria-colindex=${index}>${typeCell(row)}</span>`;
    case 'id':
      return html`<span
        class="list-id ${row.ownId ? '' : 'inherited'}"
        role="gridcell"
        aria-colindex=${index}
        title=${idTitle(row)}
        >${lastId(row)}</span
      >`;
    case 'size':
      return html`<span class="list-size" role="gridcell" aria-colindex=${index}
        >${formatBytes(row.size, locale())}</span
      >`;
    case 'data':
      return html`<span class="list-data" role="gridcell" aria-colindex=${index}
        >${markSign(context.mark)}${diagnosticMark(row)}${applicationError(row)}${preview(row)}</span
      >`;
  }
}

function timeCell(row: RecordRow, context: RowContext): TemplateResult {
  const { time, startedAt } = context;
  const wallTime = startedAt + row.time;
  const isGap = time === 'gap';
  return html`<span
    class="list-time ${isGap && context.longGap ? 'long' : ''}"
    role="gridcell"
    aria-colindex=${columnIndex('time')}
    title=${isGap && context.longGap ? gapTitle(row, context) : wallClock(wallTime)}
    >${isGap ? gap(row, context) : time === 'clock' ? timeOfDay(wallTime) : formatOffset(row.time)}</span
  >`;
}

function gap(row: RecordRow, { longGap }: RowContext): TemplateResult {
  return html`${formatGap(row.gap, locale())}${longGap ? codicon('triangle-up') : nothing}`;
}

function gapTitle(row: RecordRow, { longGap }: RowContext): string | typeof nothing {
  return longGap ? t('{0} since the row before: far above usual', formatGap(row.gap, locale())) : nothing;
}

function typeCell(row: RecordRow): TemplateResult {
  if (row.kind === 'event') {
    const { colour, shape } = typeLook(row.type);
    return html`<span class="type-mark ${shape} chart-${colour}" aria-hidden="true"></span
      ><span class="list-word" title=${row.type}>${row.type}</span>`;
  }
  const { icon, word, explanation } = kindLook(row.kind);
  return html`${codicon(icon)}<span class="list-word" title=${explanation}>${word}</span>`;
}

function lastId(row: RecordRow): string | TemplateResult {
  const shown = row.id === '' ? '-' : controlPictures(row.id);
  return row.id === '' || row.ownId ? shown : html`<span aria-hidden="true">↑</span> ${shown}`;
}

function idTitle(row: RecordRow): string {
  if (row.id === '') {
    return t('No last event ID');
  }
  return row.ownId
    ? t('{0}, set by this block', controlPictures(row.id))
    : t('{0}, inherited: set by an earlier block and still in force', controlPictures(row.id));
}

function preview(row: RecordRow): TemplateResult {
  if (row.preview === '' && row.size === 0) {
    return html`<span class="list-empty">${t('(empty)')}</span>`;
  }
  return row.gist === undefined
    ? html`<bdi class="list-preview">${visibleTextView(row.preview)}</bdi>`
    : html`<bdi class="list-gist">${visibleTextView(row.gist)}</bdi
        ><bdi class="list-preview besides">${visibleTextView(row.preview)}</bdi>`;
}

/** A bookmark, by an icon and a word: the note, where there is one. */
function markSign(mark: RecordMark | undefined): TemplateResult | typeof nothing {
  return mark === undefined
    ? nothing
    : html`<span class="list-mark" title=${mark.note === '' ? t('Bookmark') : t('Bookmark: {0}', mark.note)}
        >${codicon(mark.note === '' ? 'bookmark' : 'note')}<bdi class="list-words"
          >${mark.note === '' ? t('bookmark') : mark.note}</bdi
        ></span
      >`;
}

/** The stream is well, and what it carries says that the application is not. */
function applicationError(row: RecordRow): TemplateResult | typeof nothing {
  return isApplicationError(row)
    ? html`<span
        class="list-diagnostic error"
        title=${t('The server reports an error inside the stream; the connection itself is well')}
        >${codicon('error')}<span class="list-words">${t('application error')}</span></span
      >`
    : nothing;
}

function diagnosticMark(row: RecordRow): TemplateResult | typeof nothing {
  if (row.diagnostics.length === 0) {
    return nothing;
  }
  const words = row.diagnostics.map((code) => describeDiagnostic(code, t).title).join(', ');
  const isInfo = row.diagnostics.every((code) => diagnosticRules[code].severity === 'info');
  return html`<span class="list-diagnostic ${isInfo ? 'info' : ''}" title=${words}
    >${row.kind === 'invalid' ? nothing : codicon(isInfo ? 'info' : 'warning')}<span class="list-words"
      >${words}</span
    ></span
  >`;
}
