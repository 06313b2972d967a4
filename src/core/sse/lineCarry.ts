/** A buffer that has grown beyond this is let go with its line. Bytes. */
const maxKeptCapacity = 256 * 1024;
const firstCapacity = 4096;

/**
 * Holds the bytes of a line that is not finished yet. Grows by doubling: a line costs linear time and memory however
 * small the pieces are that it comes in.
 */
export class LineCarry {
  #buffer = new Uint8Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Copies more bytes of the line. */
  add(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(firstCapacity, length, this.#buffer.length * 2));
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }

  /** Gives the line away and begins the next one. The bytes are good until more are added. */
  take(): Uint8Array {
    const line = this.#buffer.subarray(0, this.#length);
    this.#length = 0;
    if (this.#buffer.length > maxKeptCapacity) {
      this.#buffer = new Uint8Array(0);
    }
    return line;
  }
}
