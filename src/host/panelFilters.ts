import { assertNever } from '../core/assertNever.ts';
import type { FilterAnswer, FilterMessage, FilterNotice } from '../core/protocol/filterMessages.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import type { RecordWindow } from '../core/record/record.ts';
import type { SearchState } from '../core/record/searchState.ts';
import type { Session } from '../engine/session.ts';
import type { SessionSearch } from '../engine/sessionSearch.ts';
import { deleteFilter, renameFilter, saveFilter } from './filterDialogs.ts';
import type { FilterLibrary } from './filterLibrary.ts';
import { PanelSearch } from './panelSearch.ts';

/** What the filters of a panel tell it. */
export interface FilterListener {
  searched(query: string, state: SearchState): void;
  notice(notice: FilterNotice): void;
}

/** The filters of one panel: what hides rows, what marks them, and the filters that the workspace remembers. */
export class PanelFilters {
  readonly #library: FilterLibrary;
  readonly #search: PanelSearch;
  readonly #marks: PanelSearch;
  readonly #listener: FilterListener;
  readonly #subscription: { dispose(): void };

  constructor(library: FilterLibrary, listener: FilterListener) {
    this.#library = library;
    this.#listener = listener;
    this.#search = new PanelSearch((query, state) => listener.searched(query, state));
    this.#marks = new PanelSearch((query, state) => listener.notice({ type: 'marking', query, state }));
    this.#subscription = library.onDidChange((memory) => listener.notice({ type: 'filters', memory }));
  }

  /** Tells the panel what the workspace remembers. */
  begin(): void {
    this.#listener.notice({ type: 'filters', memory: this.#library.memory });
  }

  /** Hides the rows of a session that do not match; an empty text ends that. */
  look(session: Session, query: string, kinds: readonly RecordKind[]): void {
    this.#search.look(session, query, kinds);
  }

  /** Rows of the filter in force. Rejects where it is another one. */
  rows(query: string, first: number, count: number): Promise<RecordWindow> {
    return this.#search.rows(query, first, count);
  }

  /** The search of the filter in force. Throws where it is another one. */
  inForce(query: string): SessionSearch {
    return this.#search.inForce(query);
  }

  /** Answers a message about a session; `undefined`: it needs no answer. */
  async handle(session: Session | undefined, message: FilterMessage): Promise<FilterAnswer | undefined> {
    switch (message.type) {
      case 'mark':
        if (session !== undefined) {
          this.#marks.look(session, message.query, message.kinds);
        }
        return undefined;
      case 'getMarks': {
        const { requestId, query, first, last } = message;
        return { type: 'marks', requestId, seqs: await this.#marks.matchesBetween(query, first, last) };
      }
      case 'getMark': {
        const { requestId, query, seq, backwards } = message;
        return { type: 'mark', requestId, match: await this.#marks.neighbour(query, seq, backwards) };
      }
      case 'getJsonKeys': {
        const keys = session === undefined ? [] : await this.#search.jsonKeys(session);
        return { type: 'jsonKeys', requestId: message.requestId, keys };
      }
      case 'filterUsed':
        await this.#library.use(message.query);
        return undefined;
      case 'saveFilter':
        await saveFilter(this.#library, message.query);
        return undefined;
      case 'renameFilter':
        await renameFilter(this.#library, message.name);
        return undefined;
      case 'deleteFilter':
        await deleteFilter(this.#library, message.name);
        return undefined;
      default:
        return assertNever(message);
    }
  }

  /** Ends the searches: another session is shown from now on. */
  reset(): void {
    this.#search.dispose();
    this.#marks.dispose();
  }

  dispose(): void {
    this.reset();
    this.#subscription.dispose();
  }
}
