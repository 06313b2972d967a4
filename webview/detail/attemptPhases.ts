import type { Attempt } from '../../src/core/connection/attempt.ts';

/** A step on the way to the first event. */
export type PhaseName = 'redirects' | 'dns' | 'connect' | 'tls' | 'headers' | 'first-byte' | 'first-event';

export interface Phase {
  readonly name: PhaseName;
  /** Milliseconds since the attempt began. */
  readonly startMs: number;
  readonly durationMs: number;
}

/**
 * The steps of an attempt that are over, one after the other without overlap. Steps that did not happen are missing: a
 * connection that was there already needs no DNS, an attempt that was refused has no event.
 */
export function attemptPhases({ exchanges, firstByteAt, firstEventAt }: Attempt): readonly Phase[] {
  const first = exchanges[0];
  const last = exchanges.at(-1);
  if (first === undefined || last === undefined) {
    return [];
  }
  const ends: readonly (readonly [PhaseName, number | null])[] = [
    ['redirects', exchanges.length > 1 ? last.startedAt : null],
    ['dns', last.resolvedAt],
    ['connect', last.connectedAt],
    ['tls', last.securedAt],
    ['headers', last.respondedAt],
    ['first-byte', firstByteAt],
    ['first-event', firstEventAt],
  ];
  const phases: Phase[] = [];
  let from = first.startedAt;
  for (const [name, end] of ends) {
    if (end !== null) {
      // The clock is one, but who reads it is not: a step that seems to end before the last one took no time.
      const to = Math.max(from, end);
      phases.push({ name, startMs: from - first.startedAt, durationMs: to - from });
      from = to;
    }
  }
  return phases;
}
