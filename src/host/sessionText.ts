import * as vscode from 'vscode';
import type { SessionSnapshot } from '../core/connection/sessionSnapshot.ts';
import { formatCount, formatRate } from '../core/words/format.ts';
import { describeProblem } from '../core/words/problem.ts';
import { sessionStateWord } from '../core/words/sessionState.ts';

/** Number of events received, as far as they are not cleared. */
export function countEvents(snapshot: SessionSnapshot): string {
  const count = snapshot.kinds.event;
  return count === 1 ? vscode.l10n.t('1 event') : vscode.l10n.t('{0} events', formatCount(count, vscode.env.language));
}

/** A session in a few words: the rate while it is open, what went wrong when it failed, else the state. */
export function summariseSession(snapshot: SessionSnapshot): string {
  const { state } = snapshot;
  switch (state.name) {
    case 'open':
      return `${countEvents(snapshot)} · ${formatRate(snapshot.eventsPerSecond, vscode.env.language)}`;
    case 'failed':
      return describeProblem(state.problem, vscode.l10n.t).happened;
    case 'connecting':
    case 'waiting':
    case 'stopped':
    case 'finished':
      return `${sessionStateWord(state, vscode.l10n.t)} · ${countEvents(snapshot)}`;
  }
}

/** A session in a few lines, for tooltips and screen readers. */
export function describeSession(snapshot: SessionSnapshot): string {
  const { state } = snapshot;
  const lines = [`${sessionStateWord(state, vscode.l10n.t)} · ${countEvents(snapshot)}`];
  if (state.name === 'failed') {
    const { happened, meaning, remedy } = describeProblem(state.problem, vscode.l10n.t);
    lines.push(`${happened}. ${meaning}`, remedy);
  }
  return lines.join('\n');
}
