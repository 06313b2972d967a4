import type { Attempt } from '../core/connection/attempt.ts';
import type { Problem } from '../core/connection/problem.ts';
import { isLive } from '../core/connection/sessionSnapshot.ts';
import type { SessionSnapshot } from '../core/connection/sessionSnapshot.ts';
import type { RecordQuest } from '../core/record/recordGoal.ts';
import type { RecordMark } from '../core/record/recordMark.ts';
import type { RecordDetail, RecordRow, RecordWindow } from '../core/record/record.ts';
import type { RecordPart } from '../core/record/recordContents.ts';
import type { SearchState } from '../core/record/searchState.ts';
import type { Insight } from '../core/insight/insight.ts';
import type { Statistics } from '../core/record/statistics.ts';
import type { Timeline, TimeRange } from '../core/record/timeline.ts';
import type { TimelinePlace, TimelineStep } from '../core/protocol/timelineMessages.ts';
import { formatBytes } from '../core/words/format.ts';
import { problem } from '../net/classifyError.ts';
import type { CaptureClient } from '../store/captureClient.ts';
import type { CaptureInfo } from '../store/captureInfo.ts';
import { AttemptLog } from './attemptLog.ts';
import { CaptureClock } from './captureClock.ts';
import { CountsPoll } from './countsPoll.ts';
import { LastEventIdSetting } from './lastEventIdSetting.ts';
import type { DetailLimits, ReconnectOptions, Session, SessionLimits, WindowRequest } from './session.ts';
import { SessionCapture } from './sessionCapture.ts';
import { SessionConnection } from './sessionConnection.ts';
import { SessionInfo } from './sessionInfo.ts';
import type { SessionRequest } from './sessionRequest.ts';
import { sessionRules } from './sessionRules.ts';
import { CaptureSearch } from './sessionSearch.ts';
import type { SessionSearch } from './sessionSearch.ts';
import { makeSnapshot, pastState } from './snapshot.ts';

const defaultAttempts = 100;

/** What a session is made of. */
export interface StreamSessionParts {
  readonly client: CaptureClient;
  readonly file: string;
  readonly request: SessionRequest;
  readonly reconnect: ReconnectOptions;
  readonly limits: SessionLimits;
  /** As it stands at the start; of an earlier run where the capture exists. */
  readonly info: CaptureInfo;
  /** Whether the capture is of an earlier run and open already. */
  readonly isPast: boolean;
  /** Why the request cannot be sent, where it cannot. */
  readonly unsendable: Problem | undefined;
  /** Script of the search threads. */
  readonly searchWorkerFile: string;
  readonly log: (message: string) => void;
  /** Streams of all sessions that are open to an origin. */
  readonly streamsTo: (origin: string) => number;
  readonly onClosed: () => void;
}

/** A session: one stream, its connection and its capture, as the rest of the program sees it. */
export class StreamSession implements Session {
  readonly id: string;
  readonly file: string;
  readonly #capture: SessionCapture;
  readonly #connection: SessionConnection;
  readonly #attempts: AttemptLog;
  readonly #counts: CountsPoll;
  readonly #info: SessionInfo;
  readonly #lastEventId: LastEventIdSetting;
  readonly #clock: CaptureClock;
  readonly #listeners = new Set<(snapshot: SessionSnapshot) => void>();
  readonly #markListeners = new Set<(marks: readonly RecordMark[]) => void>();
  readonly #searchWorkerFile: string;
  readonly #searches = new Set<CaptureSearch>();
  readonly #origin: string;
  readonly #streamsTo: (origin: string) => number;
  readonly #log: (message: string) => void;
  readonly #onClosed: () => void;
  #recordingFailure: string | undefined;
  /** Goes up with everything that the user asks for: what was begun before does not count any more. */
  #intent = 0;
  #closing: Promise<void> | undefined;
  #closed = false;

