/** How values are distributed: percentiles are off by less than 0.8 %, the greatest value is exact. */
export interface Distribution {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What there is to say of a rate over a whole capture. */
export interface RateStatistics {
  /** From the first event to the last; `null`: they are less than a second apart. */
  readonly mean: number | null;
  /** Most within one second of the capture's clock. */
  readonly peak: number;
}

/** Figures of events: of all, or of those of one type. */
export interface EventStatistics {
  readonly events: number;
  /** Bytes of their data. */
  readonly bytes: number;
  /** Milliseconds since the capture began; `null`: there is no event. */
  readonly firstAt: number | null;
  /** Events per second. */
  readonly rate: RateStatistics;
  /** Bytes of data per second. */
  readonly byteRate: RateStatistics;
  /** Milliseconds from one of these events to the next, reconnects included; `null`: there are no two. */
  readonly gap: Distribution | null;
  /** Bytes of data; `null`: there is no event. */
  readonly size: Distribution | null;
}

/** Figures of the events of a capture. */
export interface Statistics {
  readonly all: EventStatistics;
  /** In the order of their first events. */
  readonly types: readonly (EventStatistics & { readonly type: string })[];
  /** Events of types beyond those that are told apart. */
  readonly otherEvents: number;
}

/** Times of one attempt, milliseconds since its first request; `null`: it did not come. */
export interface AttemptTimes {
  readonly attempt: number;
  readonly firstByteMs: number | null;
  readonly firstEventMs: number | null;
}
