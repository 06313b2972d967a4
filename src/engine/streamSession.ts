import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { idleConnection, stepConnection } from '../core/connection/connectionMachine.ts';
import type { ConnectionInput, ConnectionRules } from '../core/connection/connectionMachine.ts';
import type { Attempt, AttemptEnd } from '../core/connection/attempt.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import { isSendable } from '../core/connection/lastEventId.ts';
import type { Problem } from '../core/connection/problem.ts';
import { nextLastEventId } from '../core/connection/nextLastEventId.ts';
import type { LastEventIdChoice, NextLastEventId } from '../core/connection/nextLastEventId.ts';
import {
  noHistory,
  noteEnd,
  noteReconnect,
  reconnectDelay,
  reconnectsPerMinute,
} from '../core/connection/reconnectPolicy.ts';
import type { ReconnectHistory, ReconnectSettings } from '../core/connection/reconnectPolicy.ts';
import { isLive } from '../core/connection/sessionSnapshot.ts';
import type { SessionSnapshot, SessionState } from '../core/connection/sessionSnapshot.ts';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import type { BodyEnd, CaptureCounts } from '../core/protocol/captureMessages.ts';
import type { RecordDetail, RecordWindow } from '../core/record/record.ts';
import type { SearchState } from '../core/record/searchState.ts';
import type { Timeline } from '../core/record/timeline.ts';
import { defaultStreamLimits } from '../core/sse/streamLimits.ts';
import { formatBytes, formatDuration } from '../core/words/format.ts';
import { problem } from '../net/classifyError.ts';
import { SessionCookies } from '../net/sessionCookies.ts';
import { openHttpStream } from '../net/httpStream.ts';
import type { StreamConnection, StreamListener, StreamRequest, StreamResponse } from '../net/streamRequest.ts';
import { BodyWriter } from '../store/bodyWriter.ts';
import type { CaptureClient } from '../store/captureClient.ts';
import type { CaptureInfo } from '../store/captureInfo.ts';
import { lockCapture, unlockCapture } from '../store/captureLock.ts';
import { AttemptRecorder } from './attemptRecorder.ts';
import { RateMeter } from './rateMeter.ts';
import type { DetailLimits, ReconnectOptions, Session, SessionLimits, WindowRequest } from './session.ts';
import { CaptureSearch } from './sessionSearch.ts';
import type { SessionSearch } from './sessionSearch.ts';
import { SilenceTimer } from './silenceTimer.ts';
import { makeSnapshot, pastState } from './snapshot.ts';

/** Time between two snapshots for counts alone, milliseconds: ten a second are as many as anybody can read. */
const countIntervalMs = 100;
/** The same for a stream that is live but silent: its duration goes on. Milliseconds. */
const quietIntervalMs = 1000;
const defaultDataLength = 1_000_000;
const defaultRawLength = 262_144;
const defaultAttempts = 100;
const defaultMaxDelayMs = 60_000;
/** How long what is known of an attempt that goes on may be unsaved, milliseconds: a killed process loses it. */
const attemptSaveMs = 1000;

/** A request as a session sends it, again and again. */
export interface SessionRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly transport: TransportOptions;
  /** Names of headers whose values are kept nowhere. */
  readonly secretHeaders: readonly string[];
}

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
  readonly onClosed: () => void;
}

const noCounts: CaptureCounts = {
  records: 0,
  kinds: { event: 0, comment: 0, retry: 0, id: 0, invalid: 0, dropped: 0, connection: 0 },
  types: [],
  bytes: 0,
  lastEventId: '',
  receivedId: '',
  clearedBytes: 0,
  retryMs: undefined,
  warnings: 0,
  clearedSeq: 0,
  clearedRecords: 0,
  receivedEvents: 0,
  lastTime: 0,
};

