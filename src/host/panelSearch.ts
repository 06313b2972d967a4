import type { RecordKind } from '../core/record/recordKind.ts';
import type { RecordWindow } from '../core/record/record.ts';
import type { SearchState } from '../core/record/searchState.ts';
import { parseQuery } from '../core/query/parseQuery.ts';
import type { Session } from '../engine/session.ts';
import type { SessionSearch } from '../engine/sessionSearch.ts';

/** The filter of one panel over its session. */
export class PanelSearch {
  readonly #onDidChange: (query: string, state: SearchState) => void;
  #search: SessionSearch | undefined;
  #session: Session | undefined;
  #query = '';

  constructor(onDidChange: (query: string, state: SearchState) => void) {
    this.#onDidChange = onDidChange;
  }

  /** Filters a session; an empty text ends that. A text that is no query changes nothing: the panel says so itself. */
  look(session: Session, query: string, kinds: readonly RecordKind[]): void {
    const parsed = parseQuery(query);
    if (!parsed.ok) {
      return;
    }
    if (query === '' || session !== this.#session) {
      this.dispose();
    }
    if (query !== '') {
      this.#session = session;
      this.#query = query;
      this.#search ??= session.search((state) => this.#onDidChange(this.#query, state));
      this.#search.look(parsed.query, kinds);
    }
  }

  /** Rows of the filter in force. Rejects where it is another one. */
  rows(query: string, first: number, count: number): Promise<RecordWindow> {
    return query === this.#query && this.#search !== undefined
      ? this.#search.rows(first, count)
      : Promise.reject(new Error('Another filter is in force by now'));
  }

  dispose(): void {
    this.#search?.dispose();
    this.#search = undefined;
    this.#session = undefined;
    this.#query = '';
  }
}
