import * as v from 'valibot';

/** A pause from which on what follows is another burst, milliseconds. */
const pauseMs = 1000;
/** What a buffer holds at least: a burst of less is a slow writer's, bytes. */
const smallestBufferBytes = 1024;

const lf = 0x0a;
const cr = 0x0d;

export const arrivalSchema = v.object({
  /** Stretches of chunks with no pause of a second between them. */
  bursts: v.number(),
  /** Those of a KiB or more that ended in the middle of a line, and went on after the pause. */
  cutBursts: v.number(),
  /** Bytes of those together. */
  cutBurstBytes: v.number(),
  /** All pauses of a second or more together, milliseconds. */
  pausedMs: v.number(),
});

/** How a body came: evenly, or in bursts. */
export type Arrival = Readonly<v.InferOutput<typeof arrivalSchema>>;

/** Watches how a body comes, in fixed memory. */
export class ArrivalProfile {
  #bursts = 0;
  #cutBursts = 0;
  #cutBurstBytes = 0;
  #pausedMs = 0;
  #burstBytes = 0;
  #endsLine = true;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** Takes a chunk that arrived at `now`, milliseconds of any monotonic clock. */
  add(bytes: Uint8Array, now: number): void {
    if (now - this.#lastAt >= pauseMs) {
      this.#beginBurst(now);
    }
    const last = bytes.at(-1);
    if (last !== undefined) {
      this.#burstBytes += bytes.length;
      this.#endsLine = last === lf || last === cr;
    }
    this.#lastAt = now;
  }

  /** Reading went on at `now` after this side had stopped it: that pause tells nothing of the other. */
  resumed(now: number): void {
    if (this.#bursts > 0) {
      this.#lastAt = now;
    }
  }

  read(): Arrival {
    return {
      bursts: this.#bursts,
      cutBursts: this.#cutBursts,
      cutBurstBytes: this.#cutBurstBytes,
      pausedMs: this.#pausedMs,
    };
  }

  #beginBurst(now: number): void {
    if (this.#bursts > 0) {
      this.#pausedMs += now - this.#lastAt;
      if (!this.#endsLine && this.#burstBytes >= smallestBufferBytes) {
        this.#cutBursts += 1;
        this.#cutBurstBytes += this.#burstBytes;
      }
    }
    this.#bursts += 1;
    this.#burstBytes = 0;
  }
}
