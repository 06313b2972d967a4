import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { idleConnection, stepConnection } from '../core/connection/connectionMachine.ts';
import type { ConnectionInput, ConnectionRules } from '../core/connection/connectionMachine.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import type { Problem } from '../core/connection/problem.ts';
import { isLive } from '../core/connection/sessionSnapshot.ts';
import type { SessionSnapshot, SessionState } from '../core/connection/sessionSnapshot.ts';
import type { CaptureCounts } from '../core/protocol/captureMessages.ts';
import type { RecordDetail, RecordWindow } from '../core/record/record.ts';
import type { Timeline } from '../core/record/timeline.ts';
import { maxTimerMs } from '../core/sse/streamParser.ts';
import { problem } from '../net/classifyError.ts';
import { openHttpStream } from '../net/httpStream.ts';
import type { StreamConnection, StreamListener, StreamRequest } from '../net/streamRequest.ts';
import { BodyWriter } from '../store/bodyWriter.ts';
import type { CaptureClient } from '../store/captureClient.ts';
import type { CaptureInfo } from '../store/captureInfo.ts';
import { RateMeter } from './rateMeter.ts';
import type { DetailLimits, Session, WindowRequest } from './session.ts';

/** Time between two snapshots for counts alone, milliseconds: ten a second are as many as anybody can read. */
const countIntervalMs = 100;
const defaultDataLength = 1_000_000;
const defaultRawLength = 262_144;

/** A request as a session sends it, again and again. */
export interface SessionRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** What a session is made of. */
export interface StreamSessionParts {
  readonly client: CaptureClient;
  readonly file: string;
  readonly request: SessionRequest;
  /** As it stands at the start; of an earlier run where the capture exists. */
  readonly info: CaptureInfo;
  /** Whether the capture is of an earlier run and open already. */
  readonly isPast: boolean;
  /** Why the request cannot be sent, where it cannot. */
  readonly unsendable: Problem | undefined;
  readonly log: (message: string) => void;
  readonly onClosed: () => void;
}

const noCounts: CaptureCounts = {
  records: 0,
  kinds: { event: 0, comment: 0, retry: 0, id: 0, invalid: 0, dropped: 0, connection: 0 },
  types: [],
  bytes: 0,
  lastEventId: '',
  retryMs: undefined,
  warnings: 0,
  clearedRecords: 0,
  lastTime: 0,
};

/** A session: leads one stream from the network into its capture, over as many attempts as it takes. */
export class StreamSession implements Session {
  readonly id: string;
  readonly file: string;
  readonly #client: CaptureClient;
  readonly #request: SessionRequest;
  readonly #unsendable: Problem | undefined;
  readonly #log: (message: string) => void;
  readonly #onClosed: () => void;
  readonly #listeners = new Set<(snapshot: SessionSnapshot) => void>();
  readonly #writer: BodyWriter;
  readonly #rates = new RateMeter();
  /** Difference between the capture's clock and `performance.now()`, milliseconds. */
  readonly #clockOffset: number;

  #info: CaptureInfo;
  #state: SessionState;
  #connection = idleConnection;
  #counts = noCounts;
  #stream: StreamConnection | undefined;
  #delay: NodeJS.Timeout | undefined;
  #countTimer: NodeJS.Timeout | undefined;
  #recordingFailure: string | undefined;
  /** Number of the stream whose callbacks count; those of earlier ones come too late. */
  #streamNumber = 0;
  /** Settles when the body that was released last is read to its end. */
  #bodyEnded: Promise<void> = Promise.resolve();
  #openedAt = 0;
  #lastByteAt = 0;
  #closed = false;

  constructor(parts: StreamSessionParts) {
    const { client, file, request, info, isPast, unsendable, log, onClosed } = parts;
    this.id = info.id;
    this.file = file;
    this.#client = client;
    this.#request = request;
    this.#info = info;
    this.#state = isPast ? pastState(info.state) : { name: 'connecting' };
    this.#unsendable = unsendable;
    this.#log = log;
    this.#onClosed = onClosed;
    this.#connection = { ...idleConnection, attempt: info.attempts };
    this.#clockOffset = Date.now() - info.startedAt - performance.now();
    this.#counts = { ...noCounts, lastEventId: info.lastEventId, lastTime: info.durationMs };
    this.#writer = new BodyWriter(client, this.id, () => this.#stream?.resume());
    client.listen(this.id, {
      taken: (buffer) => this.#writer.taken(buffer),
      recordingFailed: (message) => this.#failRecording(message),
    });
  }

