import { assertNever } from '../assertNever.ts';
import type { ConnectionChange, DelayReason, FinishReason } from '../connection/connectionChange.ts';
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
    case 'ended':
      return t(
        'ended by the server after {0}, {1} after its last bytes',
        formatDuration(change.openMs),
        formatDuration(change.silenceMs),
      );
    case 'cut':
      return describeProblem(change.problem, t).happened;
    case 'waiting':
      return t('waiting {0} before reconnecting ({1})', formatDuration(change.delayMs), delayReason(change.reason, t));
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
    default:
      return assertNever(reason);
  }
}

function delayReason(reason: DelayReason, t: Translate): string {
  switch (reason) {
    case 'default':
      return t('default');
    case 'retry-field':
      return t('set by retry');
    default:
      return assertNever(reason);
  }
}
