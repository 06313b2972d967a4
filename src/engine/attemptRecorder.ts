import type { AttemptEnd, AttemptFacts, Exchange, KeptAttempt } from '../core/connection/attempt.ts';
import { ArrivalProfile } from '../core/insight/arrivalProfile.ts';
import type { Problem } from '../core/connection/problem.ts';
import type { TransportReport } from '../net/transportReport.ts';

/** What is known of an attempt when it begins. */
export interface AttemptBeginning {
  /** Counted from 1. */
  readonly number: number;
  readonly lastEventIdSent: string;
  readonly lastEventIdReceived: string;
  /** Cookies are not kept. */
  readonly cookiesAreOff: boolean;
  /** Difference between the capture's clock and `performance.now()`, milliseconds. */
  readonly clockOffset: number;
}

const noReport: TransportReport = {
  exchanges: [],
  wireBytes: 0,
  decodedBytes: 0,
  contentCoding: '',
  isDecoded: true,
  cookies: [],
};

/** Puts the record of one attempt together, of what the transport reports and what the session sees of the body. */
export class AttemptRecorder {
  readonly #beginning: AttemptBeginning;
  #report: () => TransportReport = () => noReport;
  #firstByteAt: number | null = null;
  #lastByteAt: number | null = null;
  #facts: AttemptFacts = {};
  readonly #arrival = new ArrivalProfile();
  #ending: { readonly end: AttemptEnd; readonly problem: Problem | null; readonly endedAt: number } | undefined;

  constructor(beginning: AttemptBeginning) {
    this.#beginning = beginning;
  }

  get number(): number {
    return this.#beginning.number;
  }

  /** Whether any byte of a body came. */
  get hasBytes(): boolean {
    return this.#firstByteAt !== null;
  }

  get hasEnded(): boolean {
    return this.#ending !== undefined;
  }

  /** Takes the transport's report from now on. */
  follow(report: () => TransportReport): void {
    this.#report = report;
  }

  /** Bytes of the body came. @param now Milliseconds since the capture began. */
  bytes(bytes: Uint8Array, now: number): void {
    this.#firstByteAt ??= now;
    this.#lastByteAt = now;
    this.#arrival.add(bytes, now);
  }

  /** Reading goes on that this side had stopped. @param now Milliseconds since the capture began. */
  resumed(now: number): void {
    this.#arrival.resumed(now);
  }

  /** The attempt is over; the first reason counts. @param now Milliseconds since the capture began. */
  end(end: AttemptEnd, now: number, problem: Problem | null = null): void {
    this.#ending ??= { end, problem, endedAt: now };
  }

  note(facts: AttemptFacts): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  /** The record as it stands now. */
  attempt(): KeptAttempt {
    const { number, lastEventIdSent, lastEventIdReceived, cookiesAreOff } = this.#beginning;
    const { exchanges, wireBytes, decodedBytes, contentCoding, isDecoded, cookies } = this.#report();
    const ending = this.#ending;
    return {
      number,
      exchanges: exchanges.map((exchange) => this.#onCaptureClock(exchange)),
      lastEventIdSent,
      lastEventIdReceived,
      contentCoding,
      isDecoded,
      wireBytes,
      decodedBytes,
      firstByteAt: this.#firstByteAt,
      endedAt: ending?.endedAt ?? null,
      end: ending?.end ?? null,
      problem: ending?.problem ?? null,
      silenceMs: ending === undefined || this.#lastByteAt === null ? null : ending.endedAt - this.#lastByteAt,
      arrival: this.#arrival.read(),
      cookies: { areOff: cookiesAreOff, noted: [...cookies] },
      ...this.#facts,
    };
  }

  #onCaptureClock(exchange: Exchange): Exchange {
    const { clockOffset } = this.#beginning;
    const moved = (moment: number | null): number | null => (moment === null ? null : moment + clockOffset);
    return {
      ...exchange,
      startedAt: exchange.startedAt + clockOffset,
      resolvedAt: moved(exchange.resolvedAt),
      connectedAt: moved(exchange.connectedAt),
      securedAt: moved(exchange.securedAt),
      respondedAt: moved(exchange.respondedAt),
    };
  }
}
