import type { ConnectionChange } from '../connection/connectionChange.ts';
import type { TimelineSpan } from './timeline.ts';

interface TimedChange {
  /** Milliseconds since the capture began. */
  readonly time: number;
  readonly change: ConnectionChange['change'];
}

const stateAfter: Readonly<Record<ConnectionChange['change'], TimelineSpan['state']>> = {
  connecting: 'connecting',
  opened: 'open',
  resumed: 'open',
  ended: 'down',
  cut: 'down',
  waiting: 'waiting',
  stopped: 'down',
  finished: 'down',
  failed: 'down',
  interrupted: 'down',
};

/** Stretches of the connection's states between its changes. The last one ends where it begins: it is still going on. */
export function spansOfChanges(changes: readonly TimedChange[]): TimelineSpan[] {
  return changes
    .map(({ time, change }, at) => ({
      state: stateAfter[change],
      start: time,
      end: changes[at + 1]?.time ?? time,
    }))
    .filter(({ start, end }, at) => end > start || at === changes.length - 1);
}