/** A session: leads one stream from the network into its capture, over as many attempts as it takes. */
export class StreamSession implements Session {
  readonly id: string;
  readonly file: string;
  readonly #client: CaptureClient;
  readonly #reconnect: ReconnectSettings;
  readonly #limits: Required<SessionLimits>;
  readonly #silence: SilenceTimer;
  readonly #unsendable: Problem | undefined;
  readonly #log: (message: string) => void;
  readonly #onClosed: () => void;
  readonly #listeners = new Set<(snapshot: SessionSnapshot) => void>();
  readonly #writer: BodyWriter;
  readonly #rates = new RateMeter();
  readonly #searchWorkerFile: string;
  readonly #searches = new Set<CaptureSearch>();
  /** Kept over reconnects, in memory only. */
  readonly #cookies = new SessionCookies();
  /** Difference between the capture's clock and `performance.now()`, milliseconds. */
  readonly #clockOffset: number;

  #request: SessionRequest;
  #info: CaptureInfo;
  #state: SessionState;
  #idChoice: LastEventIdChoice;
  #history: ReconnectHistory = noHistory;
  /** Likeness of the newest body, and how many just before were the same. */
  #likeness = '';
  #repeats = 0;
  /** Decoded bytes of all bodies, those that are still on their way to the capture too. */
  #bodyBytes = 0;
  #attemptSavedAt = 0;
  #connection = idleConnection;
  #counts = noCounts;
  #stream: StreamConnection | undefined;
  /** The record of the newest attempt of this run. */
  #attempt: AttemptRecorder | undefined;
  #delay: NodeJS.Timeout | undefined;
  #countTimer: NodeJS.Timeout | undefined;
  #countDelayMs = 0;
  #recordingFailure: string | undefined;
  /** Number of the stream whose callbacks count; those of earlier ones come too late. */
  #streamNumber = 0;
  /** Settles when the body that was released last is read to its end. */
  #bodyEnded: Promise<void> = Promise.resolve();
  #openedAt = 0;
  #lastByteAt = 0;
  /** Goes up with everything that the user asks for: what was begun before does not count any more. */
  #intent = 0;
  #closing: Promise<void> | undefined;
  #closed = false;

