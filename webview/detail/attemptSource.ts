import type { ShownAttempt } from '../../src/core/protocol/shownAttempt.ts';

/** Reads one attempt by its number. */
export type ReadAttempt = (number: number) => Promise<ShownAttempt | null>;

/** Holds the attempt that is being looked at, and asks for it again for as long as it goes on. */
export class AttemptSource {
  readonly #read: ReadAttempt;
  readonly #changed: () => void;
  #number: number | null = null;
  #attempt: ShownAttempt | null | undefined;
  #isAsking = false;
  /** Something may have changed since the question under way was asked. */
  #isStale = false;

  constructor(read: ReadAttempt, changed: () => void) {
    this.#read = read;
    this.#changed = changed;
  }

  /** `undefined`: not read yet. `null`: there is none. */
  get attempt(): ShownAttempt | null | undefined {
    return this.#attempt;
  }

  /** Looks at an attempt, or at none. What is shown stays until the next has come, as in the other tabs. */
  show(number: number | null): void {
    if (number !== this.#number) {
      this.#number = number;
      this.#isStale = true;
      void this.#ask();
    }
  }

  /** Asks again for an attempt that goes on, or was not known yet. */
  refresh(): void {
    if (this.#attempt?.number !== this.#number || this.#attempt.end === null) {
      this.#isStale = true;
      void this.#ask();
    }
  }

  /** Forgets what was read, as when the session is another one. */
  reset(): void {
    this.#number = null;
    this.#attempt = undefined;
  }

  async #ask(): Promise<void> {
    const number = this.#number;
    if (number === null || this.#isAsking || !this.#isStale) {
      return;
    }
    this.#isAsking = true;
    this.#isStale = false;
    const attempt = await this.#read(number).catch(() => null);
    this.#isAsking = false;
    if (number === this.#number) {
      this.#attempt = attempt;
      this.#changed();
    } else {
      this.#isStale = true;
    }
    void this.#ask();
  }
}
