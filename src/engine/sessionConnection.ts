import { idleConnection, stepConnection } from '../core/connection/connectionMachine.ts';
import type { ConnectionInput, ConnectionRules } from '../core/connection/connectionMachine.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import { isSendable } from '../core/connection/lastEventId.ts';
import type { Problem } from '../core/connection/problem.ts';
import {
  noHistory,
  noteEnd,
  noteReconnect,
  reconnectDelay,
  reconnectsPerMinute,
} from '../core/connection/reconnectPolicy.ts';
import type { ReconnectHistory } from '../core/connection/reconnectPolicy.ts';
import type { SessionState } from '../core/connection/sessionSnapshot.ts';
import type { BodyEnd } from '../core/protocol/captureMessages.ts';
import { formatBytes } from '../core/words/format.ts';
import { problem } from '../net/classifyError.ts';
import { SessionCookies } from '../net/sessionCookies.ts';
import type { AttemptLog } from './attemptLog.ts';
import type { AttemptRecorder } from './attemptRecorder.ts';
import type { CaptureClock } from './captureClock.ts';
import type { CountsPoll } from './countsPoll.ts';
import type { LastEventIdSetting } from './lastEventIdSetting.ts';
import { LiveStream } from './liveStream.ts';
import type { StreamEnding } from './liveStream.ts';
import type { SessionCapture } from './sessionCapture.ts';
import type { SessionInfo } from './sessionInfo.ts';
import { streamRequest } from './sessionRequest.ts';
import type { SessionRequest } from './sessionRequest.ts';
import type { SessionRules } from './sessionRules.ts';

/** What a connection is made of. */
export interface SessionConnectionParts {
  readonly capture: SessionCapture;
  readonly clock: CaptureClock;
  readonly attempts: AttemptLog;
  readonly counts: CountsPoll;
  readonly info: SessionInfo;
  readonly lastEventId: LastEventIdSetting;
  readonly request: SessionRequest;
  readonly rules: SessionRules;
  /** As it stands at the start. */
  readonly state: SessionState;
  /** Why the request cannot be sent, where it cannot. */
  readonly unsendable: Problem | undefined;
  readonly log: (message: string) => void;
  /** The state is another one, or begins anew. */
  readonly onDidChange: () => void;
  /** The capture cannot take what was to be recorded. */
  readonly onFailed: (error: unknown) => void;
}

/** Leads a session's connection from attempt to attempt as the connection machine says, and records what happens. */
export class SessionConnection {
  readonly #parts: SessionConnectionParts;
  /** Kept over reconnects, in memory only. */
  readonly #cookies = new SessionCookies();
  #request: SessionRequest;
  #state: SessionState;
  #connection = idleConnection;
  #history: ReconnectHistory = noHistory;
  #stream: LiveStream | undefined;
  #delay: NodeJS.Timeout | undefined;
  #isReadingPaused = false;
  /** Goes up with everything that is let go of: what it was to lead to does not count any more. */
  #released = 0;
  #bodyEnded: Promise<void> = Promise.resolve();
  /** Likeness of the newest body, and how many just before were the same. */
  #likeness = '';
  #repeats = 0;

