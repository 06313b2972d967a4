import { html, nothing, type TemplateResult } from 'lit';
import type { RecordDetail } from '../../src/core/record/record.ts';
import { formatBytes, formatOffset } from '../../src/core/words/format.ts';
import { kindLook } from '../list/kindLook.ts';
import { wallClock } from '../list/clock.ts';
import { count, locale, t } from '../strings.ts';
import { visibleTextView } from '../visibleTextView.ts';

/**
 * Which record it is that the details show.
 *
 * @param isHidden Whether the list does not show it, because of the filter.
 */
export function detailHead({ row, wallTime }: RecordDetail, startedAt: number, isHidden: boolean): TemplateResult {
  const name = row.kind === 'event' ? row.type : kindLook(row.kind).word;
  return html`<dl class="detail-head">
    ${fact('seq', t('Number'), `#${count(row.seq)}`)}
    ${fact('type', row.kind === 'event' ? t('Type') : t('Kind'), name)}
    ${row.id === '' ? nothing : fact('id', t('ID'), row.id, row.ownId ? undefined : t('inherited'))}
    ${fact('time', t('Time'), formatOffset(row.time), undefined, `${wallClock(wallTime)} · ${t('after the start at {0}', wallClock(startedAt))}`)}
    ${
      row.connection === null
        ? fact('size', t('Size'), formatBytes(row.size, locale()), undefined, t('{0} bytes', count(row.size)))
        : nothing
    }
    ${isHidden ? fact('hidden', t('In the list'), t('hidden by the filter')) : nothing}
  </dl>`;
}

function fact(name: string, words: string, value: string, note?: string, title?: string): TemplateResult {
  return html`<div class="detail-fact" data-fact=${name} title=${title ?? `${words}: ${value}`}>
    <dt class="visually-hidden">${words}</dt>
    <dd><bdi>${visibleTextView(value)}</bdi>${note === undefined ? nothing : html` <span>(${note})</span>`}</dd>
  </div>`;
}
