/** What arrives per second. */
export interface Rate {
  readonly events: number;
  readonly bytes: number;
}

interface Sample {
  readonly time: number;
  readonly events: number;
  readonly bytes: number;
}

/** Long enough that a stream of one event a second does not flicker between 0 and 1, milliseconds. */
const windowMs = 3000;
/** A shorter stretch says too little for a rate, milliseconds. */
const shortestMs = 1000;

/** Makes rates of totals that are told from time to time. */
export class RateMeter {
  #samples: Sample[] = [];

  /** Takes the totals at `time` (milliseconds). Returns whether anything has arrived lately. */
  add(time: number, events: number, bytes: number): boolean {
    this.#samples.push({ time, events, bytes });
    this.#forget(time);
    const oldest = this.#samples[0];
    return oldest !== undefined && oldest.bytes !== bytes;
  }

  read(now: number): Rate {
    this.#forget(now);
    const oldest = this.#samples[0];
    const newest = this.#samples.at(-1);
    if (oldest === undefined || newest === undefined) {
      return { events: 0, bytes: 0 };
    }
    const seconds = Math.max(newest.time - oldest.time, shortestMs) / 1000;
    return {
      events: Math.max(0, newest.events - oldest.events) / seconds,
      bytes: Math.max(0, newest.bytes - oldest.bytes) / seconds,
    };
  }

  #forget(now: number): void {
    while (this.#samples.length > 1 && (this.#samples[0]?.time ?? now) < now - windowMs) {
      this.#samples.shift();
    }
  }
}
