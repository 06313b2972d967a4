import { maxTimerMs } from '../core/timerLimit.ts';

/** Watches for the moment when nothing has been heard for too long, with one timer and no work for each sign of life. */
export class SilenceTimer {
  readonly #limitMs: number;
  readonly #lastSignAt: () => number;
  readonly #onSilent: () => void;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param limitMs 0: never.
   * @param lastSignAt When something was heard last, by `performance.now()`.
   */
  constructor(limitMs: number, lastSignAt: () => number, onSilent: () => void) {
    this.#limitMs = limitMs;
    this.#lastSignAt = lastSignAt;
    this.#onSilent = onSilent;
  }

  start(): void {
    this.stop();
    if (this.#limitMs > 0) {
      this.#wait(this.#limitMs);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(delayMs: number): void {
    this.#timer = setTimeout(
      () => {
        const restMs = this.#lastSignAt() + this.#limitMs - performance.now();
        if (restMs > 0) {
          this.#wait(restMs);
        } else {
          this.#onSilent();
        }
      },
      Math.min(delayMs, maxTimerMs),
    );
  }
}