  constructor(parts: StreamSessionParts) {
    const {
      client,
      file,
      request,
      reconnect,
      limits,
      info,
      isPast,
      unsendable,
      searchWorkerFile,
      log,
      streamsTo,
      onClosed,
    } = parts;
    this.id = info.id;
    this.file = file;
    this.#log = log;
    this.#onClosed = onClosed;
    this.#streamsTo = streamsTo;
    this.#origin = URL.canParse(request.url) ? new URL(request.url).origin : '';
    this.#searchWorkerFile = searchWorkerFile;
    this.#info = new SessionInfo(info);
    this.#lastEventId = new LastEventIdSetting(info.pinnedLastEventId);
    this.#clock = new CaptureClock(info.startedAt);
    this.#capture = new SessionCapture(
      { client, session: this.id, file, clock: this.#clock },
      {
        hasRoom: () => this.#connection.resume(),
        failed: (message) => this.#failRecording(message),
        blockTooLong: (bytes) => this.#connection.refuseBody(problem('block-too-long', formatBytes(bytes))),
      },
    );
    this.#attempts = new AttemptLog(this.#capture, this.#clock);
    this.#counts = new CountsPoll(
      {
        read: () => this.#capture.counts(),
        isLive: () => isLive(this.#connection.state),
        counted: (isNews) => this.#counted(isNews),
        failed: (error) => this.#failRecording(messageOf(error)),
      },
      { lastEventId: info.lastEventId, lastTime: info.durationMs },
    );
    this.#connection = new SessionConnection({
      capture: this.#capture,
      clock: this.#clock,
      attempts: this.#attempts,
      counts: this.#counts,
      info: this.#info,
      lastEventId: this.#lastEventId,
      request,
      rules: sessionRules(reconnect, limits, info.reconnects),
      state: isPast ? pastState(info.state) : { name: 'connecting' },
      unsendable,
      log,
      onDidChange: () => this.#connectionChanged(),
      onFailed: (error) => this.#failRecording(messageOf(error)),
    });
  }

  /** Origin that a stream is open to; `undefined`: none is. */
  get streamOrigin(): string | undefined {
    return this.#connection.state.name === 'open' ? this.#origin : undefined;
  }

  /** Makes the capture file and starts to connect. */
  start(): void {
    try {
      this.#capture.create().catch((error: unknown) => this.#failRecording(messageOf(error)));
    } catch (error) {
      this.#failRecording(messageOf(error));
      return;
    }
    this.#connection.connect();
  }

  /** Reads the counts of a capture that was opened before. */
  async load(): Promise<void> {
    this.#counts.amend(await this.#capture.load());
  }

  snapshot(): SessionSnapshot {
    const now = performance.now();
    const { state, acceptedCertificate, failuresInARow } = this.#connection;
    const { counts } = this.#counts;
    return makeSnapshot(this.#info.current, counts, state, {
      rate: this.#counts.rate(now),
      durationMs: this.#durationMs(),
      nextLastEventId: this.#lastEventId.next(counts),
      acceptedCertificate,
      failuresInARow,
      reconnectsPerMinute: this.#connection.reconnectsPerMinute(now),
      isReadingPaused: this.#connection.isReadingPaused,
      streamsToOrigin: state.name === 'open' ? this.#streamsTo(this.#origin) : 0,
    });
  }

  onDidChange(listener: (snapshot: SessionSnapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  records(request: WindowRequest): Promise<RecordWindow> {
    return this.#capture.window(request);
  }

  record(seq: number, limits: DetailLimits = {}): Promise<RecordDetail | undefined> {
    return this.#capture.detail(seq, this.#info.current.startedAt, limits);
  }

  /** Has all stored that was received. Returns the number of the last record that is cleared. */
  async commit(): Promise<number> {
    // A thread that broke down has stored what it will.
    const { clearedSeq } = await this.#capture.counts().catch(() => this.#counts.counts);
    return clearedSeq;
  }

  previousOfType(seq: number): Promise<number | undefined> {
    return this.#capture.previousOfType(seq);
  }

  recordId(seq: number): Promise<string | undefined> {
    return this.#capture.recordId(seq);
  }

  find(quest: RecordQuest): Promise<number | null> {
    return this.#capture.find(quest);
  }

  marks(): Promise<readonly RecordMark[]> {
    return this.#capture.marks();
  }

  async setMarks(seqs: readonly number[], note: string | null): Promise<void> {
    this.#tellMarks(await this.#capture.setMarks(seqs, note));
  }

  onDidChangeMarks(listener: (marks: readonly RecordMark[]) => void): () => void {
    this.#markListeners.add(listener);
    return () => this.#markListeners.delete(listener);
  }

  part(seq: number, start: number, length: number): Promise<RecordPart | undefined> {
    return this.#capture.part(seq, start, length);
  }

  async timeline(bins: number, range: TimeRange | null = null): Promise<Timeline> {
    const timeline = await this.#capture.timeline({ bins, range });
    const last = timeline.spans.at(-1);
    // The state that the connection is in goes on until now.
    return last === undefined || !isLive(this.#connection.state)
      ? timeline
      : { ...timeline, spans: [...timeline.spans.slice(0, -1), { ...last, end: this.#clock.now() }] };
  }

  timelineRecord(place: TimelinePlace): Promise<RecordRow | undefined> {
    return this.#capture.timelineRecord(place);
  }

  stepTimeline(step: TimelineStep): Promise<RecordRow | undefined> {
    return this.#capture.stepTimeline(step);
  }

  statistics(): Promise<Statistics> {
    return this.#capture.statistics();
  }

  attempt(number: number): Promise<Attempt | undefined> {
    return this.#attempts.read(number);
  }

  insights(number: number): Promise<readonly Insight[]> {
    return this.#attempts.insights(number);
  }

  warnings(): readonly Insight[] {
    return this.#attempts.warnings;
  }

  attempts(count: number = defaultAttempts): Promise<readonly Attempt[]> {
    return this.#attempts.readLast(count, this.#info.current.attempts);
  }

  search(onDidChange: (state: SearchState) => void): SessionSearch {
    const search = new CaptureSearch({
      workerFile: this.#searchWorkerFile,
      file: this.file,
      clearedSeq: () => this.#counts.counts.clearedSeq,
      onDidChange,
      onDispose: (disposed) => this.#searches.delete(disposed),
    });
    this.#searches.add(search);
    return search;
  }

  async disconnect(): Promise<void> {
    this.#intent += 1;
    this.#connection.stop();
    if (!this.#closed) {
      await this.#counts.refresh();
    }
  }

  reconnect(options: { readonly lastEventId?: string } = {}): void {
    if (this.#closing !== undefined) {
      return;
    }
    this.#intent += 1;
    if (isLive(this.#connection.state)) {
      this.#connection.stop();
    }
    void this.#connectAgain(this.#intent, options.lastEventId);
  }

  pauseReading(): void {
    this.#connection.pauseReading();
    this.#emit();
  }

  resumeReading(): void {
    this.#connection.resumeReading();
    this.#emit();
  }

  reconnectNow(): void {
    this.#connection.connectNow();
  }

  async giveUp(): Promise<void> {
    if (this.#connection.state.name === 'waiting') {
      await this.disconnect();
    }
  }

  setLastEventId(value: string | undefined, { pinned = false }: { readonly pinned?: boolean } = {}): void {
    this.#lastEventId.set(value, pinned, this.#counts.counts);
    this.#info.update({ pinnedLastEventId: this.#lastEventId.pinned });
    this.#saveInfo();
    this.#emit();
  }

  acceptCertificate(fingerprint: string): void {
    this.#connection.acceptCertificate(fingerprint);
    this.#emit();
  }

  async clear(): Promise<void> {
    await this.#capture.clear();
    await this.#counts.refresh();
    this.#tellMarks(await this.marks());
  }

  async undoClear(): Promise<void> {
    await this.#capture.undoClear();
    await this.#counts.refresh();
    this.#tellMarks(await this.marks());
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.disconnect();
    this.#closed = true;
    this.#counts.stop();
    this.#saveInfo();
    await this.#capture.close().catch((error: unknown) => {
      this.#log(`Closing the capture failed: ${messageOf(error)}`);
    });
    for (const search of this.#searches) {
      search.dispose();
    }
    this.#listeners.clear();
    this.#markListeners.clear();
    this.#capture.release();
    this.#onClosed();
  }

  async #connectAgain(intent: number, lastEventId: string | undefined): Promise<void> {
    // The ID to send is known once the capture thread has read all that came before.
    await this.#connection.bodyEnded;
    try {
      if (this.#recordingFailure !== undefined) {
        await this.#capture.reopen();
        this.#recordingFailure = undefined;
        this.#attempts.save();
        await this.load();
      } else {
        // Nobody is told: a listener that reconnects at each failure would be told of the same one for ever.
        this.#counts.amend(await this.#capture.counts());
      }
    } catch (error) {
      this.#recordingFailure = undefined;
      this.#failRecording(messageOf(error));
      return;
    }
    // Whoever disconnected, closed or reconnected since wants something else.
    if (intent !== this.#intent || this.#closing !== undefined) {
      return;
    }
    if (lastEventId !== undefined) {
      this.#lastEventId.setOnce(lastEventId);
    }
    this.#connection.connect();
  }

  #tellMarks(marks: readonly RecordMark[]): void {
    for (const listener of this.#markListeners) {
      listener(marks);
    }
  }

  #durationMs(): number {
    return isLive(this.#connection.state)
      ? this.#clock.now()
      : Math.max(this.#counts.counts.lastTime, this.#info.current.durationMs);
  }

  #connectionChanged(): void {
    this.#saveInfo();
    this.#emit();
    this.#counts.schedule();
  }

  #counted(isNews: boolean): void {
    const { resume } = this.#counts.counts;
    if (resume !== undefined) {
      this.#attempts.resumed(resume.attempt, resume.verdict);
    }
    this.#attempts.saveGrown();
    if (isNews) {
      this.#emit();
    }
  }

  /** What cannot be recorded is not read either: the connection ends, and what is committed stays. */
  #failRecording(message: string): void {
    if (this.#recordingFailure !== undefined || this.#closed) {
      return;
    }
    this.#recordingFailure = message;
    this.#log(`Recording failed: ${message}`);
    this.#connection.fail(problem('store', this.file, { detail: message }));
    this.#emit();
  }

  #saveInfo(): void {
    const { lastEventId } = this.#counts.counts;
    const state = JSON.stringify(this.#connection.state);
    this.#info.update({ lastEventId, durationMs: this.#durationMs(), state });
    this.#capture.saveInfo(this.#info.current);
  }

  #emit(): void {
    const snapshot = this.snapshot();
    for (const search of this.#searches) {
      search.refresh();
    }
    for (const listener of this.#listeners) {
      try {
        listener(snapshot);
      } catch (error) {
        // A listener's fault is not the stream's: the others and the capture go on.
        this.#log(`A listener failed: ${messageOf(error)}`);
      }
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
