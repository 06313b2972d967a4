import { assertNever } from '../assertNever.ts';
import type { AttemptEnd } from '../connection/attempt.ts';
import type { Translate } from './translate.ts';

/** How a connection attempt ended, on one line; the problem, where there is one, tells more. */
export function describeAttemptEnd(end: AttemptEnd, t: Translate): string {
  switch (end) {
    case 'ended':
      return t('The server ended the stream');
    case 'broken':
      return t('The connection broke, or could not be made');
    case 'refused':
      return t('The response was none that opens a stream');
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
