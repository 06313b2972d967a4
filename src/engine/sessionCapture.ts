import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Attempt, KeptAttempt } from '../core/connection/attempt.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import type { BodyEnd, CaptureCounts } from '../core/protocol/captureMessages.ts';
import type { RecordQuest } from '../core/record/recordGoal.ts';
import type { RecordMark } from '../core/record/recordMark.ts';
import type { RecordDetail, RecordRow, RecordWindow } from '../core/record/record.ts';
import type { RecordPart } from '../core/record/recordContents.ts';
import type { Statistics } from '../core/record/statistics.ts';
import type { Timeline, TimelineRequest } from '../core/record/timeline.ts';
import type { TimelinePlace, TimelineStep } from '../core/protocol/timelineMessages.ts';
import { BodyWriter } from '../store/bodyWriter.ts';
import type { CaptureClient } from '../store/captureClient.ts';
import type { BodyBeginning } from '../store/captureStore.ts';
import type { CaptureInfo } from '../store/captureInfo.ts';
import { lockCapture, unlockCapture } from '../store/captureLock.ts';
import { findByPieces } from './findByPieces.ts';
import type { CaptureClock } from './captureClock.ts';
import type { DetailLimits, WindowRequest } from './session.ts';

const defaultDataLength = 1_000_000;
const defaultRawLength = 262_144;

/** Where a capture is. */
export interface CapturePlace {
  readonly client: CaptureClient;
  /** Id of the session that it belongs to. */
  readonly session: string;
  readonly file: string;
  readonly clock: CaptureClock;
}

/** What a capture tells its session without having been asked. */
export interface CaptureNews {
  /** There is room again after `write` said that there was none. */
  hasRoom(): void;
  failed(message: string): void;
  blockTooLong(bytes: number): void;
}

/** A session's end of its capture: what it writes there, and what it reads of it. */
export class SessionCapture {
  readonly file: string;
  readonly #client: CaptureClient;
  readonly #session: string;
  readonly #clock: CaptureClock;
  readonly #writer: BodyWriter;
  #bodyBytes = 0;

  constructor({ client, session, file, clock }: CapturePlace, news: CaptureNews) {
    this.#client = client;
    this.#session = session;
    this.file = file;
    this.#clock = clock;
    this.#writer = new BodyWriter(client, session, () => news.hasRoom());
    client.listen(session, {
      taken: (buffer) => this.#writer.taken(buffer),
      recordingFailed: (message) => news.failed(message),
      blockTooLong: (bytes) => news.blockTooLong(bytes),
    });
  }

  /** Whether reading should stop until there is room. */
  get isFull(): boolean {
    return this.#writer.isFull;
  }

  /** Decoded bytes of all bodies, those that are still on their way to the capture thread too. */
  get bodyBytes(): number {
    return this.#bodyBytes;
  }

  /** Makes the capture file. Throws where it cannot be made; rejects where the thread cannot use it. */
  create(): Promise<unknown> {
    mkdirSync(path.dirname(this.file), { recursive: true });
    lockCapture(this.file);
    return this.#client.request('open', this.#session, { file: this.file, create: true });
  }

  /** Takes a capture up again whose recording failed. */
  async reopen(): Promise<void> {
    this.#writer.reset();
    await this.#client.request('open', this.#session, { file: this.file, create: !existsSync(this.file) });
  }

  /** Counts of a capture that was opened before. */
  async load(): Promise<CaptureCounts> {
    const counts = await this.#client.request('counts', this.#session, {});
    this.#bodyBytes = counts.bytes;
    return counts;
  }

  /** Counts of everything that was written before. */
  counts(): Promise<CaptureCounts> {
    this.#writer.flush();
    return this.#client.request('counts', this.#session, {});
  }

  window({ kinds, first, count }: WindowRequest): Promise<RecordWindow> {
    this.#writer.flush();
    return this.#client.request('window', this.#session, { kinds, first, count });
  }

  /** @param startedAt Wall-clock time of the capture's beginning, milliseconds since 1970-01-01 UTC. */
  detail(seq: number, startedAt: number, limits: DetailLimits): Promise<RecordDetail | undefined> {
    return this.#client.request('detail', this.#session, {
      seq,
      startedAt,
      dataLength: limits.dataLength ?? defaultDataLength,
      rawLength: limits.rawLength ?? defaultRawLength,
    });
  }

  previousOfType(seq: number): Promise<number | undefined> {
    return this.#client.request('previousOfType', this.#session, { seq });
  }

  recordId(seq: number): Promise<string | undefined> {
    return this.#client.request('recordId', this.#session, { seq });
  }

  find(quest: RecordQuest): Promise<number | null> {
    return findByPieces(quest, (from) => this.#client.request('find', this.#session, { quest, from }));
  }

  marks(): Promise<readonly RecordMark[]> {
    return this.#client.request('marks', this.#session, {});
  }

  /** @param note `null`: takes the marks away. */
  setMarks(seqs: readonly number[], note: string | null): Promise<readonly RecordMark[]> {
    return this.#client.request('setMarks', this.#session, { seqs, note });
  }

  part(seq: number, start: number, length: number): Promise<RecordPart | undefined> {
    return this.#client.request('part', this.#session, { seq, start, length });
  }

  timeline({ bins, range }: TimelineRequest): Promise<Timeline> {
    return this.#client.request('timeline', this.#session, { bins, range });
  }

  timelineRecord(place: TimelinePlace): Promise<RecordRow | undefined> {
    return this.#client.request('timelineRecord', this.#session, { place });
  }

  stepTimeline(step: TimelineStep): Promise<RecordRow | undefined> {
    return this.#client.request('stepTimeline', this.#session, { step });
  }

  statistics(): Promise<Statistics> {
    return this.#client.request('statistics', this.#session, {});
  }

  attempt(number: number): Promise<Attempt | undefined> {
    return this.#client.request('attempt', this.#session, { number });
  }

  beginBody(beginning: BodyBeginning): void {
    this.#client.send({ type: 'beginBody', session: this.#session, ...beginning });
  }

  /** @param time Milliseconds since the capture began. Returns whether there is room for more. */
  write(bytes: Uint8Array, time: number): boolean {
    this.#bodyBytes += bytes.length;
    return this.#writer.write(bytes, time);
  }

  /** Has the thread read the body to its end. */
  endBody(): Promise<BodyEnd> {
    this.#writer.flush();
    return this.#client.request('endBody', this.#session, {});
  }

  change(change: ConnectionChange): void {
    this.#writer.flush();
    this.#client.send({ type: 'change', session: this.#session, time: this.#clock.now(), change });
  }

  saveInfo(info: CaptureInfo): void {
    this.#client.send({ type: 'saveInfo', session: this.#session, info });
  }

  saveAttempt(attempt: KeptAttempt): void {
    this.#client.send({ type: 'saveAttempt', session: this.#session, attempt });
  }

  async clear(): Promise<void> {
    this.#writer.flush();
    await this.#client.request('clear', this.#session, {});
  }

  async undoClear(): Promise<void> {
    await this.#client.request('undoClear', this.#session, {});
  }

  /** Has the thread close the file. Rejects where that fails; `release` is due all the same. */
  async close(): Promise<void> {
    await this.#client.request('close', this.#session, {});
  }

  /** Gives up the buffers, the thread's attention and the lock. */
  release(): void {
    this.#writer.dispose();
    this.#client.unlisten(this.#session);
    unlockCapture(this.file);
  }
}
