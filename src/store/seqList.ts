const firstCapacity = 1024;

/** Ascending numbers of records, four bytes each. */
export class SeqList {
  #seqs = new Uint32Array(firstCapacity);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param seq Greater than all before. */
  push(seq: number): void {
    if (this.#length === this.#seqs.length) {
      const grown = new Uint32Array(this.#length * 2);
      grown.set(this.#seqs);
      this.#seqs = grown;
    }
    this.#seqs[this.#length] = seq;
    this.#length += 1;
  }

  at(position: number): number | undefined {
    return position < this.#length ? this.#seqs[position] : undefined;
  }

  slice(first: number, count: number): number[] {
    return [...this.#seqs.subarray(first, Math.min(first + count, this.#length))];
  }

  /** Position of the first number that is not smaller; the length where there is none. */
  positionOf(seq: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seqs[middle] ?? 0) < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The numbers from `first` to `last`, both of which may be missing. */
  between(first: number, last: number): number[] {
    const from = this.positionOf(first);
    return this.slice(from, this.positionOf(last + 1) - from);
  }

  /** The number after or before another one, with its position; at either end it goes on at the other. */
  neighbour(seq: number, backwards: boolean): { readonly seq: number; readonly position: number } | null {
    if (this.#length === 0) {
      return null;
    }
    const next = backwards ? this.positionOf(seq) - 1 : this.positionOf(seq + 1);
    const position = (next + this.#length) % this.#length;
    return { seq: this.#seqs[position] ?? 0, position };
  }
}
