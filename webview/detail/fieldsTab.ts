import { html, nothing, type TemplateResult } from 'lit';
import { describeConnectionChange } from '../../src/core/words/connectionChange.ts';
import { controlPictures } from '../../src/core/words/controlPictures.ts';
import { describeDiagnostic } from '../../src/core/words/diagnostic.ts';
import { formatBytes, formatOffset } from '../../src/core/words/format.ts';
import { diagnosticRules, type Diagnostic } from '../../src/core/sse/diagnostic.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import { codicon } from '../codicon.ts';
import { kindLook } from '../list/kindLook.ts';
import { wallClock } from '../list/clock.ts';
import { count, locale, t } from '../strings.ts';
import { visibleTextView } from '../visibleTextView.ts';

/** Characters of a field's value that are drawn; the rest is in the Data tab. */
const maxValueLength = 2000;
const maxFields = 500;

/** The fields of a block as the parser understood them, and what else is known of the record. */
export function fieldsTab(record: RecordDetail, startedAt: number): TemplateResult {
  const { row } = record;
  const fields = record.fields.slice(0, maxFields);
  return html`${record.diagnostics.map((diagnostic) => diagnosticView(diagnostic, record))}
    ${
      fields.length > 0
        ? html`<table class="detail-table">
            <caption>
              ${t('Fields, in the order of the wire')}
            </caption>
            <tbody>
              ${fields.map(({ name, value }) => field(name, clip(value)))}
            </tbody>
          </table>`
        : nothing
    }
    ${
      record.fields.length > fields.length
        ? html`<p class="detail-cut">${t('{0} more fields', count(record.fields.length - fields.length))}</p>`
        : nothing
    }
    <table class="detail-table">
      <caption>
        ${t('Record')}
      </caption>
      <tbody>
        ${line(t('Kind'), kindLook(row.kind).word)} ${row.kind === 'event' ? line(t('Type'), row.type) : nothing}
        ${row.connection === null ? nothing : line(t('Change'), describeConnectionChange(row.connection, t))}
        ${row.connection === null ? line(t('Last event ID'), idWords(record)) : nothing}
        ${line(t('Arrived'), wallClock(record.wallTime))}
        ${line(t('After the start'), formatOffset(row.time), false, wallClock(startedAt))}
        ${line(t('Attempt'), count(record.attempt))}
        ${
          row.connection === null
            ? html`${line(t('Size'), formatBytes(row.size, locale()), false, t('{0} bytes', count(row.size)))}
              ${line(t('On the wire'), t('{0} bytes from offset {1}', count(record.rawLength), count(record.rawOffset)))}`
            : nothing
        }
      </tbody>
    </table>`;
}

function field(name: string, value: string): TemplateResult {
  return line(name === '' ? t('comment') : name, name === 'id' ? controlPictures(value) : value, true);
}

function line(name: string, value: string, isCode = false, title?: string): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    <td class=${isCode ? 'code' : nothing} title=${title ?? nothing}>
      ${value === '' ? html`<span class="list-empty">${t('(empty)')}</span>` : html`<bdi>${isCode ? visibleTextView(value) : value}</bdi>`}
    </td>
  </tr>`;
}

function clip(value: string): string {
  return value.length > maxValueLength ? `${value.slice(0, maxValueLength)}…` : value;
}

function idWords({ row }: RecordDetail): string {
  if (row.id === '') {
    return t('none');
  }
  const id = controlPictures(row.id);
  return row.ownId ? t('{0} (set here)', id) : t('{0} (inherited)', id);
}

function diagnosticView({ code, offset }: Diagnostic, { row, fields }: RecordDetail): TemplateResult {
  // A line that is ignored is a record of its own.
  const name = row.kind === 'invalid' ? fields[0]?.name : undefined;
  const { title, consequence, clause } = describeDiagnostic(code, t, name);
  const severity = diagnosticRules[code].severity;
  return html`<div class="detail-diagnostic ${severity}">
    ${codicon(severity)}
    <div>
      <strong>${title}</strong> <span class="detail-clause">${clause} · ${t('offset {0}', count(offset))}</span>
      <div>${consequence}</div>
    </div>
  </div>`;
}
