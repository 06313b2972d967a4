import type { Attempt, AttemptEnd, AttemptFacts, KeptAttempt } from '../core/connection/attempt.ts';
import type { ResumeVerdict } from '../core/connection/connectionChange.ts';
import type { Problem } from '../core/connection/problem.ts';
import { connectionInsights, lookedAtAttempts } from '../core/insight/connectionInsights.ts';
import type { Insight } from '../core/insight/insight.ts';
import { AttemptRecorder } from './attemptRecorder.ts';
import type { AttemptBeginning } from './attemptRecorder.ts';
import type { CaptureClock } from './captureClock.ts';
import type { SessionCapture } from './sessionCapture.ts';

/** How long what is known of an attempt that goes on may be unsaved, milliseconds: a killed process loses it. */
const saveIntervalMs = 1000;

/** The attempts of a session: records the newest one in the capture, and reads them all. */
export class AttemptLog {
  readonly #capture: SessionCapture;
  readonly #clock: CaptureClock;
  /** The record of the newest attempt of this run. */
  #newest: AttemptRecorder | undefined;
  #savedAt = 0;
  /** Those of this run before it, as far as they are looked at, without their headers. */
  #before: readonly KeptAttempt[] = [];
  #warnings: readonly Insight[] = [];

  constructor(capture: SessionCapture, clock: CaptureClock) {
    this.#capture = capture;
    this.#clock = clock;
  }

  /** Whether any byte of a body came with the newest attempt of this run. */
  get newestHasBytes(): boolean {
    return this.#newest?.hasBytes ?? false;
  }

  /** What the newest attempts of this run say that is wrong, as of when the newest was saved. */
  get warnings(): readonly Insight[] {
    return this.#warnings;
  }

  begin(beginning: Omit<AttemptBeginning, 'clockOffset'>): AttemptRecorder {
    if (this.#newest !== undefined) {
      this.#before = [...this.#before, withoutHeaders(this.#newest.attempt())].slice(1 - lookedAtAttempts);
    }
    this.#newest = new AttemptRecorder({ ...beginning, clockOffset: this.#clock.offset });
    this.save();
    return this.#newest;
  }

  /** The newest attempt is over; the first reason counts. */
  end(end: AttemptEnd, problem: Problem | null = null): void {
    this.#newest?.end(end, this.#clock.now(), problem);
    this.save();
  }

  /** Notes something of the newest attempt. */
  note(facts: AttemptFacts): void {
    this.#newest?.note(facts);
    this.save();
  }

  /** Notes what the server made of the Last-Event-ID of an attempt, where that is the newest and it is news. */
  resumed(number: number, resume: ResumeVerdict): void {
    if (this.#newest?.number === number && this.#newest.attempt().resume !== resume) {
      this.note({ resume });
    }
  }

  /** Saves the newest attempt as it stands now. */
  save(): void {
    if (this.#newest !== undefined) {
      this.#savedAt = performance.now();
      const attempt = this.#newest.attempt();
      this.#capture.saveAttempt(attempt);
      this.#warnings = connectionInsights([...this.#before, attempt], this.#clock.now()).filter(
        ({ severity }) => severity === 'warning',
      );
    }
  }

  /** Saves what an attempt that goes on has become, from time to time. */
  saveGrown(): void {
    if (this.#newest?.hasEnded === false && performance.now() - this.#savedAt >= saveIntervalMs) {
      this.save();
    }
  }

  async read(number: number): Promise<Attempt | undefined> {
    const newest = this.#newest?.number === number ? this.#newest : undefined;
    if (newest !== undefined) {
      this.save();
    }
    const attempt = await this.#capture.attempt(number);
    if (attempt !== undefined && newest !== undefined) {
      // A capture that takes nothing any more does not know how it ended.
      return { ...attempt, ...newest.attempt() };
    }
    // What was under way when a run ended had no time to say so.
    return attempt?.end === null ? { ...attempt, end: 'interrupted' } : attempt;
  }

  /** What the numbers of an attempt and of those before it say. */
  async insights(number: number): Promise<readonly Insight[]> {
    return connectionInsights(await this.readLast(Math.min(number, lookedAtAttempts), number), this.#clock.now());
  }

  /** The last `count` of `total` attempts, the newest last. */
  async readLast(count: number, total: number): Promise<readonly Attempt[]> {
    const numbers = Array.from({ length: Math.min(count, total) }, (_, at) => total - at).reverse();
    return (await Promise.all(numbers.map((number) => this.read(number)))).flatMap((attempt) => attempt ?? []);
  }
}

function withoutHeaders(attempt: KeptAttempt): KeptAttempt {
  const exchanges = attempt.exchanges.map((exchange) => ({ ...exchange, requestHeaders: [], responseHeaders: [] }));
  return { ...attempt, exchanges };
}
