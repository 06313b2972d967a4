import type { CaptureCounts } from '../core/protocol/captureMessages.ts';
import { RateMeter } from './rateMeter.ts';
import type { Rate } from './rateMeter.ts';

/** Time between two questions for counts while something arrives, milliseconds: more often nobody can read them. */
const movingIntervalMs = 100;
/** The same for a stream that is live but silent: its duration goes on. Milliseconds. */
const quietIntervalMs = 1000;

const noCounts: CaptureCounts = {
  records: 0,
  kinds: { event: 0, comment: 0, retry: 0, id: 0, invalid: 0, dropped: 0, connection: 0 },
  types: [],
  typeCount: 0,
  bytes: 0,
  lastEventId: '',
  receivedId: '',
  clearedBytes: 0,
  retryMs: undefined,
  warnings: 0,
  heartbeats: 0,
  clearedSeq: 0,
  clearedRecords: 0,
  receivedEvents: 0,
  lastTime: 0,
  pendingBytes: 0,
  resume: undefined,
};

/** What a poll needs of its session. */
export interface PolledSession {
  read(): Promise<CaptureCounts>;
  isLive(): boolean;
  /** There are counts. @param isNews Whether anything may look different from before. */
  counted(isNews: boolean): void;
  failed(error: unknown): void;
}

/** Asks for a capture's counts while they change, and makes rates of them. */
export class CountsPoll {
  readonly #session: PolledSession;
  readonly #rates = new RateMeter();
  #counts: CaptureCounts;
  #timer: NodeJS.Timeout | undefined;
  #delayMs = 0;
  #stopped = false;

  /** @param known What is known before the first counts are there. */
  constructor(session: PolledSession, known: Partial<CaptureCounts>) {
    this.#session = session;
    this.#counts = { ...noCounts, ...known };
  }

  get counts(): CaptureCounts {
    return this.#counts;
  }

  rate(now: number): Rate {
    return this.#rates.read(now);
  }

  /** What is known better than the capture thread could say yet. */
  amend(known: Partial<CaptureCounts>): void {
    this.#counts = { ...this.#counts, ...known };
  }

  schedule(delayMs: number = movingIntervalMs): void {
    if (this.#stopped || (this.#timer !== undefined && this.#delayMs <= delayMs)) {
      return;
    }
    clearTimeout(this.#timer);
    this.#delayMs = delayMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.refresh();
    }, delayMs);
  }

  async refresh(): Promise<void> {
    try {
      const counts = await this.#session.read();
      const isNews = counts.lastTime !== this.#counts.lastTime || counts.records !== this.#counts.records;
      this.#counts = counts;
      const isMoving = this.#rates.add(performance.now(), counts.receivedEvents, counts.bytes);
      const isLive = this.#session.isLive();
      this.#session.counted(isNews || isMoving || isLive);
      if (isLive) {
        this.schedule(isMoving ? movingIntervalMs : quietIntervalMs);
      }
    } catch (error) {
      this.#session.failed(error);
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
