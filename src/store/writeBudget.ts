/** More bytes of all sessions than this on their way to the capture thread, and each session may have but one buffer there. */
const maxBytes = 16 * 1024 * 1024;

/** Counts the bytes of all sessions that are on their way to the capture thread. */
export class WriteBudget {
  #bytes = 0;

  get isSpent(): boolean {
    return this.#bytes > maxBytes;
  }

  take(bytes: number): void {
    this.#bytes += bytes;
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes;
  }
}
