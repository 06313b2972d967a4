import { nextLastEventId } from '../core/connection/nextLastEventId.ts';
import type { LastEventIdChoice, NextLastEventId } from '../core/connection/nextLastEventId.ts';
import type { CaptureCounts } from '../core/protocol/captureMessages.ts';

type KnownIds = Pick<CaptureCounts, 'lastEventId' | 'receivedId'>;

/** What the user wants the requests of a session to send as their Last-Event-ID. */
export class LastEventIdSetting {
  #choice: LastEventIdChoice;

  /** @param pinned Sent by every request; `null`: nothing is pinned. */
  constructor(pinned: string | null) {
    this.#choice = { once: undefined, pinned: pinned ?? undefined };
  }

  /** Sent by every request; `null`: nothing in particular. */
  get pinned(): string | null {
    return this.#choice.pinned ?? null;
  }

  /** What the next request sends. */
  next({ lastEventId, receivedId }: KnownIds): NextLastEventId {
    return nextLastEventId(this.#choice, { inForce: lastEventId, received: receivedId });
  }

  /** @param value `undefined`: what the stream set last, and nothing is pinned any more. */
  set(value: string | undefined, pinned: boolean, { lastEventId, receivedId }: KnownIds): void {
    if (value === undefined) {
      this.#choice = { once: lastEventId === receivedId ? undefined : receivedId, pinned: undefined };
    } else {
      this.#choice = pinned ? { once: undefined, pinned: value } : { once: value, pinned: undefined };
    }
  }

  /** The next request sends this one; what is pinned stays so for those after it. */
  setOnce(value: string): void {
    this.#choice = { ...this.#choice, once: value };
  }

  /** A request has been sent: what was wanted once is used up. */
  used(): void {
    this.#choice = { ...this.#choice, once: undefined };
  }
}
