/** Runs something at most once an interval: at once after a pause, and at the interval's end for all calls within it. */
export class Pacer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = Number.NEGATIVE_INFINITY;
  readonly #intervalMs: number;
  readonly #run: () => void;

  constructor(intervalMs: number, run: () => void) {
    this.#intervalMs = intervalMs;
    this.#run = run;
  }

  /** Asks for a run. Those asked for while one is due are that one. */
  request(): void {
    if (this.#timer !== undefined) {
      return;
    }
    const wait = this.#last + this.#intervalMs - performance.now();
    if (wait <= 0) {
      this.#now();
    } else {
      this.#timer = setTimeout(() => this.#now(), wait);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #now(): void {
    this.#timer = undefined;
    this.#last = performance.now();
    this.#run();
  }
}
