import { inSlices } from '../slices.ts';
import type { FindState, FindStep } from './findBar.ts';
import type { JsonDocument } from './jsonDocument.ts';
import { TextSearch } from './textSearch.ts';
import { TreeSearch } from './treeSearch.ts';

const noFind: FindState = { matches: 0, current: -1, isComplete: true };

/** What is looked through: the values of a document, whose matches are nodes, or a text, whose matches are offsets. */
export type Searched =
  { readonly what: 'document'; readonly document: JsonDocument } | { readonly what: 'text'; readonly text: string };

/** Looks for a text in the data that is shown, in slices, and steps through what it finds. */
export class DataSearch {
  readonly #changed: () => void;
  readonly #goTo: (match: number) => void;
  #text = '';
  #state: FindState = noFind;
  #matches: readonly number[] = [];
  #abort = new AbortController();

  /**
   * @param changed The state is another one.
   * @param goTo A match is to be shown.
   */
  constructor(changed: () => void, goTo: (match: number) => void) {
    this.#changed = changed;
    this.#goTo = goTo;
  }

  /** What is looked for, as it was typed; empty: nothing. */
  get text(): string {
    return this.#text;
  }

  get state(): FindState {
    return this.#state;
  }

  /**
   * Begins to look for a text.
   *
   * @param from Goes to the first match from here; `undefined`: to none.
   */
  find(text: string, searched: Searched, from: number | undefined): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#text = text;
    this.#matches = [];
    this.#tell(noFind);
    if (text === '') {
      return;
    }
    const search =
      searched.what === 'document' ? new TreeSearch(searched.document, text) : new TextSearch(searched.text, text);
    this.#matches = search.matches;
    this.#tell({ ...noFind, isComplete: false });
    void inSlices(() => {
      const isMore = search.advance();
      const { matches } = search;
      this.#tell({ ...this.#state, matches: matches.length, isComplete: !isMore });
      const last = matches.at(-1);
      if (from !== undefined && last !== undefined && this.#state.current === -1 && (last >= from || !isMore)) {
        this.#show(
          Math.max(
            0,
            matches.findIndex((match) => match >= from),
          ),
        );
      }
      return isMore;
    }, this.#abort.signal);
  }

  step(step: FindStep): void {
    const { matches, current } = this.#state;
    if (matches > 0) {
      const next = step === 'next' ? current + 1 : current <= 0 ? matches - 1 : current - 1;
      this.#show(next % matches);
    }
  }

  #show(current: number): void {
    this.#tell({ ...this.#state, current });
    const match = this.#matches[current];
    if (match !== undefined) {
      this.#goTo(match);
    }
  }

  #tell(state: FindState): void {
    this.#state = state;
    this.#changed();
  }
}