  constructor(parts: SessionConnectionParts) {
    this.#parts = parts;
    this.#request = parts.request;
    this.#state = parts.state;
    this.#connection = { ...idleConnection, attempt: parts.info.current.attempts };
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Settles when the body that was released last is read to its end. */
  get bodyEnded(): Promise<void> {
    return this.#bodyEnded;
  }

  /** SHA-256 fingerprint; empty: none is accepted that is not trusted. */
  get acceptedCertificate(): string {
    return this.#request.transport.acceptCertificate ?? '';
  }

  get failuresInARow(): number {
    return this.#history.failuresInARow;
  }

  reconnectsPerMinute(now: number): number {
    return reconnectsPerMinute(this.#history, now);
  }

  /** From the next request on. @param fingerprint SHA-256, upper-case hex with colons. */
  acceptCertificate(fingerprint: string): void {
    const { transport } = this.#request;
    this.#request = { ...this.#request, transport: { ...transport, acceptCertificate: fingerprint } };
  }

  connect(): void {
    this.#step({ input: 'connect' });
  }

  /** Makes the attempt at once that is being waited with. */
  connectNow(): void {
    this.#step({ input: 'delayOver' });
  }

  stop(): void {
    this.#step({ input: 'stop' });
  }

  /** There is room for more. */
  resume(): void {
    if (!this.#isReadingPaused) {
      this.#stream?.resume();
    }
  }

  /** Whether the user has paused the reading of the stream. */
  get isReadingPaused(): boolean {
    return this.#isReadingPaused;
  }

  /** Stops reading until `resumeReading`, or until the stream ends. Nothing where no stream is open. */
  pauseReading(): void {
    if (this.#state.name === 'open' && this.#stream !== undefined) {
      this.#isReadingPaused = true;
      this.#stream.pause();
    }
  }

  resumeReading(): void {
    if (this.#isReadingPaused) {
      this.#isReadingPaused = false;
      if (!this.#parts.capture.isFull) {
        this.#stream?.resume();
      }
    }
  }

  /** The body is one that is not read on. */
  refuseBody(refusal: Problem): void {
    this.#parts.attempts.end('unreadable', refusal);
    this.#step({ input: 'unreadable', problem: refusal });
  }

  /** Ends whatever is under way, for a reason that is none of the connection's and that no record can tell of. */
  fail(failure: Problem): void {
    if (this.#stream !== undefined) {
      this.#parts.attempts.end('unreadable', failure);
    }
    this.#release();
    this.#connection = { ...this.#connection, phase: 'failed' };
    this.#state = { name: 'failed', problem: failure };
  }

  #rules(input: ConnectionInput, history: ReconnectHistory): ConnectionRules {
    const { info, counts, lastEventId, rules } = this.#parts;
    const { method, url, retryMs, retryFromStream } = info.current;
    const fromStream = counts.counts.retryMs;
    const { value } = lastEventId.next(counts.counts);
    return {
      method,
      url,
      ...(isSendable(value) ? { lastEventId: value, unsendableId: '' } : { lastEventId: '', unsendableId: value }),
      reconnect: rules.reconnect,
      failuresInARow: history.failuresInARow,
      delay: reconnectDelay(rules.reconnect, history, {
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
        return noteEnd(this.#history, this.#parts.attempts.newestHasBytes);
      case 'accepted':
      case 'unreadable':
      case 'noContent':
      case 'stop':
        return this.#history;
    }
  }

  #step(input: ConnectionInput): void {
    const { info, unsendable, attempts, onDidChange } = this.#parts;
    const history = this.#historyAfter(input);
    const rules = this.#rules(input, history);
    const { connection, changes, action } = stepConnection(this.#connection, input, rules);
    if (changes.length === 0) {
      return;
    }
    this.#history = history;
    this.#connection = connection;
    info.update({ attempts: connection.attempt });
    if (action !== 'none') {
      this.#release();
    }
    for (const change of changes) {
      this.#record(change);
    }
    this.#state = this.#stateAfter(changes, rules);
    switch (action) {
      case 'request':
        if (unsendable === undefined) {
          this.#openStream(rules.lastEventId);
        } else {
          this.#beginAttempt(rules.lastEventId);
          attempts.end('refused', unsendable);
          this.#step({ input: 'refused', problem: unsendable });
          return;
        }
        break;
      case 'wait':
        this.#noteBrake(rules);
        this.#delay = setTimeout(() => this.#step({ input: 'delayOver' }), rules.delay.delayMs);
        break;
      case 'release':
      case 'none':
        break;
    }
    onDidChange();
  }

  /** That attempts follow one another too fast is told with the one after which that showed. */
  #noteBrake({ delay: { reason, baseMs } }: ConnectionRules): void {
    if (reason === 'brake') {
      this.#parts.attempts.note({ brake: { reconnects: this.reconnectsPerMinute(performance.now()), baseMs } });
    }
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
    const { capture, info, log } = this.#parts;
    capture.change(change);
    log(`${info.current.title}: ${change.change} (attempt ${change.attempt})`);
  }

  /** Ends whatever is under way: request, body and delay. An open body's unfinished block is recorded as dropped. */
  #release(): void {
    clearTimeout(this.#delay);
    this.#delay = undefined;
    this.#released += 1;
    if (this.#stream !== undefined) {
      // Whatever else ended it has said so before.
      this.#parts.attempts.end('stopped');
      this.#stream.close();
      this.#endBody();
    }
  }

  /** Has the capture thread read the body to its end. `#bodyEnded` settles once its ID and retry time are known. */
  #endBody(): void {
    const { capture, onFailed } = this.#parts;
    this.#stream = undefined;
    this.#isReadingPaused = false;
    this.#bodyEnded = capture.endBody().then((end) => this.#takeEnd(end), onFailed);
  }

  #takeEnd({ lastEventId, retryMs, likeness }: BodyEnd): void {
    const { counts, info } = this.#parts;
    this.#repeats = likeness !== '' && likeness === this.#likeness ? this.#repeats + 1 : 0;
    this.#likeness = likeness;
    this.#parts.attempts.note({ repeats: this.#repeats });
    counts.amend({ lastEventId, retryMs: undefined });
    info.update({
      lastEventId,
      retryMs: retryMs ?? info.current.retryMs,
      retryFromStream: retryMs !== undefined || info.current.retryFromStream,
    });
  }

  /** Begins the record of an attempt, and its body in the capture. What the user wanted once is used up. */
  #beginAttempt(lastEventIdSent: string): AttemptRecorder {
    const { capture, attempts, counts, info, lastEventId, rules } = this.#parts;
    const { value } = lastEventId.next(counts.counts);
    const { attempt } = this.#connection;
    capture.beginBody({ attempt, lastEventId: value, lastEventIdSent, maxBlockBytes: rules.limits.blockBytes });
    const recorder = attempts.begin({
      number: attempt,
      lastEventIdSent,
      lastEventIdReceived: counts.counts.receivedId,
      cookiesAreOff: this.#request.transport.cookies === false,
    });
    lastEventId.used();
    counts.amend({ lastEventId: value });
    info.update({ lastEventIdSent });
    return recorder;
  }

