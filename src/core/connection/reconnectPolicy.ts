import { maxTimerMs } from '../timerLimit.ts';
import type { DelayReason } from './connectionChange.ts';

/** More reconnects than `brakeCount` within `brakeWindowMs` are a storm; from then on `brakeMs` is the shortest delay. */
export const brakeCount = 20;
export const brakeWindowMs = 10_000;
export const brakeMs = 1000;

/** A delay of 0 doubles to 0: growing begins with this one, milliseconds. */
const firstGrownMs = 100;
/** How long a reconnect counts for the rate that is shown, milliseconds. */
const rateWindowMs = 60_000;
/** The most reconnects that are remembered: as many as the brake lets happen in the window of the rate, and some more. */
const maxRemembered = 1000;

/** How a session reconnects, complete. */
export interface ReconnectSettings {
  /** Whether to connect again after the end of a body or a broken connection. */
  readonly isEnabled: boolean;
  /** Whether the delay grows while attempts bring nothing. */
  readonly growsDelay: boolean;
  /** The longest delay that growing leads to, milliseconds. A server may ask for a longer one. */
  readonly maxDelayMs: number;
  /** Whether to try again after status 429 and 5xx, which the standard forbids. */
  readonly retriesServerErrors: boolean;
  /** Attempts in a row without a byte before giving up; `undefined`: no number of them ends a connection that worked. */
  readonly maxAttempts: number | undefined;
}

/** What came before the next attempt. Times are of one monotonic clock, milliseconds. */
export interface ReconnectHistory {
  /** Attempts in a row that brought no byte of a body. */
  readonly failuresInARow: number;
  /** When attempts were made that the user did not ask for, the oldest first. */
  readonly reconnects: readonly number[];
}

export const noHistory: ReconnectHistory = { failuresInARow: 0, reconnects: [] };

/** How long to wait before the next attempt, and why. */
export interface ReconnectDelay {
  readonly delayMs: number;
  readonly reason: DelayReason;
  /** The reconnection time by the standard: of the `retry` field, or the default. Milliseconds. */
  readonly baseMs: number;
}

/** What decides about a delay beside the settings. */
export interface DelayCircumstances {
  readonly baseMs: number;
  /** Whether a `retry` field set `baseMs`. */
  readonly isFromStream: boolean;
  /** How long the server asked to stay away (Retry-After), milliseconds; `null`: it did not. */
  readonly retryAfterMs: number | null;
  readonly now: number;
  /** 0 to less than 1. */
  readonly random: number;
}

/** Notes that an attempt begins which the user did not ask for. */
export function noteReconnect(history: ReconnectHistory, now: number): ReconnectHistory {
  const recent = history.reconnects.filter((time) => time > now - rateWindowMs).slice(1 - maxRemembered);
  return { ...history, reconnects: [...recent, now] };
}

/** Notes that an attempt ended. */
export function noteEnd(history: ReconnectHistory, broughtBytes: boolean): ReconnectHistory {
  return { ...history, failuresInARow: broughtBytes ? 0 : history.failuresInARow + 1 };
}

/** Reconnects of the last minute. */
export function reconnectsPerMinute({ reconnects }: ReconnectHistory, now: number): number {
  return reconnects.filter((time) => time > now - rateWindowMs).length;
}

/**
 * The delay before the next attempt. The first one after an attempt that brought bytes, and the first after one that did
 * not, is the reconnection time exactly ([spec] 9.2.3, "reestablish the connection"); the standard lets a client wait
 * longer after that. It then doubles with each attempt, half of it at random, so that clients of a server that comes
 * back do not all come at once.
 */
export function reconnectDelay(
  { growsDelay, maxDelayMs }: ReconnectSettings,
  history: ReconnectHistory,
  { baseMs, isFromStream, retryAfterMs, now, random }: DelayCircumstances,
): ReconnectDelay {
  let delay: ReconnectDelay = { delayMs: baseMs, reason: isFromStream ? 'retry-field' : 'default', baseMs };
  const doublings = history.failuresInARow - 1;
  if (growsDelay && doublings > 0) {
    const grown = Math.min(Math.max(baseMs, firstGrownMs) * 2 ** doublings, maxDelayMs);
    const jittered = Math.round(grown / 2 + (random * grown) / 2);
    delay = longer(delay, jittered, 'backoff');
  }
  if (retryAfterMs !== null) {
    delay = longer(delay, retryAfterMs, 'retry-after');
  }
  if (history.reconnects.filter((time) => time > now - brakeWindowMs).length > brakeCount) {
    delay = longer(delay, brakeMs, 'brake');
  }
  // A longer timer would fire at once.
  return { ...delay, delayMs: Math.min(delay.delayMs, maxTimerMs) };
}

function longer(delay: ReconnectDelay, delayMs: number, reason: DelayReason): ReconnectDelay {
  return delayMs > delay.delayMs ? { ...delay, delayMs, reason } : delay;
}
