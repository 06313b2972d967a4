import type { TimelinePlace, TimelineStep } from '../../src/core/protocol/timelineMessages.ts';
import type { RecordRow } from '../../src/core/record/record.ts';
import type { Timeline, TimelineRequest } from '../../src/core/record/timeline.ts';

/** How a timeline is asked for; a part of the host link. */
export interface TimelineReads {
  readonly timeline: (request: TimelineRequest) => Promise<Timeline | null>;
  readonly record: (place: TimelinePlace) => Promise<RecordRow | null>;
  readonly step: (step: TimelineStep) => Promise<RecordRow | null>;
}

/**
 * Asks for timelines, one at a time: while one is under way, only the newest wish is remembered, so that a turning wheel
 * asks for what is wanted at its end.
 */
export class TimelineSource {
  readonly #onTimeline: () => void;
  #reads: TimelineReads | undefined;
  #timeline: Timeline | undefined;
  #wish: TimelineRequest | undefined;
  #isAsking = false;

  constructor(onTimeline: () => void) {
    this.#onTimeline = onTimeline;
  }

  /** The newest answer; `undefined` before the first. */
  get timeline(): Timeline | undefined {
    return this.#timeline;
  }

  /** Asks elsewhere from now on: for another session, or for what another filter leaves. */
  use(reads: TimelineReads): void {
    this.#reads = reads;
  }

  /** Forgets what belongs to another session. */
  forget(): void {
    this.#timeline = undefined;
  }

  want(request: TimelineRequest): void {
    this.#wish = request;
    if (!this.#isAsking) {
      void this.#ask();
    }
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    while (this.#wish !== undefined && this.#reads !== undefined) {
      const wish = this.#wish;
      const reads = this.#reads;
      this.#wish = undefined;
      // The host has logged a failure; what is drawn stays until the next answer.
      const timeline = await reads.timeline(wish).catch(() => null);
      if (timeline !== null && reads === this.#reads) {
        this.#timeline = timeline;
        this.#onTimeline();
      }
    }
    this.#isAsking = false;
  }
}
