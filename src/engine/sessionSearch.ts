import type { Query } from '../core/query/query.ts';
import type { RecordQuest } from '../core/record/recordGoal.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import type { RecordRow, RecordWindow } from '../core/record/record.ts';
import type { JsonKey } from '../core/record/jsonKeys.ts';
import type { RecordMatch, SearchState } from '../core/record/searchState.ts';
import { findByPieces } from './findByPieces.ts';
import type { Statistics } from '../core/record/statistics.ts';
import type { TimelineCounts, TimelineRequest } from '../core/record/timeline.ts';
import type { TimelinePlace, TimelineStep } from '../core/protocol/timelineMessages.ts';
import { SearchClient } from '../store/searchClient.ts';

/** The records of a session that match a query, as they are found and as they arrive. */
export interface SessionSearch {
  readonly state: SearchState;
  /** Looks for something else from now on. */
  look(query: Query, kinds: readonly RecordKind[]): void;
  /** Rows by their position among the matches. Rejects where another search has begun since. */
  rows(first: number, count: number): Promise<RecordWindow>;
  /** Numbers of the matches among the records from one to another, as far as they are found. */
  matchesBetween(first: number, last: number): Promise<readonly number[]>;
  /** The match after or before a record; beyond the last one the first, and the other way round. `null`: none is found. */
  neighbour(seq: number, backwards: boolean): Promise<RecordMatch | null>;
  /** Places in the JSON data of a sample of the session's events. Needs no search to have begun. */
  jsonKeys(): Promise<readonly JsonKey[]>;
  /** Number of the match of a kind that is next to a record; `null`: there is none so far. */
  find(quest: RecordQuest): Promise<number | null>;
  /** The same of the matches so far as a session tells of all records. */
  timeline(request: TimelineRequest): Promise<TimelineCounts>;
  timelineRecord(place: TimelinePlace): Promise<RecordRow | undefined>;
  stepTimeline(step: TimelineStep): Promise<RecordRow | undefined>;
  statistics(): Promise<Statistics>;
  dispose(): void;
}

/** What a search needs of its session. */
export interface SearchedSession {
  readonly workerFile: string;
  readonly file: string;
  /** Number of the last record that is cleared. */
  readonly clearedSeq: () => number;
  readonly onDidChange: (state: SearchState) => void;
  readonly onDispose: (search: CaptureSearch) => void;
}

const nothingFound: SearchState = { state: 'running', matched: 0, scanned: 0 };

/** A search over one capture file. */
export class CaptureSearch implements SessionSearch {
  readonly #session: SearchedSession;
  readonly #client: SearchClient;
  #sought: { readonly query: Query; readonly kinds: readonly RecordKind[]; readonly afterSeq: number } | undefined;
  #state: SearchState = nothingFound;

  constructor(session: SearchedSession) {
    this.#session = session;
    this.#client = new SearchClient(session.workerFile, {
      progress: ({ matched, scanned, isComplete }) =>
        this.#show({ state: isComplete ? 'complete' : 'running', matched, scanned }),
      failed: (failure) => this.#show({ state: 'failed', ...failure, matched: 0, scanned: 0 }),
    });
  }

  get state(): SearchState {
    return this.#state;
  }

  look(query: Query, kinds: readonly RecordKind[]): void {
    const afterSeq = this.#session.clearedSeq();
    this.#sought = { query, kinds, afterSeq };
    this.#show(nothingFound);
    this.#client.search({ file: this.#session.file, query, kinds, afterSeq });
  }

  /** The session has more records, or has cleared some. */
  refresh(): void {
    const sought = this.#sought;
    if (sought === undefined || this.#state.state === 'failed') {
      return;
    }
    if (sought.afterSeq === this.#session.clearedSeq()) {
      this.#client.extend();
    } else {
      this.look(sought.query, sought.kinds);
    }
  }

  async rows(first: number, count: number): Promise<RecordWindow> {
    const rows = await this.#client.request('rows', { first, count });
    return { total: Math.max(this.#state.matched, first + rows.length), first, rows };
  }

  matchesBetween(first: number, last: number): Promise<readonly number[]> {
    return this.#client.request('matches', { first, last });
  }

  neighbour(seq: number, backwards: boolean): Promise<RecordMatch | null> {
    return this.#client.request('neighbour', { seq, backwards });
  }

  find(quest: RecordQuest): Promise<number | null> {
    return findByPieces(quest, (from) => this.#client.request('find', { quest, from }));
  }

  jsonKeys(): Promise<readonly JsonKey[]> {
    return this.#client.request('keys', { file: this.#session.file, afterSeq: this.#session.clearedSeq() });
  }

  timeline({ bins, range }: TimelineRequest): Promise<TimelineCounts> {
    return this.#client.request('timeline', { bins, range });
  }

  timelineRecord(place: TimelinePlace): Promise<RecordRow | undefined> {
    return this.#client.request('timelineRecord', { place });
  }

  stepTimeline(step: TimelineStep): Promise<RecordRow | undefined> {
    return this.#client.request('stepTimeline', { step });
  }

  statistics(): Promise<Statistics> {
    return this.#client.request('statistics', {});
  }

  dispose(): void {
    this.#sought = undefined;
    this.#client.dispose();
    this.#session.onDispose(this);
  }

  #show(state: SearchState): void {
    this.#state = state;
    this.#session.onDidChange(state);
  }
}
