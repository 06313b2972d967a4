import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { connectionChangeSchema } from '../core/connection/connectionChange.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import type { TimelineSpan, TimeRange } from '../core/record/timeline.ts';
import { spansOfChanges } from '../core/record/timelineSpans.ts';

/** More changes of connection than this are not drawn; the newest are. */
const mostChanges = 4000;

interface KnownChange {
  readonly seq: number;
  /** Milliseconds since the capture began. */
  readonly time: number;
  readonly change: ConnectionChange['change'];
}

/** The newest changes of a capture's connection, kept so that a timeline does not have to read them each time. */
export class ConnectionSpans {
  #changes: KnownChange[] = [];

  add(change: KnownChange): void {
    this.#changes.push(change);
    if (this.#changes.length >= 2 * mostChanges) {
      this.#changes = this.#changes.slice(-mostChanges);
    }
  }

  /** Takes what is stored in place of what is known. */
  load(database: DatabaseSync): void {
    const newest = database.prepare('SELECT seq, time, change FROM change ORDER BY seq DESC LIMIT ?').all(mostChanges);
    this.#changes = newest.reverse().map(({ seq, time, change }) => ({
      seq: Number(seq),
      time: Number(time),
      change: v.parse(connectionChangeSchema, JSON.parse(String(change))).change,
    }));
  }

  /**
   * Stretches between the changes whose records have a greater number, as far as they lie in a range, and the newest one,
   * which may still be going on.
   */
  after(seq: number, range: TimeRange | null): readonly TimelineSpan[] {
    const spans = spansOfChanges(this.#changes.slice(-mostChanges).filter((change) => change.seq > seq));
    return range === null
      ? spans
      : spans.filter(({ start, end }, at) => (end >= range.start && start < range.end) || at === spans.length - 1);
  }
}
