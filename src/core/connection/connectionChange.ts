import type { Problem } from './problem.ts';

/** Why a delay before the next attempt is as long as it is. */
export type DelayReason = 'default' | 'retry-field';

/** Why a session ended without a failure and without being stopped. */
export type FinishReason = 'no-content' | 'not-repeated';

/**
 * A change of the connection as it is recorded, in the order in which they can happen: `connecting`, then `opened` or
 * a failure, then `ended` or `cut`, then `waiting`, and round again.
 */
export type ConnectionChange =
  | {
      readonly change: 'connecting';
      readonly attempt: number;
      readonly method: string;
      /** Without credentials. */
      readonly url: string;
      /** Value of the Last-Event-ID header as sent; empty: the header was absent. */
      readonly lastEventId: string;
    }
  | {
      readonly change: 'opened';
      readonly attempt: number;
      readonly status: number;
      readonly httpVersion: string;
      readonly contentType: string;
    }
  /** The server ended the body in an orderly way. */
  | { readonly change: 'ended'; readonly attempt: number; readonly openMs: number; readonly silenceMs: number }
  /** The connection broke, or could not be made, and another attempt follows. */
  | { readonly change: 'cut'; readonly attempt: number; readonly problem: Problem }
  | { readonly change: 'waiting'; readonly attempt: number; readonly delayMs: number; readonly reason: DelayReason }
  /** The user disconnected. */
  | { readonly change: 'stopped'; readonly attempt: number }
  | { readonly change: 'finished'; readonly attempt: number; readonly reason: FinishReason }
  /** No further attempt follows. */
  | { readonly change: 'failed'; readonly attempt: number; readonly problem: Problem };
