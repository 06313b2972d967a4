/** Asks which records of a stretch are marked. */
export type ReadMarks = (first: number, last: number) => Promise<readonly number[]>;

interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Knows which of the rows in sight are marked. One question at a time: of what was scrolled past, nobody asks. */
export class MarkSource {
  readonly #onMarks: () => void;
  #read: ReadMarks | undefined;
  #seqs: ReadonlySet<number> = new Set();
  #wish: Stretch | undefined;
  #known: Stretch | undefined;
  /** Grows with each new search; answers for an older one are dropped. */
  #epoch = 0;
  #isAsking = false;

  constructor(onMarks: () => void) {
    this.#onMarks = onMarks;
  }

  get seqs(): ReadonlySet<number> {
    return this.#seqs;
  }

  /** Begins anew; `undefined`: nothing is marked any more. */
  reset(read: ReadMarks | undefined): void {
    this.#epoch += 1;
    this.#read = read;
    this.#known = undefined;
    this.#isAsking = false;
    if (this.#seqs.size > 0) {
      this.#seqs = new Set();
      this.#onMarks();
    }
    this.#ask();
  }

  /** The rows from one record to another are in sight. */
  show(first: number, last: number): void {
    this.#wish = { first, last };
    this.#ask();
  }

  /** More may be marked than was known. */
  refresh(): void {
    this.#known = undefined;
    this.#ask();
  }

  #ask(): void {
    const wish = this.#wish;
    const read = this.#read;
    const known = this.#known;
    const isKnown = known?.first === wish?.first && known?.last === wish?.last;
    if (wish === undefined || read === undefined || this.#isAsking || isKnown) {
      return;
    }
    const epoch = this.#epoch;
    this.#isAsking = true;
    this.#known = wish;
    void read(wish.first, wish.last)
      // The search is another one by now, or has failed, which is said elsewhere.
      .catch((): readonly number[] => [])
      .then((seqs) => {
        if (epoch === this.#epoch) {
          this.#isAsking = false;
          this.#seqs = new Set(seqs);
          this.#onMarks();
          this.#ask();
        }
      });
  }
}
