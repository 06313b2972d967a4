/** How far a search over a capture has come. */
export interface SearchCounts {
  /** Matches so far. */
  readonly matched: number;
  /** Number of the last record that is decided. */
  readonly scanned: number;
}

/** Where a search over a capture stands. A complete one goes on when the capture grows. */
export type SearchState = SearchCounts &
  (
    | { readonly state: 'running' | 'complete' }
    /** A regular expression took too long over one record, so that the search was ended. */
    | { readonly state: 'failed'; readonly failure: 'too-slow' }
    | { readonly state: 'failed'; readonly failure: 'broken'; readonly message: string }
  );

/** A record that matches, among all that do. */
export interface RecordMatch {
  readonly seq: number;
  /** From 0. */
  readonly position: number;
}
