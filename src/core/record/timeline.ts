/** Counts of one lane of a timeline, a number for each bin. */
export interface TimelineLane {
  /** Event type, or the kind of record for lanes of kind `kind`. */
  readonly name: string;
  readonly source: 'type' | 'kind';
  readonly counts: readonly number[];
}

/** A stretch of the connection lane: the connection was in one state from `start` to `end`. */
export interface TimelineSpan {
  readonly state: 'connecting' | 'open' | 'waiting' | 'down';
  /** Milliseconds since the capture began. */
  readonly start: number;
  readonly end: number;
}

/** How many records arrived when, over the whole capture, at a resolution that fits any length. */
export interface Timeline {
  /** Start of the first bin, milliseconds since the capture began. */
  readonly start: number;
  /** Width of a bin, milliseconds. */
  readonly binMs: number;
  /** Number of bins; every lane has as many counts. */
  readonly bins: number;
  readonly lanes: readonly TimelineLane[];
  readonly spans: readonly TimelineSpan[];
}
