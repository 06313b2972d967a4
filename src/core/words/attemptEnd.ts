import { assertNever } from '../assertNever.ts';
import type { Attempt, AttemptEnd, Exchange } from '../connection/attempt.ts';
import type { Translate } from './translate.ts';

/** How a connection attempt ended, on one line; the problem, where there is one, tells more. */
export function describeAttemptEnd({ exchanges }: Pick<Attempt, 'exchanges'>, end: AttemptEnd, t: Translate): string {
  const last = exchanges.at(-1);
  switch (end) {
    case 'ended':
      return t('The server ended the stream');
    case 'broken':
      return describeBreak(last, t);
    case 'refused':
      return last === undefined ? t('No request was sent') : t('The response was none that opens a stream');
    case 'no-content':
      return t('The server answered 204: do not reconnect');
    case 'stopped':
      return t('Ended by the user');
    case 'dead':
      return t('Given up as dead after silence');
    case 'unreadable':
      return t('The body could not be read on');
    case 'interrupted':
      return t('VS Code ended before the stream did');
    default:
      return assertNever(end);
  }
}

/** How far it came before it broke. */
function describeBreak(last: Exchange | undefined, t: Translate): string {
  if (last === undefined) {
    return t('No request was sent');
  }
  if (last.respondedAt !== null) {
    return t('The connection broke while the stream was open');
  }
  return isConnected(last) ? t('The connection broke before a response came') : t('No connection could be made');
}

function isConnected({ url, reusedConnection, connectedAt, securedAt }: Exchange): boolean {
  return reusedConnection || (url.startsWith('https:') ? securedAt !== null : connectedAt !== null);
}
