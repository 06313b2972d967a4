import { Rerun } from '../rerun.ts';
import type { ListScroll } from './listScroll.ts';
import type { RowSource } from './rowSource.ts';
import { maxTop } from './rowWindow.ts';

/** Where a list is to stand: so many rows down, or with a record so many rows below its upper edge. */
export type Place =
  | { readonly by: 'top'; readonly top: number }
  | { readonly by: 'record'; readonly seq: number; readonly rowsFromTop: number };

/** What a place needs of its list. */
export interface PlacedList {
  source(): RowSource | undefined;
  /** The list stands elsewhere. */
  draw(): void;
}

/**
 * Brings a list back to where it stood, in a view whose rows may only now be found, as those of a filter are: it stands
 * there as soon as the view reaches so far, unless the user has moved it by then.
 */
export class ListPlace {
  readonly #scroll: Pick<ListScroll, 'geometry' | 'put'>;
  readonly #list: PlacedList;
  readonly #settling = new Rerun(() => this.#settle());
  #wish: Place | undefined;
  /** Whether the view has all of its rows. */
  #isFilled = false;

  constructor(scroll: Pick<ListScroll, 'geometry' | 'put'>, list: PlacedList) {
    this.#scroll = scroll;
    this.#list = list;
  }

  /** Where the list is still to be brought. */
  get wish(): Place | undefined {
    return this.#wish;
  }

  /** The view has begun anew; the list is to stand there. */
  want(wish: Place | undefined): void {
    this.#wish = wish;
    this.#isFilled = false;
  }

  /** The user has moved the list. */
  forget(): void {
    this.#wish = undefined;
  }

  /** The view has more rows, or with `isFilled` all of them. */
  async grown(isFilled: boolean): Promise<void> {
    this.#isFilled ||= isFilled;
    if (this.#wish !== undefined) {
      await this.#settling.run();
    }
  }

  async #settle(): Promise<void> {
    const wish = this.#wish;
    const source = this.#list.source();
    if (wish === undefined || source === undefined) {
      return;
    }
    const isFilled = this.#isFilled;
    const top = wish.by === 'top' ? wish.top : await topOf(wish, source, isFilled);
    if (this.#wish !== wish) {
      return;
    }
    const isReached = top !== undefined && top <= maxTop(this.#scroll.geometry);
    if (isReached || isFilled) {
      this.#wish = undefined;
    }
    if (top !== undefined && (isReached || isFilled)) {
      this.#scroll.put(top);
      this.#list.draw();
    }
  }
}

/** The position of the upper edge where a record, or the next one there is, stands as wished; `undefined`: none yet. */
async function topOf(
  { seq, rowsFromTop }: Extract<Place, { readonly by: 'record' }>,
  source: RowSource,
  isFilled: boolean,
): Promise<number | undefined> {
  const position = await source.positionOf(seq).catch(() => undefined);
  const row = position === undefined ? undefined : await source.readRow(position).catch(() => undefined);
  const isThere = row !== undefined && (isFilled || row.seq >= seq);
  return position !== undefined && isThere ? position - rowsFromTop : undefined;
}
