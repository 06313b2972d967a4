import { assertNever } from '../assertNever.ts';
import type { ConnectionChange, DelayReason, FinishReason, ResumeVerdict } from '../connection/connectionChange.ts';
import { formatDuration } from './format.ts';
import { describeProblem } from './problem.ts';
import type { Translate } from './translate.ts';

/** A change of the connection on one line, as it stands in the list of records. */
export function describeConnectionChange(change: ConnectionChange, t: Translate): string {
  switch (change.change) {
    case 'connecting': {
      const request = `${change.method} ${change.url}`;
      const line = change.attempt === 1 ? t('connecting: {0}', request) : t('reconnecting: {0}', request);
      return change.lastEventId === '' ? line : t('{0} with Last-Event-ID {1}', line, change.lastEventId);
    }
    case 'opened': {
      const facts = [change.status, `HTTP/${change.httpVersion}`, change.contentType].filter((fact) => fact !== '');
      return change.attempt === 1
        ? t('opened: {0}', facts.join(' · '))
        : t('reconnected, attempt {0}: {1}', change.attempt, facts.join(' · '));
    }
    case 'resumed':
      return describeResume(change, t);
    case 'ended': {
      const line = t(
        'ended by the server after {0}, {1} after its last bytes',
        formatDuration(change.openMs),
        formatDuration(change.silenceMs),
      );
      return change.repeats === 0 ? line : t('{0}; the same bytes came {1} times in a row', line, change.repeats + 1);
    }
    case 'cut':
      return describeProblem(change.problem, t).happened;
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
      return t('failed: {0}', describeProblem(change.problem, t).happened);
    default:
      return assertNever(change);
  }
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
function describeResume(
  { sent, firstId, repeated, missing, verdict }: Extract<ConnectionChange, { readonly change: 'resumed' }>,
  t: Translate,
): string {
  const line = resumeLine(verdict, sent, firstId, t);
  const gaps = missing > 0 ? t('{0}; {1} IDs before {2} are missing', line, missing, firstId) : line;
  return repeated > 0 ? t('{0}; IDs seen before came again: {1}', gaps, repeated) : gaps;
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
        : t('no way to tell whether the server took Last-Event-ID {0}: it went on with {1}', sent, firstId);
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
      return t('longer than {0}: the attempts before brought nothing', base);
    case 'retry-after':
      return t('asked for by Retry-After');
    case 'brake':
      return t('braked: too many attempts one after the other; the server asks for {0}', base);
    default:
      return assertNever(reason);
  }
}
