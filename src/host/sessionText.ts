import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import type { SessionSnapshot, SessionState } from '../core/connection/sessionSnapshot.ts';

function formatCount(count: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(count);
}

/** Events per second. */
export function formatRate(rate: number): string {
  const digits = rate < 10 && rate > 0 ? 1 : 0;
  return vscode.l10n.t(
    '{0}/s',
    new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: digits }).format(rate),
  );
}

export function countStreams(count: number): string {
  return count === 1 ? vscode.l10n.t('1 live stream') : vscode.l10n.t('{0} live streams', formatCount(count));
}

export function describeState(state: SessionState): string {
  switch (state.name) {
    case 'connecting':
      return vscode.l10n.t('Connecting');
    case 'open':
      return vscode.l10n.t('Open');
    case 'waiting':
      return vscode.l10n.t('Waiting');
    case 'stopped':
      return vscode.l10n.t('Disconnected');
    case 'finished':
      return vscode.l10n.t('Ended');
    case 'failed':
      return vscode.l10n.t('Failed');
    default:
      return assertNever(state);
  }
}

/** Number of events received, as far as they are not cleared. */
export function countEvents(snapshot: SessionSnapshot): string {
  const count = snapshot.kinds.event;
  return count === 1 ? vscode.l10n.t('1 event') : vscode.l10n.t('{0} events', formatCount(count));
}

/** A session in a few words: the rate while it is open, else the state. */
export function summariseSession(snapshot: SessionSnapshot): string {
  return snapshot.state.name === 'open'
    ? `${countEvents(snapshot)} · ${formatRate(snapshot.eventsPerSecond)}`
    : `${describeState(snapshot.state)} · ${countEvents(snapshot)}`;
}
