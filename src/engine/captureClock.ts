/** The clock of one capture. It goes by the monotonic clock, also for a capture that an earlier run began. */
export class CaptureClock {
  /** Difference between the capture's clock and `performance.now()`, milliseconds. */
  readonly offset: number;

  /** @param startedAt Wall-clock time of the capture's beginning, milliseconds since 1970-01-01 UTC. */
  constructor(startedAt: number) {
    this.offset = Date.now() - startedAt - performance.now();
  }

  /** Milliseconds since the capture began. */
  now(): number {
    return performance.now() + this.offset;
  }
}
