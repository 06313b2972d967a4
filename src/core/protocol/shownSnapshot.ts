import type { SessionSnapshot } from '../connection/sessionSnapshot.ts';
import type { Insight } from '../insight/insight.ts';
import { cutText } from '../cutText.ts';

/** Characters of an ID that webviews get many times a second; edits and copies ask for the whole one. */
const maxIdLength = 200;

/** A session as webviews show it: IDs are cut, because a server may send one of a MiB. */
export interface ShownSnapshot extends SessionSnapshot {
  /** Characters of the whole IDs. */
  readonly idLengths: { readonly received: number; readonly sent: number; readonly next: number };
  /** Whether the newest request sent what was received last; the cut IDs cannot tell. */
  readonly sentWhatWasReceived: boolean;
  /** What the newest attempts say that is wrong. */
  readonly insights: readonly Insight[];
}

/** A session's snapshot, cut for showing. */
export function shownSnapshot(snapshot: SessionSnapshot, insights: readonly Insight[]): ShownSnapshot {
  const { lastEventId, sentLastEventId, nextLastEventId } = snapshot;
  return {
    ...snapshot,
    insights,
    lastEventId: cutText(lastEventId, maxIdLength),
    sentLastEventId: cutText(sentLastEventId, maxIdLength),
    nextLastEventId: { ...nextLastEventId, value: cutText(nextLastEventId.value, maxIdLength) },
    idLengths: {
      received: lastEventId.length,
      sent: sentLastEventId.length,
      next: nextLastEventId.value.length,
    },
    sentWhatWasReceived: sentLastEventId === lastEventId,
  };
}
