import { assertNever } from '../assertNever.ts';
import type { SessionState } from '../connection/sessionSnapshot.ts';
import type { Translate } from './translate.ts';

/** The state of a session in one word. */
export function sessionStateWord(state: SessionState, t: Translate): string {
  switch (state.name) {
    case 'connecting':
      return t('Connecting');
    case 'open':
      return t('Open');
    case 'waiting':
      return t('Waiting');
    case 'stopped':
      return t('Disconnected');
    case 'finished':
      return t('Ended');
    case 'failed':
      return t('Failed');
    default:
      return assertNever(state);
  }
}

/** Name of the codicon that stands for a state, the same in trees, panel and status bar. */
export function sessionStateIcon(state: SessionState): string {
  switch (state.name) {
    case 'connecting':
      return 'sync';
    case 'open':
      return 'radio-tower';
    case 'waiting':
      return 'history';
    case 'stopped':
      return 'debug-disconnect';
    case 'finished':
      return 'pass';
    case 'failed':
      return 'error';
    default:
      return assertNever(state);
  }
}
