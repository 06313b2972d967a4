import type { RecordKind } from '../core/record/recordKind.ts';
import type { RecordWindow } from '../core/record/record.ts';
import type { JsonKey } from '../core/record/jsonKeys.ts';
import type { RecordMatch, SearchState } from '../core/record/searchState.ts';
import { parseQuery } from '../core/query/parseQuery.ts';
import type { Session } from '../engine/session.ts';
import type { SessionSearch } from '../engine/sessionSearch.ts';

/** A search of one panel over its session. */
export class PanelSearch {
  readonly #onDidChange: (query: string, state: SearchState) => void;
  #search: SessionSearch | undefined;
  #session: Session | undefined;
  #query = '';

  constructor(onDidChange: (query: string, state: SearchState) => void) {
    this.#onDidChange = onDidChange;
  }

  /** Searches a session; an empty text ends that. A text that is no query changes nothing: the panel says so itself. */
  look(session: Session, query: string, kinds: readonly RecordKind[]): void {
    const parsed = parseQuery(query);
    if (!parsed.ok) {
      return;
    }
    if (query === '' || session !== this.#session) {
      this.dispose();
    }
    if (query !== '') {
      this.#query = query;
      this.#searchOf(session).look(parsed.query, kinds);
    }
  }

  /** Rows of the search under way. Rejects where it is another one. */
  async rows(query: string, first: number, count: number): Promise<RecordWindow> {
    return this.#underWay(query).rows(first, count);
  }

  /** Numbers of the matches among the records from one to another. Rejects where another search is under way. */
  async matchesBetween(query: string, first: number, last: number): Promise<readonly number[]> {
    return this.#underWay(query).matchesBetween(first, last);
  }

  /** The match after or before a record. Rejects where another search is under way. */
  async neighbour(query: string, seq: number, backwards: boolean): Promise<RecordMatch | null> {
    return this.#underWay(query).neighbour(seq, backwards);
  }

  /** Places in the JSON data of a session, whether it is searched or not. */
  jsonKeys(session: Session): Promise<readonly JsonKey[]> {
    if (session !== this.#session) {
      this.dispose();
    }
    return this.#searchOf(session).jsonKeys();
  }

  /** The search of a filter. Throws where another one is in force. */
  inForce(query: string): SessionSearch {
    return this.#underWay(query);
  }

  dispose(): void {
    this.#search?.dispose();
    this.#search = undefined;
    this.#session = undefined;
    this.#query = '';
  }

  #searchOf(session: Session): SessionSearch {
    this.#session = session;
    this.#search ??= session.search((state) => this.#onDidChange(this.#query, state));
    return this.#search;
  }

  #underWay(query: string): SessionSearch {
    if (query === '' || query !== this.#query || this.#search === undefined) {
      throw new Error('Another filter is in force by now');
    }
    return this.#search;
  }
}
