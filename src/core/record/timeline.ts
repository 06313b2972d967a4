/** A stretch of time, milliseconds since the capture began; the end exclusive. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** Counts of one lane of a timeline, a number for each bin. */
export interface TimelineLane {
  /** Event type, or the kind of record for lanes of kind `kind`; empty for the lane of diagnostics. */
  readonly name: string;
  /** `diagnostic`: records with a warning, which the lane of their type or kind has, too. */
  readonly source: 'type' | 'kind' | 'diagnostic';
  readonly counts: readonly number[];
  /** Records of the lane in the whole capture, in sight or not. */
  readonly total: number;
}

/** One record on a timeline. */
export interface TimelineMark {
  /** Milliseconds since the capture began. */
  readonly time: number;
  readonly seq: number;
  /** Position of its lane among the timeline's: that of its type or kind. */
  readonly lane: number;
  readonly hasWarning: boolean;
}

/** A stretch of the connection lane: the connection was in one state from `start` to `end`. */
export interface TimelineSpan {
  readonly state: 'connecting' | 'open' | 'waiting' | 'down';
  /** Milliseconds since the capture began. */
  readonly start: number;
  readonly end: number;
}

/** How many records arrived when. */
export interface TimelineCounts {
  /** Start of the first bin, milliseconds since the capture began. */
  readonly start: number;
  /** Width of a bin, milliseconds: a round number, and bins begin at its multiples, so that they do not flicker. */
  readonly binMs: number;
  /** Number of bins; every lane has as many counts. */
  readonly bins: number;
  /** Lanes without a record in sight are there, too. */
  readonly lanes: readonly TimelineLane[];
  /** Times of the first and the last record of the capture; `null`: it has none. */
  readonly extent: TimeRange | null;
  /** Each record in sight, where there are few enough to tell them apart; `null`: there are more. */
  readonly marks: readonly TimelineMark[] | null;
}

/** A timeline: records, and how the connection was meanwhile. */
export interface Timeline extends TimelineCounts {
  readonly spans: readonly TimelineSpan[];
}

/** What to read of a timeline. */
export interface TimelineRequest {
  /** The most bins to get. */
  readonly bins: number;
  /** `null`: from the first record to the last. */
  readonly range: TimeRange | null;
}
