import type { Query } from '../query/query.ts';
import type { RecordFind, RecordQuest } from '../record/recordGoal.ts';
import type { RecordKind } from '../record/recordKind.ts';
import type { JsonKey } from '../record/jsonKeys.ts';
import type { RecordRow } from '../record/record.ts';
import type { RecordMatch } from '../record/searchState.ts';
import type { Statistics } from '../record/statistics.ts';
import type { TimelineCounts, TimelineRequest } from '../record/timeline.ts';
import type { TimelinePlace, TimelineStep } from './timelineMessages.ts';

/** What to look for in a capture. */
export interface SearchRequest {
  /** Path of the capture's file. */
  readonly file: string;
  readonly query: Query;
  readonly kinds: readonly RecordKind[];
  /** Only records with a greater number: those up to it are cleared. */
  readonly afterSeq: number;
}

/** How far a search has come. */
export interface SearchProgress {
  readonly matched: number;
  /** Number of the last record that is decided. */
  readonly scanned: number;
  /** Whether everything that the capture holds is decided. */
  readonly isComplete: boolean;
}

/** Requests to the search thread, each with the answer that it gets. */
export interface SearchRequests {
  rows: { readonly request: { readonly first: number; readonly count: number }; readonly reply: readonly RecordRow[] };
  /** Numbers of the matches among the records from one to another. */
  matches: {
    readonly request: { readonly first: number; readonly last: number };
    readonly reply: readonly number[];
  };
  /** The match after or before a record; beyond the last one the first, and the other way round. */
  neighbour: {
    readonly request: { readonly seq: number; readonly backwards: boolean };
    readonly reply: RecordMatch | null;
  };
  /** One piece of the way to a record among the matches, from record `from` on. */
  find: { readonly request: { readonly quest: RecordQuest; readonly from: number }; readonly reply: RecordFind };
  /** Places in the JSON data of a sample of the capture. Needs no search. */
  keys: {
    readonly request: { readonly file: string; readonly afterSeq: number };
    readonly reply: readonly JsonKey[];
  };
  /** Timeline and statistics of the matches alone. */
  timeline: { readonly request: TimelineRequest; readonly reply: TimelineCounts };
  timelineRecord: { readonly request: { readonly place: TimelinePlace }; readonly reply: RecordRow | undefined };
  stepTimeline: { readonly request: { readonly step: TimelineStep }; readonly reply: RecordRow | undefined };
  statistics: { readonly request: Readonly<Record<string, never>>; readonly reply: Statistics };
}

export type SearchRequestType = keyof SearchRequests;

/** Messages from the main thread to a search thread. `search` numbers the searches: an answer to an old one is dropped. */
export type ToSearch =
  | ({ readonly type: 'search'; readonly search: number } & SearchRequest)
  /** The capture may have grown. */
  | { readonly type: 'extend' }
  | {
      [Type in SearchRequestType]: {
        readonly type: Type;
        readonly search: number;
        readonly requestId: number;
      } & SearchRequests[Type]['request'];
    }[SearchRequestType];

/** Messages from a search thread. */
export type FromSearch =
  /** The thread has started: what it takes from now on is the search's. Told before all else. */
  | { readonly type: 'ready' }
  | ({ readonly type: 'progress'; readonly search: number } & SearchProgress)
  | { readonly type: 'reply'; readonly requestId: number; readonly value: unknown }
  | { readonly type: 'requestFailed'; readonly requestId: number; readonly message: string }
  | { readonly type: 'failed'; readonly search: number; readonly message: string };
