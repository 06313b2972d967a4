import type { FilterMemory, FilterNotice } from '../../src/core/protocol/filterMessages.ts';
import type { PanelState } from '../../src/core/protocol/panelMessages.ts';
import { isFiltering, markedQuery, shownQuery, wholeQuery } from '../../src/core/query/viewQuery.ts';
import type { ViewFilter } from '../../src/core/query/viewQuery.ts';
import type { JsonKey } from '../../src/core/record/jsonKeys.ts';
import { recordKinds, type RecordKind } from '../../src/core/record/recordKind.ts';
import type { RecordMatch, SearchState } from '../../src/core/record/searchState.ts';
import type { HostLink } from '../link/hostLink.ts';
import { MarkSource } from './markSource.ts';

/** What a filter needs of its panel. */
export interface FilteredPanel {
  readonly link: HostLink;
  readonly state: () => PanelState;
  update(change: Partial<PanelState>): void;
  /** Other rows are shown from now on. */
  rowsChanged(): void;
  /** Other rows are marked. */
  marksChanged(): void;
  /** Something that is drawn has changed. */
  redraw(): void;
}

/** What of the filter can change. */
export type FilterChange = Partial<ViewFilter & { readonly hiddenKinds: readonly RecordKind[] }>;

const nothingRemembered: FilterMemory = { saved: [], recent: [] };
/** JSON keys that are older are asked for again when somebody types. Milliseconds. */
const keysAgeMs = 3000;

/** The filter of a panel: what is shown, what is marked, and how far the searches for both have come. */
export class PanelFilter {
  readonly #panel: FilteredPanel;
  readonly #marks: MarkSource;
  #search: SearchState | undefined;
  #marking: SearchState | undefined;
  #memory = nothingRemembered;
  #keys: readonly JsonKey[] = [];
  #keysAskedAt = -Infinity;
  #current: RecordMatch | undefined;

  constructor(panel: FilteredPanel) {
    this.#panel = panel;
    this.#marks = new MarkSource(() => panel.marksChanged());
  }

  get view(): ViewFilter {
    return this.#panel.state();
  }

  /** The query that hides rows; empty: none. */
  get shownQuery(): string {
    return shownQuery(this.view);
  }

  get isActive(): boolean {
    return isFiltering(this.view) || this.#panel.state().hiddenKinds.length > 0;
  }

  get shownKinds(): RecordKind[] {
    const { hiddenKinds } = this.#panel.state();
    return recordKinds.filter((kind) => !hiddenKinds.includes(kind));
  }

  /** How far the search for the shown rows has come; `undefined`: nothing hides rows, or it has only begun. */
  get search(): SearchState | undefined {
    return this.#search;
  }

  /** The same for the marked rows. */
  get marking(): SearchState | undefined {
    return this.#marking;
  }

  /** Whether anything is to be marked. */
  get isMarking(): boolean {
    return markedQuery(this.view) !== '';
  }

  /** Numbers of the marked records in sight. */
  get marks(): ReadonlySet<number> {
    return this.#marks.seqs;
  }

  /** The marked record that was gone to last. */
  get current(): RecordMatch | undefined {
    return this.#current;
  }

  get memory(): FilterMemory {
    return this.#memory;
  }

  get keys(): readonly JsonKey[] {
    return this.#keys;
  }

  /** Searches anew: another session is shown, or this one from the beginning. */
  begin(): void {
    this.#keys = [];
    this.#keysAskedAt = -Infinity;
    this.#look();
    this.#mark();
  }

