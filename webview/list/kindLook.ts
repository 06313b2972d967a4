import { assertNever } from '../../src/core/assertNever.ts';
import type { ConnectionChange } from '../../src/core/connection/connectionChange.ts';
import type { RecordKind } from '../../src/core/record/recordKind.ts';
import { t } from '../strings.ts';

/** A kind of record as the user reads it. */
export interface KindLook {
  /** Name of the codicon. */
  readonly icon: string;
  /** One record of this kind, in a row. */
  readonly word: string;
  /** All of this kind, on a switch. */
  readonly plural: string;
  /** What such a record is. */
  readonly explanation: string;
}

export function kindLook(kind: RecordKind): KindLook {
  switch (kind) {
    case 'event':
      return {
        icon: 'symbol-event',
        word: t('event'),
        plural: t('Events'),
        explanation: t('Dispatched to the listeners of a client'),
      };
    case 'comment':
      return {
        icon: 'comment',
        word: t('comment'),
        plural: t('Comments'),
        explanation: t('A line that begins with a colon, often a heartbeat'),
      };
    case 'retry':
      return {
        icon: 'watch',
        word: 'retry',
        plural: t('Retry'),
        explanation: t('Sets the reconnection time'),
      };
    case 'id':
      return {
        icon: 'tag',
        word: t('ID only'),
        plural: t('ID only'),
        explanation: t('Sets the last event ID without an event'),
      };
    case 'invalid':
      return {
        icon: 'warning',
        word: t('invalid'),
        plural: t('Invalid'),
        explanation: t('A line that a client ignores'),
      };
    case 'dropped':
      return {
        icon: 'circle-slash',
        word: t('dropped'),
        plural: t('Dropped'),
        explanation: t('A block that dispatches no event'),
      };
    case 'connection':
      return {
        icon: 'plug',
        word: t('connection'),
        plural: t('Connection'),
        explanation: t('What happened to the connection'),
      };
    default:
      return assertNever(kind);
  }
}

/** Name of the codicon of a change of the connection. */
export function connectionIcon(change: ConnectionChange): string {
  switch (change.change) {
    case 'connecting':
      return change.unsendableId === '' ? 'sync' : 'warning';
    case 'opened':
      return 'plug';
    case 'resumed':
      return change.missing > 0 ||
        (change.repeated > 0 && change.verdict !== 'honoured') ||
        change.verdict === 'ignored'
        ? 'warning'
        : 'debug-restart';
    case 'ended':
      return change.repeats > 0 ? 'warning' : 'debug-disconnect';
    case 'cut':
      return 'warning';
    case 'waiting':
      return change.reason === 'brake' ? 'warning' : 'history';
    case 'stopped':
      return 'debug-stop';
    case 'finished':
      return 'pass';
    case 'interrupted':
      return 'warning';
    case 'failed':
      return 'error';
    default:
      return assertNever(change);
  }
}
