import { assertNever } from '../assertNever.ts';
import type { ConnectionChange, DelayReason, FinishReason, ResumeVerdict } from '../connection/connectionChange.ts';
import { controlPictures } from './controlPictures.ts';
import { formatDuration } from './format.ts';
import type { Problem } from '../connection/problem.ts';
import { describeProblem } from './problem.ts';
import type { Translate } from './translate.ts';

/** A change of the connection on one line, as it stands in the list of records. */
export function describeConnectionChange(change: ConnectionChange, t: Translate): string {
  switch (change.change) {
    case 'connecting': {
      const request = `${change.method} ${change.url}`;
      // The ID first: a long URL must not push it out of sight.
      if (change.lastEventId !== '') {
        const id = controlPictures(change.lastEventId);
        return change.attempt === 1
          ? t('connecting with Last-Event-ID {0}: {1}', id, request)
          : t('reconnecting with Last-Event-ID {0}: {1}', id, request);
      }
      if (change.unsendableId !== '') {
        const id = controlPictures(change.unsendableId);
        return change.attempt === 1
          ? t('connecting without Last-Event-ID, a header cannot carry {0}: {1}', id, request)
          : t('reconnecting without Last-Event-ID, a header cannot carry {0}: {1}', id, request);
      }
      return change.attempt === 1 ? t('connecting: {0}', request) : t('reconnecting: {0}', request);
    }
    case 'opened': {
      const facts = [
        change.status,
        `HTTP/${change.httpVersion}`,
        change.contentType,
        describeRedirects(change, t),
      ].filter((fact) => fact !== '');
      return change.attempt === 1
        ? t('opened: {0}', facts.join(' · '))
        : t('reconnected, attempt {0}: {1}', change.attempt, facts.join(' · '));
    }
    case 'resumed':
      return describeResume(change, t);
    case 'ended': {
      const { openMs, silenceMs } = change;
      const line =
        silenceMs >= openMs
          ? t('ended by the server after {0} without a byte', formatDuration(openMs))
          : t(
              'ended by the server after {0}, {1} after its last bytes',
              formatDuration(openMs),
              formatDuration(silenceMs),
            );
      return change.repeats === 0 ? line : t('{0}; the same bytes came {1} times in a row', line, change.repeats + 1);
    }
    case 'cut':
      return describeCut(change, t);
    case 'waiting':
      return t(
        'waiting {0} before reconnecting ({1})',
        formatDuration(change.delayMs),
        delayReason(change.reason, change.baseMs ?? change.delayMs, t),
      );
    case 'stopped':
      return t('disconnected');
    case 'finished':
      return t('finished: {0}', describeFinish(change.reason, t));
    case 'interrupted':
      return t('recording was interrupted: VS Code ended before the stream did');
    case 'failed':
      return t('failed: {0}', describeBriefly(change.problem, t));
    default:
      return assertNever(change);
  }
}

function describeRedirects(
  { redirects, finalUrl }: Extract<ConnectionChange, { readonly change: 'opened' }>,
  t: Translate,
): string {
  if (redirects === 0) {
    return '';
  }
  return redirects === 1 ? t('redirected to {0}', finalUrl) : t('after {0} redirects: {1}', redirects, finalUrl);
}

function describeCut(
  { problem, openMs, silenceMs }: Extract<ConnectionChange, { readonly change: 'cut' }>,
  t: Translate,
): string {
  const happened = describeBriefly(problem, t);
  // That a silence was too long says itself how long it was.
  if (openMs === null || silenceMs === null || problem.code === 'silent') {
    return happened;
  }
  return silenceMs >= openMs
    ? t('{0} after {1}', happened, formatDuration(openMs))
    : t('{0} after {1}, {2} after its last bytes', happened, formatDuration(openMs), formatDuration(silenceMs));
}

/** What happened on one line; of a connection that is not secure also why, which is all that differs. */
function describeBriefly(problem: Problem, t: Translate): string {
  const { happened, meaning } = describeProblem(problem, t);
  return problem.code === 'tls' ? t('{0}: {1}', happened, meaning) : happened;
}

/** Why a session ended by itself. */
export function describeFinish(reason: FinishReason, t: Translate): string {
  switch (reason) {
    case 'no-content':
      return t('the server answered 204, which means: do not reconnect');
    case 'not-repeated':
      return t('the stream ended and this request is not repeated');
    case 'gave-up':
      return t('as many attempts in a row as are allowed brought nothing');
    default:
      return assertNever(reason);
  }
}

/** What came of a Last-Event-ID. */
function describeResume(change: Extract<ConnectionChange, { readonly change: 'resumed' }>, t: Translate): string {
  const { repeated, missing, verdict } = change;
  const [sent, firstId] = [controlPictures(change.sent), controlPictures(change.firstId)];
  const line = resumeLine(verdict, sent, firstId, t);
  const gaps = missing > 0 ? t('{0}; {1} IDs before {2} are missing', line, missing, firstId) : line;
  if (repeated === 0) {
    return gaps;
  }
  // Where the user went back, that is what was asked for.
  return verdict === 'honoured'
    ? repeated === 1
      ? t('{0}; 1 ID that you already have came again', gaps)
      : t('{0}; {1} IDs that you already have came again', gaps, repeated)
    : t('{0}; IDs seen before came again: {1}', gaps, repeated);
}

function resumeLine(verdict: ResumeVerdict, sent: string, firstId: string, t: Translate): string {
  switch (verdict) {
    case 'honoured':
      return t('resumed after Last-Event-ID {0}: the first ID is {1}', sent, firstId);
    case 'ignored':
      return t('the server ignored Last-Event-ID {0}: it began again with {1}', sent, firstId);
    case 'unknown':
      return firstId === ''
        ? t('no way to tell whether the server took Last-Event-ID {0}: it set no ID', sent)
        : t('no way to tell whether the server took Last-Event-ID {0}: the first ID is {1}', sent, firstId);
    default:
      return assertNever(verdict);
  }
}

function delayReason(reason: DelayReason, baseMs: number, t: Translate): string {
  const base = formatDuration(baseMs);
  switch (reason) {
    case 'default':
      return t('default');
    case 'retry-field':
      return t('set by retry');
    case 'backoff':
      return t('grown from {0}: the attempts before brought nothing', base);
    case 'retry-after':
      return t('asked for by Retry-After');
    case 'brake':
      return t('braked: too many attempts one after the other; the server asks for {0}', base);
    default:
      return assertNever(reason);
  }
}