  /** Makes the capture file and starts to connect. */
  start(): void {
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
    } catch (error) {
      this.#failRecording(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#client.request('open', this.id, { file: this.file }).catch((error: unknown) => {
      this.#failRecording(error instanceof Error ? error.message : String(error));
    });
    this.#step({ input: 'connect' });
  }

  /** Reads the counts of a capture that was opened before. */
  async load(): Promise<void> {
    this.#counts = await this.#client.request('counts', this.id, {});
  }

  snapshot(): SessionSnapshot {
    const { title, method, url, status, httpVersion, startedAt, retryMs } = this.#info;
    const { records, kinds, types, bytes, lastEventId, warnings, clearedRecords, lastTime } = this.#counts;
    const rate = this.#rates.read(performance.now());
    return {
      id: this.id,
      title,
      method,
      url,
      state: this.#state,
      status,
      httpVersion,
      attempts: this.#connection.attempt,
      records,
      kinds,
      types,
      bytes,
      eventsPerSecond: isLive(this.#state) ? rate.events : 0,
      bytesPerSecond: isLive(this.#state) ? rate.bytes : 0,
      lastEventId,
      retryMs: this.#counts.retryMs ?? retryMs,
      warnings,
      startedAt,
      durationMs: isLive(this.#state) ? this.#now() : Math.max(lastTime, this.#info.durationMs),
      clearedRecords,
    };
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

  timeline(bins: number): Promise<Timeline> {
    return this.#client.request('timeline', this.id, { bins });
  }

  async disconnect(): Promise<void> {
    this.#step({ input: 'stop' });
    await this.#refreshCounts();
  }

  reconnect(options: { readonly lastEventId?: string } = {}): void {
    if (this.#closed) {
      return;
    }
    this.#recordingFailure = undefined;
    if (isLive(this.#state)) {
      this.#step({ input: 'stop' });
    }
    const number = this.#streamNumber;
    // The ID to send is known once the capture thread has read all that came before.
    void this.#bodyEnded.then(() => {
      if (number !== this.#streamNumber || this.#closed) {
        return;
      }
      if (options.lastEventId !== undefined) {
        this.#counts = { ...this.#counts, lastEventId: options.lastEventId };
      }
      this.#step({ input: 'connect' });
    });
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

  async close(): Promise<void> {
    if (this.#closed) {
      return;
    }
    await this.disconnect();
    this.#closed = true;
    clearTimeout(this.#countTimer);
    this.#saveInfo();
    await this.#client.request('close', this.id, {}).catch((error: unknown) => {
      this.#log(`Closing the capture failed: ${String(error)}`);
    });
    this.#writer.dispose();
    this.#client.unlisten(this.id);
    this.#listeners.clear();
    this.#onClosed();
  }

  /** Milliseconds since the capture began, by the monotonic clock. */
  #now(): number {
    return performance.now() + this.#clockOffset;
  }

  #rules(): ConnectionRules {
    const { method, url, reconnects, retryMs, retryFromStream } = this.#info;
    const fromStream = this.#counts.retryMs;
    return {
      method,
      url,
      lastEventId: this.#counts.lastEventId,
      reconnects,
      delayMs: Math.min(fromStream ?? retryMs, maxTimerMs),
      delayReason: fromStream !== undefined || retryFromStream ? 'retry-field' : 'default',
    };
  }

  #step(input: ConnectionInput): void {
    const rules = this.#rules();
    const { connection, changes, action } = stepConnection(this.#connection, input, rules);
    if (changes.length === 0) {
      return;
    }
    this.#connection = connection;
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
          this.#step({ input: 'refused', problem: this.#unsendable });
          return;
        }
        break;
      case 'wait':
        this.#delay = setTimeout(() => this.#step({ input: 'delayOver' }), rules.delayMs);
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
        return { name: 'waiting', delayMs: rules.delayMs, until: Date.now() + rules.delayMs };
      case 'finished':
        return { name: 'finished', reason: last.reason };
      case 'failed':
        return { name: 'failed', problem: last.problem };
      case 'stopped':
        return { name: 'stopped' };
      case 'ended':
      case 'cut':
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
    this.#streamNumber += 1;
    if (this.#stream !== undefined) {
      this.#stream.abort();
      this.#stream = undefined;
      this.#writer.flush();
      this.#bodyEnded = this.#client.request('endBody', this.id, {}).then(
        ({ lastEventId, retryMs }) => this.#takeEnd(lastEventId, retryMs),
        (error: unknown) => this.#failRecording(error instanceof Error ? error.message : String(error)),
      );
    }
  }

  #takeEnd(lastEventId: string, retryMs: number | undefined): void {
    this.#counts = { ...this.#counts, lastEventId, retryMs: undefined };
    this.#info = {
      ...this.#info,
      lastEventId,
      retryMs: retryMs ?? this.#info.retryMs,
      retryFromStream: retryMs !== undefined || this.#info.retryFromStream,
    };
  }

  #openStream(lastEventId: string): void {
    const number = this.#streamNumber;
    const url = new URL(this.#request.url);
    const request: StreamRequest = {
      ...this.#request,
      url: withoutUserInfo(url),
      headers: this.#headers(url),
      lastEventId,
    };
    this.#client.send({ type: 'beginBody', session: this.id, attempt: this.#connection.attempt });
    const isCurrent = (): boolean => number === this.#streamNumber;
    const listener: StreamListener = {
      response: ({ status, httpVersion, contentType }) => {
        if (isCurrent()) {
          this.#openedAt = this.#now();
          this.#lastByteAt = this.#openedAt;
          this.#info = { ...this.#info, status, httpVersion };
          this.#step({ input: 'accepted', status, httpVersion, contentType });
        }
      },
      noContent: ({ status, httpVersion }) => {
        if (isCurrent()) {
          this.#info = { ...this.#info, status, httpVersion };
          this.#step({ input: 'noContent' });
        }
      },
      refused: (refusal, { status, httpVersion }) => {
        if (isCurrent()) {
          this.#info = { ...this.#info, status, httpVersion };
          this.#step({ input: 'refused', problem: refusal });
        }
      },
      chunk: (bytes) => (isCurrent() ? this.#chunk(bytes) : true),
      ended: () => {
        if (isCurrent()) {
          const now = this.#now();
          void this.#afterBody({ input: 'ended', openMs: now - this.#openedAt, silenceMs: now - this.#lastByteAt });
        }
      },
      failed: (failure) => {
        if (isCurrent()) {
          void this.#afterBody({ input: 'broken', problem: failure });
        }
      },
    };
    this.#stream = openHttpStream(request, listener);
  }

  /** Headers of the user, with the credentials of the URL as basic authorisation where there is no other. */
  #headers(url: URL): Readonly<Record<string, string>> {
    const { headers } = this.#request;
    if (url.username === '' || Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) {
      return headers;
    }
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return { ...headers, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  }

  #chunk(bytes: Uint8Array): boolean {
    this.#lastByteAt = this.#now();
    this.#scheduleCounts();
    return this.#writer.write(bytes, this.#lastByteAt);
  }

  /** The capture thread knows the ID and the retry time that decide what comes next, once it has read the whole body. */
  async #afterBody(input: ConnectionInput): Promise<void> {
    const number = this.#streamNumber;
    this.#writer.flush();
    this.#stream = undefined;
    try {
      const { lastEventId, retryMs } = await this.#client.request('endBody', this.id, {});
      if (number !== this.#streamNumber) {
        return;
      }
      this.#takeEnd(lastEventId, retryMs);
      // Whoever hears of the end also hears how much there was.
      this.#counts = { ...(await this.#client.request('counts', this.id, {})), lastEventId, retryMs: undefined };
      if (number !== this.#streamNumber) {
        return;
      }
      this.#step(input);
    } catch (error) {
      this.#failRecording(error instanceof Error ? error.message : String(error));
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
    const { lastEventId, lastTime } = this.#counts;
    const durationMs = isLive(this.#state) ? this.#now() : Math.max(lastTime, this.#info.durationMs);
    const attempts = this.#connection.attempt;
    this.#info = { ...this.#info, lastEventId, attempts, durationMs, state: JSON.stringify(this.#state) };
    this.#client.send({ type: 'saveInfo', session: this.id, info: this.#info });
  }

  #scheduleCounts(): void {
    if (this.#countTimer === undefined && !this.#closed) {
      this.#countTimer = setTimeout(() => {
        this.#countTimer = undefined;
        void this.#refreshCounts();
      }, countIntervalMs);
    }
  }

  async #refreshCounts(): Promise<void> {
    this.#writer.flush();
    try {
      const counts = await this.#client.request('counts', this.id, {});
      const isNews = counts.lastTime !== this.#counts.lastTime || counts.records !== this.#counts.records;
      this.#counts = counts;
      const isMoving = this.#rates.add(performance.now(), counts.kinds.event + counts.clearedRecords, counts.bytes);
      if (isNews || isMoving) {
        this.#emit();
      }
      if (isMoving && isLive(this.#state)) {
        this.#scheduleCounts();
      }
    } catch (error) {
      this.#failRecording(error instanceof Error ? error.message : String(error));
    }
  }

  #emit(): void {
    const snapshot = this.snapshot();
    for (const listener of this.#listeners) {
      listener(snapshot);
    }
  }
}

function withoutUserInfo(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

/** The state of a capture of an earlier run: what it ended with, or stopped where the run ended before it. */
function pastState(json: string): SessionState {
  try {
    const stored = JSON.parse(json) as SessionState;
    return stored.name === 'finished' || stored.name === 'failed' ? stored : { name: 'stopped' };
  } catch {
    return { name: 'stopped' };
  }
}
