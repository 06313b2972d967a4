import { html, nothing, svg, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import type { Attempt, Certificate, Exchange } from '../../src/core/connection/attempt.ts';
import type { ShownAttempt } from '../../src/core/protocol/shownAttempt.ts';
import { describeAttemptEnd } from '../../src/core/words/attemptEnd.ts';
import { controlPictures } from '../../src/core/words/controlPictures.ts';
import { formatBytes, formatDuration } from '../../src/core/words/format.ts';
import { describeProblem } from '../../src/core/words/problem.ts';
import { codicon } from '../codicon.ts';
import { count, locale, t } from '../strings.ts';
import { wallClock } from '../list/clock.ts';
import { attemptTimes } from './attemptTimes.ts';
import { attemptPhases, type Phase, type PhaseName } from './attemptPhases.ts';
import { cookiesPart } from './cookiesPart.ts';
import { insightList } from './insightList.ts';
import './connectionTab.css';

const maxHeaders = 500;

type Line = TemplateResult | typeof nothing;

/**
 * The connection attempt that a record belongs to: what was sent, what came back, how long it took, how it ended.
 *
 * @param captureStart Wall-clock time of the capture's beginning, milliseconds since 1970-01-01 UTC.
 */
export function connectionTab(
  attempt: ShownAttempt | null | undefined,
  captureStart: number,
): TemplateResult | typeof nothing {
  if (attempt === undefined) {
    return nothing;
  }
  if (attempt === null) {
    return html`<p class="detail-none">${t('Nothing is known of this attempt.')}</p>`;
  }
  const { exchanges } = attempt;
  const last = exchanges.at(-1);
  return html`<section class="attempt" aria-label=${t('Attempt {0}', count(attempt.number))}>
    ${outcome(attempt, captureStart)} ${insightList(attempt.insights ?? [])} ${timings(attempt)}
    ${exchanges.length > 1 ? redirects(exchanges) : nothing}
    ${last === undefined ? nothing : html`${request(last)} ${response(last)} ${cookiesPart(attempt)} ${transport(last)}`}
    ${exchanges.length > 1 ? exchanges.slice(0, -1).map(earlierExchange) : nothing}
  </section>`;
}

function outcome(attempt: Attempt, captureStart: number): TemplateResult {
  const { end, problem } = attempt;
  const { startedAt, openMs } = attemptTimes(attempt, captureStart, Date.now());
  const words = problem === null ? undefined : describeProblem(problem, t);
  return html`<h2>${t('Attempt {0}', count(attempt.number))}</h2>
    <dl class="attempt-facts">
      ${startedAt === null ? nothing : fact(t('Started'), wallClock(startedAt))}
      ${
        openMs === null
          ? nothing
          : fact(end === null ? t('Open for, so far') : t('Open for'), formatDuration(openMs, locale()))
      }
      ${fact(t('End'), end === null ? t('Not ended yet') : describeAttemptEnd(attempt, end, t))}
      ${words === undefined ? nothing : fact(t('Cause'), `${words.happened}. ${words.meaning}`)}
      ${
        problem === null || (problem.systemCode === '' && problem.detail === '')
          ? nothing
          : code(t('Error'), [problem.systemCode, problem.detail].filter((part) => part !== '').join(': '))
      }
      ${
        attempt.silenceMs === null
          ? nothing
          : fact(
              end === null ? t('Silence so far') : t('Silence before the end'),
              formatDuration(attempt.silenceMs, locale()),
            )
      }
      ${lastEventIds(attempt)} ${bytes(attempt)}
    </dl>`;
}

function lastEventIds({ lastEventIdSent, lastEventIdReceived }: Attempt): TemplateResult {
  return html`${code(t('Last-Event-ID sent'), controlPictures(lastEventIdSent), t('none'))}
  ${code(t('Last ID received before'), controlPictures(lastEventIdReceived), t('none'))}
  ${
    lastEventIdSent === lastEventIdReceived
      ? nothing
      : html`<dt></dt>
          <dd class="attempt-note">${codicon('info')} ${t('The two differ.')}</dd>`
  }`;
}

function bytes({ wireBytes, decodedBytes, contentCoding, isDecoded }: Attempt): TemplateResult {
  const size = (value: number): string =>
    value < 1000 ? formatBytes(value, locale()) : `${formatBytes(value, locale())} (${t('{0} bytes', count(value))})`;
  const ratio =
    wireBytes > 0 && decodedBytes > 0
      ? t(
          '{0} times as many decoded',
          new Intl.NumberFormat(locale(), { maximumSignificantDigits: 3 }).format(decodedBytes / wireBytes),
        )
      : '';
  return html`${fact(t('Body on the wire'), size(wireBytes))}
  ${
    contentCoding === ''
      ? fact(t('Content coding'), t('none'))
      : html`${fact(t('Decoded'), size(decodedBytes))}
        ${fact(
          t('Content coding'),
          isDecoded
            ? [contentCoding, ratio].filter((part) => part !== '').join(' · ')
            : t('{0}, unknown: the body is kept as it came', contentCoding),
        )}`
  }`;
}

function timings(attempt: Attempt): TemplateResult | typeof nothing {
  const phases = attemptPhases(attempt);
  const last = phases.at(-1);
  if (last === undefined) {
    return nothing;
  }
  const total = last.startMs + last.durationMs;
  return html`<table class="attempt-timings">
    <caption>
      ${t('Timings')}
    </caption>
    <thead class="visually-hidden">
      <tr>
        <th scope="col">${t('Step')}</th>
        <th scope="col">${t('Duration')}</th>
        <th scope="col">${t('Share')}</th>
      </tr>
    </thead>
    <tbody>
      ${phases.map((phase) => timing(phase, total))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${t('Together')}</th>
        <td class="attempt-duration">${exactDuration(total)}</td>
        <td></td>
      </tr>
    </tfoot>
  </table>`;
}

function timing({ name, startMs, durationMs }: Phase, total: number): TemplateResult {
  const share = (ms: number): string => (total > 0 ? `${((ms / total) * 100).toFixed(2)}%` : '0');
  const { word, explanation } = phaseWords(name);
  return html`<tr>
    <th scope="row" title=${explanation}>${word}</th>
    <td class="attempt-duration" title=${t('{0} after the start', exactDuration(startMs))}>
      ${exactDuration(durationMs)}
    </td>
    <td class="attempt-bar">
      <svg width="100%" height="8" aria-hidden="true">
        ${svg`<rect class="attempt-track" width="100%" height="8"></rect>
          <rect class="attempt-phase" x=${share(startMs)} width=${share(durationMs)} height="8"></rect>`}
      </svg>
    </td>
  </tr>`;
}

/** Below 10 ms a tenth of a millisecond tells something. */
function exactDuration(ms: number): string {
  if (ms >= 10) {
    return formatDuration(ms, locale());
  }
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${new Intl.NumberFormat(locale(), digits).format(ms)} ms`;
}

function phaseWords(name: PhaseName): { readonly word: string; readonly explanation: string } {
  switch (name) {
    case 'redirects':
      return { word: t('Redirects'), explanation: t('All requests before the last one') };
    case 'dns':
      return { word: 'DNS', explanation: t('Until the host name was resolved') };
    case 'connect':
      return { word: t('Connect'), explanation: t('Until the connection was made') };
    case 'tls':
      return { word: 'TLS', explanation: t('Until the TLS handshake was done') };
    case 'headers':
      return { word: t('Wait for headers'), explanation: t('Until the response headers were there') };
    case 'first-byte':
      return { word: t('First byte'), explanation: t('Until the first byte of the body came') };
    case 'first-event':
      return { word: t('First event'), explanation: t('Until the first event was complete') };
    default:
      return assertNever(name);
  }
}

function redirects(exchanges: readonly Exchange[]): TemplateResult {
  return html`<h3>${t('Redirects')}</h3>
    <ol class="attempt-chain">
      ${exchanges.map(
        ({ method, url, status, statusText, droppedHeaders }) =>
          html`<li>
            <span class="code">${method} <bdi>${url}</bdi></span>
            <span class="attempt-status">→ ${statusWords(status, statusText)}</span>
            ${
              droppedHeaders.length === 0
                ? nothing
                : html`<div class="attempt-note">
                    ${codicon('info')} ${t('Not sent on: {0}', droppedHeaders.join(', '))}
                  </div>`
            }
          </li>`,
      )}
    </ol>`;
}

function request(exchange: Exchange): TemplateResult {
  return html`<h3>${t('Request')}</h3>
    ${requestParts(exchange)}`;
}

function requestParts({ method, url, requestHeaders, requestBodyBytes }: Exchange): TemplateResult {
  return html`<p class="attempt-line code">${method} <bdi>${url}</bdi></p>
    ${headers(requestHeaders, t('Request headers, as sent'))}
    ${
      requestBodyBytes === 0
        ? nothing
        : html`<p class="attempt-line">${t('Body of {0}', formatBytes(requestBodyBytes, locale()))}</p>`
    }`;
}

function response(exchange: Exchange): TemplateResult {
  return html`<h3>${t('Response')}</h3>
    ${responseParts(exchange)}`;
}

function responseParts({ status, statusText, httpVersion, responseHeaders }: Exchange): TemplateResult {
  return status === null
    ? html`<p class="detail-none">${t('No response came.')}</p>`
    : html`<p class="attempt-line code">
          ${httpVersion === '' ? nothing : `HTTP/${httpVersion} `}<bdi>${statusWords(status, statusText)}</bdi>
        </p>
        ${headers(responseHeaders, t('Response headers, as received'))}`;
}

function statusWords(status: number | null, statusText: string): string {
  return status === null ? t('no response') : `${status} ${statusText}`.trim();
}

function headers(list: Exchange['requestHeaders'], caption: string): TemplateResult | typeof nothing {
  if (list.length === 0) {
    return nothing;
  }
  const shown = list.slice(0, maxHeaders);
  return html`<dl class="attempt-headers" aria-label=${caption}>${shown.map(([name, value]) => code(name, value))}</dl>
    ${
      shown.length < list.length
        ? html`<p class="detail-cut">${t('{0} more headers', count(list.length - shown.length))}</p>`
        : nothing
    }`;
}

function transport({ httpVersion, remoteAddress, reusedConnection, proxy, tls }: Exchange): TemplateResult {
  return html`<h3>${t('Transport')}</h3>
    <dl class="attempt-facts">
      ${httpVersion === '' ? nothing : fact(t('Protocol'), `HTTP/${httpVersion}`)}
      ${code(t('Remote address'), remoteAddress, t('never connected'))}
      ${reusedConnection ? fact(t('Connection'), t('Shared with an earlier request')) : nothing}
      ${code(t('Proxy'), proxy, t('none'))}
      ${
        tls === null
          ? fact('TLS', t('none'))
          : html`${fact('TLS', tls.version)} ${code(t('Cipher'), tls.cipher)} ${code('ALPN', tls.alpn, t('none'))}
            ${
              tls.distrust === ''
                ? nothing
                : html`<dt>${t('Trust')}</dt>
                    <dd class="attempt-distrust">
                      ${codicon('warning')} ${t('Accepted by the user although: {0}', tls.distrust)}
                    </dd>`
            }
            ${tls.certificate === null ? nothing : certificate(tls.certificate)}`
      }
    </dl>`;
}

function certificate({ subject, issuer, validFrom, validTo, altNames, fingerprint }: Certificate): TemplateResult {
  return html`${code(t('Certificate'), subject)} ${code(t('Issuer'), issuer)}
  ${fact(t('Valid'), t('{0} to {1}', day(validFrom), day(validTo)))}
  ${altNames === '' ? nothing : code(t('Names'), altNames)} ${code('SHA-256', fingerprint)}`;
}

function day(time: string): string {
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? time : new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(parsed);
}

function earlierExchange(exchange: Exchange): TemplateResult {
  return html`<details class="attempt-earlier">
    <summary>
      ${t('Before: {0}', `${exchange.method} ${exchange.url} → ${statusWords(exchange.status, exchange.statusText)}`)}
    </summary>
    ${requestParts(exchange)} ${responseParts(exchange)} ${transport(exchange)}
  </details>`;
}

function fact(name: string, value: string): TemplateResult {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`;
}

/** @param whenEmpty What to say in the place of an empty value. */
function code(name: string, value: string, whenEmpty = t('(empty)')): Line {
  return html`<dt>${name}</dt>
    ${
      value === ''
        ? html`<dd><span class="list-empty">${whenEmpty}</span></dd>`
        : html`<dd class="code"><bdi>${value}</bdi></dd>`
    }`;
}
