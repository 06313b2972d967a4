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
}
