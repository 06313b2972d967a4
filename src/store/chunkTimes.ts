/** When the chunks of a batch of bytes arrived. Offsets may only grow from question to question. */
export class ChunkTimes {
  /** Pairs of offset after the chunk's last byte, counted in the batch, and arrival time in milliseconds. */
  readonly #chunks: Float64Array;
  #at = 0;

  constructor(chunks: Float64Array = new Float64Array(0)) {
    this.#chunks = chunks;
  }

  /** Arrival time of the last chunk; `undefined`: there is none. */
  get last(): number | undefined {
    return this.#chunks.at(-1);
  }

  /** Arrival time of the chunk that has the byte before `offset`; `undefined`: there is none. */
  timeOf(offset: number): number | undefined {
    const chunks = this.#chunks;
    while (this.#at + 2 < chunks.length && (chunks[this.#at] ?? 0) < offset) {
      this.#at += 2;
    }
    return chunks[this.#at + 1];
  }

  /** The pairs as captures hold them: offsets count over the whole capture, in which the batch begins at `start`. */
  stored(start: number): Uint8Array {
    const absolute = new Float64Array(this.#chunks);
    for (let at = 0; at < absolute.length; at += 2) {
      absolute[at] = (absolute[at] ?? 0) + start;
    }
    return new Uint8Array(absolute.buffer);
  }
}
