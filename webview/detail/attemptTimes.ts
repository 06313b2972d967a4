import type { Attempt } from '../../src/core/connection/attempt.ts';

/** When an attempt was made, and how long its stream was open. */
export interface AttemptTimes {
  /** Of its first request, milliseconds since 1970-01-01 UTC; `null`: none was sent. */
  readonly startedAt: number | null;
  /** From the response to the end, or to now; `null`: no stream was opened. Milliseconds. */
  readonly openMs: number | null;
}

/**
 * @param captureStart Wall-clock time of the capture's beginning, milliseconds since 1970-01-01 UTC.
 * @param now Wall-clock time.
 */
export function attemptTimes(
  { exchanges, endedAt, end }: Pick<Attempt, 'exchanges' | 'endedAt' | 'end'>,
  captureStart: number,
  now: number,
): AttemptTimes {
  const [first, last] = [exchanges[0], exchanges.at(-1)];
  const openedAt = last?.status === 200 && end !== 'refused' ? last.respondedAt : null;
  // Of what a killed process left, nobody knows how long it went on.
  const until = endedAt ?? (end === null ? now - captureStart : null);
  return {
    startedAt: first === undefined ? null : captureStart + first.startedAt,
    openMs: openedAt === null || until === null ? null : Math.max(0, until - openedAt),
  };
}