  constructor(parts: StreamSessionParts) {
    const { client, file, request, reconnect, limits, info, isPast, unsendable, searchWorkerFile, log, onClosed } =
      parts;
    this.id = info.id;
    this.file = file;
    this.#client = client;
    this.#request = request;
    this.#reconnect = {
      isEnabled: reconnect.enabled ?? info.reconnects,
      growsDelay: reconnect.backoff ?? true,
      maxDelayMs: reconnect.maxDelayMs ?? defaultMaxDelayMs,
      retriesServerErrors: reconnect.onServerError ?? false,
      maxAttempts: reconnect.maxAttempts,
    };
    this.#limits = {
      blockBytes: limits.blockBytes ?? defaultStreamLimits.maxBlockBytes,
      captureBytes: limits.captureBytes ?? 0,
    };
    this.#silence = new SilenceTimer(
      reconnect.deadAfterMs ?? 0,
      // While reading is paused, the silence is this side's own.
      () => (this.#writer.isFull ? performance.now() : this.#lastByteAt - this.#clockOffset),
      () => this.#die(reconnect.deadAfterMs ?? 0),
    );
    this.#info = info;
    this.#idChoice = { once: undefined, pinned: info.pinnedLastEventId ?? undefined };
    this.#state = isPast ? pastState(info.state) : { name: 'connecting' };
    this.#unsendable = unsendable;
    this.#searchWorkerFile = searchWorkerFile;
    this.#log = log;
    this.#onClosed = onClosed;
    this.#connection = { ...idleConnection, attempt: info.attempts };
    this.#clockOffset = Date.now() - info.startedAt - performance.now();
    this.#counts = { ...noCounts, lastEventId: info.lastEventId, lastTime: info.durationMs };
    this.#writer = new BodyWriter(client, this.id, () => this.#stream?.resume());
    client.listen(this.id, {
      taken: (buffer) => this.#writer.taken(buffer),
      recordingFailed: (message) => this.#failRecording(message),
      blockTooLong: (bytes) => this.#refuseBody(problem('block-too-long', formatBytes(bytes))),
    });
  }

  /** Makes the capture file and starts to connect. */
  start(): void {
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      lockCapture(this.file);
    } catch (error) {
      this.#failRecording(messageOf(error));
      return;
    }
    this.#client.request('open', this.id, { file: this.file, create: true }).catch((error: unknown) => {
      this.#failRecording(messageOf(error));
    });
    this.#step({ input: 'connect' });
  }

  /** Reads the counts of a capture that was opened before. */
  async load(): Promise<void> {
    this.#counts = await this.#client.request('counts', this.id, {});
    this.#bodyBytes = this.#counts.bytes;
  }

  snapshot(): SessionSnapshot {
    const now = performance.now();
    return makeSnapshot(this.#info, this.#counts, this.#state, {
      rate: this.#rates.read(now),
      durationMs: this.#durationMs(),
      nextLastEventId: this.#nextLastEventId(),
      acceptedCertificate: this.#request.transport.acceptCertificate ?? '',
      failuresInARow: this.#history.failuresInARow,
      reconnectsPerMinute: reconnectsPerMinute(this.#history, now),
    });
  }

  onDidChange(listener: (snapshot: SessionSnapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  records({ kinds, first, count }: WindowRequest): Promise<RecordWindow> {
    this.#writer.flush();
    return this.#client.request('window', this.id, { kinds, first, count });
  }

  record(seq: number, limits: DetailLimits = {}): Promise<RecordDetail | undefined> {
    return this.#client.request('detail', this.id, {
      seq,
      startedAt: this.#info.startedAt,
      dataLength: limits.dataLength ?? defaultDataLength,
      rawLength: limits.rawLength ?? defaultRawLength,
    });
  }

  previousOfType(seq: number): Promise<number | undefined> {
    return this.#client.request('previousOfType', this.id, { seq });
  }

  async timeline(bins: number): Promise<Timeline> {
    const timeline = await this.#client.request('timeline', this.id, { bins });
    const last = timeline.spans.at(-1);
    // The state that the connection is in goes on until now.
    return last === undefined || !isLive(this.#state)
      ? timeline
      : { ...timeline, spans: [...timeline.spans.slice(0, -1), { ...last, end: this.#now() }] };
  }

  async attempt(number: number): Promise<Attempt | undefined> {
    const live = this.#attempt;
    if (live?.number === number) {
      this.#saveAttempt(live);
    }
    const attempt = await this.#client.request('attempt', this.id, { number });
    // What was under way when a run ended had no time to say so.
    const wasLost = attempt?.end === null && live?.number !== number;
    return attempt !== undefined && wasLost ? { ...attempt, end: 'interrupted' } : attempt;
  }

  async attempts(count: number = defaultAttempts): Promise<readonly Attempt[]> {
    const { attempts } = this.#info;
    const numbers = Array.from({ length: Math.min(count, attempts) }, (_, at) => attempts - at).reverse();
    return (await Promise.all(numbers.map((number) => this.attempt(number)))).flatMap((attempt) => attempt ?? []);
  }

  search(onDidChange: (state: SearchState) => void): SessionSearch {
    const search = new CaptureSearch({
      workerFile: this.#searchWorkerFile,
      file: this.file,
      clearedSeq: () => this.#counts.clearedSeq,
      onDidChange,
      onDispose: (disposed) => this.#searches.delete(disposed),
    });
    this.#searches.add(search);
    return search;
  }

  async disconnect(): Promise<void> {
    this.#intent += 1;
    this.#step({ input: 'stop' });
    if (!this.#closed) {
      await this.#refreshCounts();
    }
  }

  reconnect(options: { readonly lastEventId?: string } = {}): void {
    if (this.#closing !== undefined) {
      return;
    }
    this.#intent += 1;
    if (isLive(this.#state)) {
      this.#step({ input: 'stop' });
    }
    void this.#connectAgain(this.#intent, options.lastEventId);
  }

  reconnectNow(): void {
    this.#step({ input: 'delayOver' });
  }

  async giveUp(): Promise<void> {
    if (this.#state.name === 'waiting') {
      await this.disconnect();
    }
  }

  setLastEventId(value: string | undefined, { pinned = false }: { readonly pinned?: boolean } = {}): void {
    const { receivedId, lastEventId } = this.#counts;
    if (value === undefined) {
      this.#idChoice = { once: lastEventId === receivedId ? undefined : receivedId, pinned: undefined };
    } else {
      this.#idChoice = pinned ? { once: undefined, pinned: value } : { once: value, pinned: undefined };
    }
    this.#info = { ...this.#info, pinnedLastEventId: this.#idChoice.pinned ?? null };
    this.#saveInfo();
    this.#emit();
  }

  acceptCertificate(fingerprint: string): void {
    const { transport } = this.#request;
    this.#request = { ...this.#request, transport: { ...transport, acceptCertificate: fingerprint } };
    this.#emit();
  }

  async clear(): Promise<void> {
    this.#writer.flush();
    await this.#client.request('clear', this.id, {});
    await this.#refreshCounts();
  }

  async undoClear(): Promise<void> {
    await this.#client.request('undoClear', this.id, {});
    await this.#refreshCounts();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.disconnect();
    this.#closed = true;
    clearTimeout(this.#countTimer);
    this.#saveInfo();
    await this.#client.request('close', this.id, {}).catch((error: unknown) => {
      this.#log(`Closing the capture failed: ${messageOf(error)}`);
    });
    for (const search of this.#searches) {
      search.dispose();
    }
    this.#writer.dispose();
    this.#client.unlisten(this.id);
    this.#listeners.clear();
    unlockCapture(this.file);
    this.#onClosed();
  }

  async #connectAgain(intent: number, lastEventId: string | undefined): Promise<void> {
    // The ID to send is known once the capture thread has read all that came before.
    await this.#bodyEnded;
    if (this.#recordingFailure !== undefined) {
      try {
        this.#writer.reset();
        await this.#client.request('open', this.id, { file: this.file, create: !existsSync(this.file) });
        this.#recordingFailure = undefined;
        await this.load();
      } catch (error) {
        this.#recordingFailure = undefined;
        this.#failRecording(messageOf(error));
        return;
      }
    }
    // Whoever disconnected, closed or reconnected since wants something else.
    if (intent !== this.#intent || this.#closing !== undefined) {
      return;
    }
    if (lastEventId !== undefined) {
      this.#idChoice = { ...this.#idChoice, once: lastEventId };
    }
    this.#step({ input: 'connect' });
  }

  #durationMs(): number {
    return isLive(this.#state) ? this.#now() : Math.max(this.#counts.lastTime, this.#info.durationMs);
  }

  /** Milliseconds since the capture began, by the monotonic clock. */
  #now(): number {
    return performance.now() + this.#clockOffset;
  }

  #nextLastEventId(): NextLastEventId {
    const { lastEventId, receivedId } = this.#counts;
    return nextLastEventId(this.#idChoice, { inForce: lastEventId, received: receivedId });
  }

  #rules(input: ConnectionInput, history: ReconnectHistory): ConnectionRules {
    const { method, url, retryMs, retryFromStream } = this.#info;
    const fromStream = this.#counts.retryMs;
    const { value } = this.#nextLastEventId();
    return {
      method,
      url,
      lastEventId: isSendable(value) ? value : '',
      reconnect: this.#reconnect,
      failuresInARow: history.failuresInARow,
      delay: reconnectDelay(this.#reconnect, history, {
        baseMs: fromStream ?? retryMs,
        isFromStream: fromStream !== undefined || retryFromStream,
        retryAfterMs: input.input === 'refused' ? input.problem.retryAfterMs : null,
        now: performance.now(),
        random: Math.random(),
      }),
    };
  }

  /** What came before, with the attempt that the input begins or ends. */
  #historyAfter({ input }: ConnectionInput): ReconnectHistory {
    switch (input) {
      case 'connect':
        // Whoever asks to connect begins anew.
        return { ...this.#history, failuresInARow: 0 };
      case 'delayOver':
        return noteReconnect(this.#history, performance.now());
      case 'ended':
      case 'broken':
      case 'refused':
        return noteEnd(this.#history, this.#attempt?.hasBytes ?? false);
      case 'accepted':
      case 'unreadable':
      case 'noContent':
      case 'stop':
        return this.#history;
    }
  }

  #step(input: ConnectionInput): void {
    const history = this.#historyAfter(input);
    const rules = this.#rules(input, history);
    const { connection, changes, action } = stepConnection(this.#connection, input, rules);
    if (changes.length === 0) {
      return;
    }
    this.#history = history;
    this.#connection = connection;
    this.#info = { ...this.#info, attempts: connection.attempt };
    if (action !== 'none') {
      this.#releaseConnection();
    }
    for (const change of changes) {
      this.#record(change);
    }
    this.#state = this.#stateAfter(changes, rules);
    switch (action) {
      case 'request':
        if (this.#unsendable === undefined) {
          this.#openStream(rules.lastEventId);
        } else {
          this.#beginAttempt(rules.lastEventId);
          this.#endAttempt('refused', this.#unsendable);
          this.#step({ input: 'refused', problem: this.#unsendable });
          return;
        }
        break;
      case 'wait':
        this.#delay = setTimeout(() => this.#step({ input: 'delayOver' }), rules.delay.delayMs);
        break;
      case 'release':
      case 'none':
        break;
    }
    this.#saveInfo();
    this.#emit();
    this.#scheduleCounts();
  }

  #stateAfter(changes: readonly ConnectionChange[], rules: ConnectionRules): SessionState {
    const last = changes.at(-1);
    switch (last?.change) {
      case 'connecting':
        return { name: 'connecting' };
      case 'opened':
        return { name: 'open' };
      case 'waiting':
        return { name: 'waiting', delayMs: rules.delay.delayMs, until: Date.now() + rules.delay.delayMs };
      case 'finished':
        return { name: 'finished', reason: last.reason };
      case 'failed':
        return { name: 'failed', problem: last.problem };
      case 'stopped':
        return { name: 'stopped' };
      case 'ended':
      case 'cut':
      case 'interrupted':
      case 'resumed':
      case undefined:
        return this.#state;
    }
  }

  #record(change: ConnectionChange): void {
    this.#writer.flush();
    this.#client.send({ type: 'change', session: this.id, time: this.#now(), change });
    this.#log(`${this.#info.title}: ${change.change} (attempt ${change.attempt})`);
  }

  /** Ends whatever is under way: request, body and delay. An open body's unfinished block is recorded as dropped. */
  #releaseConnection(): void {
    clearTimeout(this.#delay);
    this.#delay = undefined;
    this.#silence.stop();
    this.#streamNumber += 1;
    if (this.#stream !== undefined) {
      // Whatever else ended it has said so before.
      this.#endAttempt('stopped');
      this.#stream.abort();
      this.#endBody();
    }
  }

  /** Has the capture thread read the body to its end. `#bodyEnded` settles once its ID and retry time are known. */
  #endBody(): void {
    this.#silence.stop();
    this.#stream = undefined;
    this.#writer.flush();
    this.#bodyEnded = this.#client.request('endBody', this.id, {}).then(
      (end) => this.#takeEnd(end),
      (error: unknown) => this.#failRecording(messageOf(error)),
    );
  }

  #takeEnd({ lastEventId, retryMs, likeness }: BodyEnd): void {
    this.#repeats = likeness !== '' && likeness === this.#likeness ? this.#repeats + 1 : 0;
    this.#likeness = likeness;
    this.#counts = { ...this.#counts, lastEventId, retryMs: undefined };
    this.#info = {
      ...this.#info,
      lastEventId,
      retryMs: retryMs ?? this.#info.retryMs,
      retryFromStream: retryMs !== undefined || this.#info.retryFromStream,
    };
  }

  /** Begins the record of an attempt, and its body in the capture. What the user wanted once is used up. */
  #beginAttempt(lastEventIdSent: string): AttemptRecorder {
    const { value } = this.#nextLastEventId();
    const { attempt } = this.#connection;
    this.#client.send({
      type: 'beginBody',
      session: this.id,
      attempt,
      lastEventId: value,
      lastEventIdSent,
      maxBlockBytes: this.#limits.blockBytes,
    });
    const recorder = new AttemptRecorder({
      number: attempt,
      lastEventIdSent,
      lastEventIdReceived: this.#counts.receivedId,
      clockOffset: this.#clockOffset,
    });
    this.#attempt = recorder;
    this.#saveAttempt(recorder);
    this.#idChoice = { ...this.#idChoice, once: undefined };
    this.#counts = { ...this.#counts, lastEventId: value };
    this.#info = { ...this.#info, lastEventIdSent };
    return recorder;
  }

  #openStream(lastEventId: string): void {
    const number = this.#streamNumber;
    const url = new URL(this.#request.url);
    const request: StreamRequest = {
      ...this.#request,
      url: withoutUserInfo(url),
      headers: this.#headers(url),
      lastEventId,
      options: this.#request.transport,
      cookies: this.#cookies,
      secretHeaders: this.#request.secretHeaders,
    };
    const recorder = this.#beginAttempt(lastEventId);
    const isCurrent = (): boolean => number === this.#streamNumber;
    const responded = ({ status, httpVersion }: StreamResponse, input: ConnectionInput): void => {
      if (isCurrent()) {
        this.#openedAt = this.#now();
        this.#lastByteAt = this.#openedAt;
        this.#info = { ...this.#info, status, httpVersion };
        this.#step(input);
        this.#saveAttempt(recorder);
      }
    };
    const listener: StreamListener = {
      response: (response) => responded(response, { input: 'accepted', ...response }),
      noContent: (response) => {
        recorder.end('no-content', this.#now());
        responded(response, { input: 'noContent' });
      },
      refused: (refusal, response) => {
        recorder.end('refused', this.#now(), refusal);
        responded(response, { input: 'refused', problem: refusal });
      },
      chunk: (bytes) => {
        if (!isCurrent()) {
          return true;
        }
        recorder.bytes(this.#now());
        return this.#chunk(bytes);
      },
      ended: () => {
        if (isCurrent()) {
          const now = this.#now();
          this.#endAttempt('ended');
          void this.#afterBody(() => ({
            input: 'ended',
            openMs: now - this.#openedAt,
            silenceMs: now - this.#lastByteAt,
            repeats: this.#repeats,
          }));
        }
      },
      failed: (failure) => {
        if (isCurrent()) {
          this.#endAttempt('broken', failure);
          void this.#afterBody(() => ({ input: 'broken', problem: failure }));
        }
      },
    };
    const stream = openHttpStream(request, listener);
    this.#stream = stream;
    recorder.follow(() => stream.report());
    this.#lastByteAt = this.#now();
    this.#silence.start();
  }

  /** Headers of the user, with the credentials of the URL as basic authorisation where there is no other. */
  #headers(url: URL): Readonly<Record<string, string>> {
    const { headers } = this.#request;
    if (url.username === '' || Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) {
      return headers;
    }
    const credentials = `${decodePercents(url.username)}:${decodePercents(url.password)}`;
    return { ...headers, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  }

  #chunk(bytes: Uint8Array): boolean {
    this.#lastByteAt = this.#now();
    this.#bodyBytes += bytes.length;
    this.#scheduleCounts();
    const hasRoom = this.#writer.write(bytes, this.#lastByteAt);
    const { captureBytes } = this.#limits;
    if (captureBytes > 0 && this.#bodyBytes - this.#counts.clearedBytes >= captureBytes) {
      this.#refuseBody(problem('capture-full', formatBytes(captureBytes)));
    }
    return hasRoom;
  }

  /** Nothing was heard of the server for too long. */
  #die(limitMs: number): void {
    const silent = problem('silent', new URL(this.#request.url).host, { detail: formatDuration(limitMs) });
    this.#endAttempt('dead', silent);
    this.#stream?.abort();
    void this.#afterBody(() => ({ input: 'broken', problem: silent }));
  }

  /** The body is one that is not read on. */
  #refuseBody(refusal: Problem): void {
    this.#endAttempt('unreadable', refusal);
    this.#step({ input: 'unreadable', problem: refusal });
  }

  #endAttempt(end: AttemptEnd, ending: Problem | null = null): void {
    const recorder = this.#attempt;
    if (recorder !== undefined) {
      recorder.end(end, this.#now(), ending);
      this.#saveAttempt(recorder);
    }
  }

  /** Saves what an attempt that goes on has become, from time to time. */
  #saveGrownAttempt(): void {
    const recorder = this.#attempt;
    if (recorder !== undefined && !recorder.hasEnded && performance.now() - this.#attemptSavedAt >= attemptSaveMs) {
      this.#saveAttempt(recorder);
    }
  }

  #saveAttempt(recorder: AttemptRecorder): void {
    this.#attemptSavedAt = performance.now();
    this.#client.send({ type: 'saveAttempt', session: this.id, attempt: recorder.attempt() });
  }

  /** The capture thread knows the ID and the retry time that decide what comes next, once it has read the whole body. */
  async #afterBody(input: () => ConnectionInput): Promise<void> {
    const number = this.#streamNumber;
    this.#endBody();
    await this.#bodyEnded;
    // Whoever hears of the end also hears how much there was.
    await this.#refreshCounts();
    if (number === this.#streamNumber) {
      this.#step(input());
    }
  }

  /** What cannot be recorded is not read either: the connection ends, and what is committed stays. */
  #failRecording(message: string): void {
    if (this.#recordingFailure !== undefined || this.#closed) {
      return;
    }
    this.#recordingFailure = message;
    this.#log(`Recording failed: ${message}`);
    this.#releaseConnection();
    this.#connection = { ...this.#connection, phase: 'failed' };
    this.#state = { name: 'failed', problem: problem('store', this.file, { detail: message }) };
    this.#emit();
  }

  #saveInfo(): void {
    const { lastEventId } = this.#counts;
    const durationMs = this.#durationMs();
    this.#info = { ...this.#info, lastEventId, durationMs, state: JSON.stringify(this.#state) };
    this.#client.send({ type: 'saveInfo', session: this.id, info: this.#info });
  }

  #scheduleCounts(delayMs: number = countIntervalMs): void {
    if (this.#closed || (this.#countTimer !== undefined && this.#countDelayMs <= delayMs)) {
      return;
    }
    clearTimeout(this.#countTimer);
    this.#countDelayMs = delayMs;
    this.#countTimer = setTimeout(() => {
      this.#countTimer = undefined;
      void this.#refreshCounts();
    }, delayMs);
  }

  async #refreshCounts(): Promise<void> {
    this.#writer.flush();
    try {
      const counts = await this.#client.request('counts', this.id, {});
      const isNews = counts.lastTime !== this.#counts.lastTime || counts.records !== this.#counts.records;
      this.#counts = counts;
      this.#saveGrownAttempt();
      const isMoving = this.#rates.add(performance.now(), counts.receivedEvents, counts.bytes);
      if (isNews || isMoving || isLive(this.#state)) {
        this.#emit();
      }
      if (isLive(this.#state)) {
        this.#scheduleCounts(isMoving ? countIntervalMs : quietIntervalMs);
      }
    } catch (error) {
      this.#failRecording(messageOf(error));
    }
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

function withoutUserInfo(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

/** Undoes percent-encoding where it is one: a password may hold a bare percent sign. */
function decodePercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