  #openStream(lastEventId: string): void {
    const { capture, clock, attempts, rules, info } = this.#parts;
    const request = streamRequest(this.#request, lastEventId, this.#cookies);
    const recorder = this.#beginAttempt(lastEventId);
    const { deadAfterMs } = rules;
    this.#stream = new LiveStream(
      request,
      { clock, attempts, recorder, deadAfterMs, isPaused: () => capture.isFull || this.#isReadingPaused },
      {
        responded: ({ status, httpVersion }, input) => {
          info.update({ status, httpVersion });
          this.#step(input);
        },
        chunk: (bytes, time) => this.#chunk(bytes, time),
        over: (ending) => void this.#afterBody(ending),
      },
    );
  }

  #chunk(bytes: Uint8Array, time: number): boolean {
    const { capture, counts, rules } = this.#parts;
    counts.schedule();
    const hasRoom = capture.write(bytes, time);
    const { captureBytes } = rules.limits;
    if (captureBytes > 0 && capture.bodyBytes - counts.counts.clearedBytes >= captureBytes) {
      this.refuseBody(problem('capture-full', formatBytes(captureBytes)));
    }
    return hasRoom && !this.#isReadingPaused;
  }

  /** The capture thread knows the ID and the retry time that decide what comes next, once it has read the whole body. */
  async #afterBody(ending: StreamEnding): Promise<void> {
    const released = this.#released;
    this.#endBody();
    await this.#bodyEnded;
    // Whoever hears of the end also hears how much there was.
    await this.#parts.counts.refresh();
    if (released === this.#released) {
      this.#step(ending.input === 'ended' ? { ...ending, repeats: this.#repeats } : ending);
    }
  }
}
