/**
 * Where the ID comes from that the next request sends: the stream set it; the user gave it for the next request, and it
 * applies until the stream sets one; the user pinned it for every request; or there is none.
 */
export type LastEventIdSource = 'received' | 'edited' | 'pinned' | 'none';

/** What the next request sends as its Last-Event-ID. */
export interface NextLastEventId {
  /** Empty: no header is sent. */
  readonly value: string;
  readonly source: LastEventIdSource;
}

/** The last event IDs that a capture knows. */
export interface KnownLastEventIds {
  /** The one that applies: what the stream set last, or what a request sent since. */
  readonly inForce: string;
  /** What the stream set last; empty: nothing. */
  readonly received: string;
}

/** What the user wants to be sent. `undefined`: nothing in particular. */
export interface LastEventIdChoice {
  /** By the next request alone. */
  readonly once: string | undefined;
  /** By every request. */
  readonly pinned: string | undefined;
}

/** What the next request sends, by what the user chose and what is known. */
export function nextLastEventId(choice: LastEventIdChoice, known: KnownLastEventIds): NextLastEventId {
  const { once, pinned } = choice;
  const { inForce, received } = known;
  if (once !== undefined) {
    return { value: once, source: once === received ? receivedOrNone(once) : 'edited' };
  }
  if (pinned !== undefined) {
    return { value: pinned, source: 'pinned' };
  }
  return { value: inForce, source: inForce === received ? receivedOrNone(inForce) : 'edited' };
}

function receivedOrNone(id: string): LastEventIdSource {
  return id === '' ? 'none' : 'received';
}