  change(change: FilterChange): void {
    const before = this.#queries();
    const { hiddenKinds, onlyTypes, hiddenTypes, ...rest } = change;
    this.#panel.update({
      ...rest,
      ...(hiddenKinds === undefined ? {} : { hiddenKinds: [...hiddenKinds] }),
      ...(onlyTypes === undefined ? {} : { onlyTypes: [...onlyTypes] }),
      ...(hiddenTypes === undefined ? {} : { hiddenTypes: [...hiddenTypes] }),
    });
    const now = this.#queries();
    if (now.shown !== before.shown || now.kinds !== before.kinds) {
      this.#look();
      this.#panel.rowsChanged();
    }
    if (now.marked !== before.marked || now.kinds !== before.kinds) {
      this.#mark();
    }
    this.#panel.redraw();
  }

  /** Takes all away that filters or marks. */
  clear(): void {
    this.change({ query: '', onlyTypes: [], hiddenTypes: [], hidesHeartbeats: false, hiddenKinds: [], find: null });
  }

  /** Takes one of them away: what is looked for, the query, then the switches. */
  stepBack(): void {
    if (this.view.find !== null) {
      this.change({ find: null });
    } else if (this.view.query !== '') {
      this.change({ query: '' });
    } else {
      this.clear();
    }
  }

  /** Uses a query in the place of all that filters. */
  apply(query: string): void {
    this.change({ query, onlyTypes: [], hiddenTypes: [], hidesHeartbeats: false });
    this.used();
  }

  /** The query was used on purpose, and is worth to be remembered. */
  used(): void {
    const { query } = this.view;
    if (query !== '') {
      this.#panel.link.post({ type: 'filterUsed', query });
    }
  }

  /** Lets the user save all that filters under a name. */
  save(): void {
    const query = wholeQuery(this.view);
    if (query !== '') {
      this.#panel.link.post({ type: 'saveFilter', query });
    }
  }

  toggleKind(kind: RecordKind): void {
    const { hiddenKinds } = this.#panel.state();
    this.change({
      hiddenKinds: hiddenKinds.includes(kind) ? hiddenKinds.filter((other) => other !== kind) : [...hiddenKinds, kind],
    });
  }

  /** Takes the progress of the search for the shown rows. Returns whether it is of the one under way. */
  searched(query: string, state: SearchState): boolean {
    if (query !== this.shownQuery) {
      return false;
    }
    this.#search = state;
    return true;
  }

  notice(notice: FilterNotice): void {
    switch (notice.type) {
      case 'marking':
        if (notice.query === markedQuery(this.view)) {
          this.#marking = notice.state;
          this.#marks.refresh();
        }
        break;
      case 'filters':
        this.#memory = notice.memory;
        break;
      case 'applyFilter':
        this.apply(notice.query);
    }
    this.#panel.redraw();
  }

  /** The rows from one record to another are in sight. */
  rowsDrawn(first: number, last: number): void {
    this.#marks.show(first, last);
  }

  /** The marked record after or before one; `undefined`: there is none. */
  async next(seq: number, backwards: boolean): Promise<RecordMatch | undefined> {
    const query = markedQuery(this.view);
    const match = await this.#panel.link.getMark(query, seq, backwards).catch(() => null);
    if (match === null || query !== markedQuery(this.view)) {
      return undefined;
    }
    this.#current = match;
    this.#panel.redraw();
    return match;
  }

  /** Sees to it that the JSON keys are known as they stand now. */
  async refreshKeys(): Promise<void> {
    const now = performance.now();
    if (now - this.#keysAskedAt > keysAgeMs) {
      this.#keysAskedAt = now;
      // Without keys there is less to choose from, which keeps nobody from typing.
      this.#keys = await this.#panel.link.getJsonKeys().catch(() => this.#keys);
      this.#panel.redraw();
    }
  }

  #queries(): { readonly shown: string; readonly marked: string; readonly kinds: string } {
    return { shown: this.shownQuery, marked: markedQuery(this.view), kinds: this.shownKinds.join() };
  }

  #look(): void {
    this.#search = undefined;
    this.#panel.link.post({ type: 'filter', query: this.shownQuery, kinds: this.shownKinds });
  }

  #mark(): void {
    const query = markedQuery(this.view);
    this.#marking = undefined;
    this.#current = undefined;
    this.#panel.link.post({ type: 'mark', query, kinds: this.shownKinds });
    this.#marks.reset(query === '' ? undefined : (first, last) => this.#panel.link.getMarks(query, first, last));
  }
}
