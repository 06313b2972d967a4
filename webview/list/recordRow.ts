import { html, nothing, type TemplateResult } from 'lit';
import { describeConnectionChange } from '../../src/core/words/connectionChange.ts';
import { describeDiagnostic } from '../../src/core/words/diagnostic.ts';
import { formatBytes, formatGap, formatOffset } from '../../src/core/words/format.ts';
import { diagnosticRules } from '../../src/core/sse/diagnostic.ts';
import type { RecordRow } from '../../src/core/record/record.ts';
import { codicon } from '../codicon.ts';
import { count, locale, t } from '../strings.ts';
import { connectionIcon, kindLook } from './kindLook.ts';
import { typeLook } from './typeLook.ts';

/** Columns of the list, in order. */
export const columnCount = 7;

/** What a row's look depends on besides the record. */
export interface RowContext {
  readonly position: number;
  readonly selected: boolean;
  readonly longGap: boolean;
  /** Wall-clock time of the capture's beginning, milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly sessionId: string;
}

/** Id of a row's element, which the grid points at as its active one. */
export function rowId(position: number): string {
  return `row-${position}`;
}

/** What VS Code's context menu is told of a row, as it wants it: JSON. */
export function rowMenu({ seq, kind }: RecordRow, sessionId: string): string {
  const webviewSection = kind === 'connection' ? 'connection' : 'record';
  return JSON.stringify({ webviewSection, sessionId, seq, preventDefaultContextMenuItems: true });
}

/** The columns' names, above the rows. */
export function headRow(): TemplateResult {
  return html`<div class="list-head" role="row" aria-rowindex="1">
    <span class="list-number" role="columnheader">#</span>
    <span class="list-time" role="columnheader" title=${t('Since the capture began')}>${t('Time')}</span>
    <span class="list-gap" role="columnheader" title=${t('Since the row before')}>${t('+Gap')}</span>
    <span class="list-type" role="columnheader">${t('Type')}</span>
    <span class="list-id" role="columnheader" title=${t('Last event ID')}>${t('ID')}</span>
    <span class="list-size" role="columnheader">${t('Size')}</span>
    <span class="list-data" role="columnheader">${t('Data')}</span>
  </div>`;
}

/** A row of the list, or the quiet place of one that has not come yet. */
export function recordRow(row: RecordRow | undefined, context: RowContext): TemplateResult {
  if (row === undefined) {
    return placeholder(context);
  }
  return row.connection === null ? record(row, context) : separator(row, context);
}

function placeholder({ position, selected }: RowContext): TemplateResult {
  return html`<div
    class="list-row placeholder ${selected ? 'selected' : ''}"
    role="row"
    id=${rowId(position)}
    data-position=${position}
    aria-rowindex=${position + 2}
    aria-selected=${selected}
  >
    <span class="list-number" role="gridcell">·</span>
    <span class="list-rest" role="gridcell" aria-colspan=${columnCount - 1}></span>
  </div>`;
}

function separator(row: RecordRow, { position, selected, startedAt }: RowContext): TemplateResult {
  const { connection } = row;
  if (connection === null) {
    return html``;
  }
  const words = describeConnectionChange(connection, t);
  return html`<div
    class="list-row separator ${connection.change} ${selected ? 'selected' : ''}"
    role="row"
    id=${rowId(position)}
    data-position=${position}
    data-seq=${row.seq}
    data-kind="connection"
    aria-rowindex=${position + 2}
    aria-selected=${selected}
  >
    <span class="list-number" role="gridcell">${count(row.seq)}</span>
    <span class="list-time" role="gridcell" title=${wallClock(startedAt + row.time)}>${formatOffset(row.time)}</span>
    <span class="list-rest" role="gridcell" aria-colspan=${columnCount - 2} title=${words}
      >${codicon(connectionIcon(connection))}<span class="list-words">${words}</span></span
    >
  </div>`;
}

function record(row: RecordRow, { position, selected, longGap, startedAt, sessionId }: RowContext): TemplateResult {
  return html`<div
    class="list-row ${row.kind} ${selected ? 'selected' : ''}"
    role="row"
    id=${rowId(position)}
    data-position=${position}
    data-seq=${row.seq}
    data-kind=${row.kind}
    data-vscode-context=${rowMenu(row, sessionId)}
    aria-rowindex=${position + 2}
    aria-selected=${selected}
  >
    <span class="list-number" role="gridcell">${count(row.seq)}</span>
    <span class="list-time" role="gridcell" title=${wallClock(startedAt + row.time)}>${formatOffset(row.time)}</span>
    <span
      class="list-gap ${longGap ? 'long' : ''}"
      role="gridcell"
      title=${longGap ? t('{0} since the row before: far above usual', formatGap(row.gap, locale())) : nothing}
      >${formatGap(row.gap, locale())}${longGap ? codicon('triangle-up') : nothing}</span
    >
    <span class="list-type" role="gridcell">${typeCell(row)}</span>
    <span class="list-id ${row.ownId ? '' : 'inherited'}" role="gridcell" title=${idTitle(row)}
      >${row.id === '' ? '-' : row.ownId ? row.id : html`<span aria-hidden="true">↑</span> ${row.id}`}</span
    >
    <span class="list-size" role="gridcell">${formatBytes(row.size, locale())}</span>
    <span class="list-data" role="gridcell">${diagnosticMark(row)}${preview(row)}</span>
  </div>`;
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

function idTitle(row: RecordRow): string {
  if (row.id === '') {
    return t('No last event ID');
  }
  return row.ownId
    ? t('{0}, set by this block', row.id)
    : t('{0}, inherited: set by an earlier block and still in force', row.id);
}

function preview(row: RecordRow): TemplateResult {
  return row.preview === '' && row.size === 0
    ? html`<span class="list-empty">${t('(empty)')}</span>`
    : html`<bdi class="list-preview">${row.preview}</bdi>`;
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

let wallClockFormat: { readonly locale: string | undefined; readonly format: Intl.DateTimeFormat } | undefined;

/** An exact time of day, for who hovers over a relative one. */
export function wallClock(time: number): string {
  if (wallClockFormat?.locale !== locale() || wallClockFormat === undefined) {
    wallClockFormat = {
      locale: locale(),
      format: new Intl.DateTimeFormat(locale(), {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        fractionalSecondDigits: 3,
        timeZoneName: 'short',
      }),
    };
  }
  return wallClockFormat.format.format(time);
}
