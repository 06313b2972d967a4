import { html, nothing, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import type { Attempt } from '../../src/core/connection/attempt.ts';
import type { CookieNote } from '../../src/core/connection/cookieNote.ts';
import { sentCookies, type SentCookies } from '../../src/core/connection/sentCookies.ts';
import { codicon } from '../codicon.ts';
import { locale, t } from '../strings.ts';

/** The cookies of an attempt: which were sent, which got lost between origins, which the responses set; without values. */
export function cookiesPart({ exchanges, cookies }: Attempt): TemplateResult | typeof nothing {
  const requests = sentCookies(exchanges);
  const areSent = requests.some(({ sent }) => sent.length > 0);
  const noted = cookies?.noted ?? [];
  const areOff = cookies?.areOff ?? false;
  if (!areSent && noted.length === 0 && !areOff) {
    return nothing;
  }
  return html`<h3>${t('Cookies')}</h3>
    <dl class="attempt-facts attempt-cookies">
      ${
        areOff
          ? html`<dt>${t('Kept')}</dt>
              <dd>${t('Off: what responses set is not sent again')}</dd>`
          : nothing
      }
      ${requests.map((request) => sentLine(request, requests.length > 1))}
      ${noted.map(
        (note) =>
          html`<dt>${fateWord(note)}</dt>
            <dd data-cookie=${note.name}>
              <span class="code"><bdi>${note.name === '' ? t('(no name)') : note.name}</bdi></span>
              <span class="attempt-status">${noteWords(note)}</span>
            </dd>`,
      )}
    </dl>`;
}

function sentLine({ origin, sent, dropped }: SentCookies, isOneOfSeveral: boolean): TemplateResult {
  const names = sent.length === 0 ? t('none') : sent.join(', ');
  return html`<dt>${isOneOfSeveral ? t('Sent to {0}', origin) : t('Sent')}</dt>
    <dd class=${sent.length === 0 ? '' : 'code'}>
      ${sent.length === 0 ? html`<span class="list-empty">${names}</span>` : html`<bdi>${names}</bdi>`}
      ${
        dropped.length === 0
          ? nothing
          : html`<div class="attempt-note">${codicon('info')} ${t('Not sent on: {0}', dropped.join(', '))}</div>`
      }
    </dd>`;
}

function fateWord({ fate }: CookieNote): string {
  switch (fate) {
    case 'set':
      return t('Set');
    case 'replaced':
      return t('Changed');
    case 'removed':
      return t('Removed');
    case 'refused':
      return t('Not taken');
    default:
      return assertNever(fate);
  }
}

function noteWords({ fate, domain, path, expires, secure, httpOnly, sameSite, rejection }: CookieNote): string {
  return [
    rejection,
    domain === '' ? '' : domain + path,
    fate === 'removed' ? '' : expires === '' ? t('until the session ends') : t('until {0}', moment(expires)),
    secure ? 'Secure' : '',
    httpOnly ? 'HttpOnly' : '',
    sameSite === '' ? '' : `SameSite=${sameSite}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function moment(time: string): string {
  const format = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' });
  return format.format(new Date(time));
}
