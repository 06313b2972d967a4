import { crc32 } from 'node:zlib';

/** Bytes at the beginning of a body that are compared. */
const comparedBytes = 64 * 1024;

/** Tells whether bodies are the same, at a cost that does not grow with them: by their beginning, length and events. */
export class BodyLikeness {
  readonly #eventsBefore: number;
  #bytes = 0;
  #checksum = 0;

  /** @param eventsBefore Events received before the body. */
  constructor(eventsBefore: number) {
    this.#eventsBefore = eventsBefore;
  }

  add(bytes: Uint8Array): void {
    if (this.#bytes < comparedBytes) {
      this.#checksum = crc32(bytes.subarray(0, comparedBytes - this.#bytes), this.#checksum);
    }
    this.#bytes += bytes.length;
  }

  /** The same text for bodies that are the same; empty where there were no events. */
  read(events: number): string {
    const count = events - this.#eventsBefore;
    return count === 0 ? '' : `${this.#bytes}/${count}/${this.#checksum}`;
  }
}
