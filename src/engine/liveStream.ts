import type { ConnectionInput, OpenTime } from '../core/connection/connectionMachine.ts';
import { formatDuration } from '../core/words/format.ts';
import { problem } from '../net/classifyError.ts';
import { openHttpStream } from '../net/httpStream.ts';
import type { StreamConnection, StreamListener, StreamRequest, StreamResponse } from '../net/streamRequest.ts';
import type { AttemptLog } from './attemptLog.ts';
import type { AttemptRecorder } from './attemptRecorder.ts';
import type { CaptureClock } from './captureClock.ts';
import { SilenceTimer } from './silenceTimer.ts';

/** How a stream ended that nobody here ended. */
export type StreamEnding =
  ({ readonly input: 'ended' } & OpenTime) | Extract<ConnectionInput, { readonly input: 'broken' }>;

/** Hears of a stream until it is closed. */
export interface LiveStreamListener {
  /** The head of the response, and what it means for the connection. */
  responded(response: StreamResponse, input: ConnectionInput): void;
  /** @param time Milliseconds since the capture began. Returns whether to go on reading; if not, `resume` does. */
  chunk(bytes: Uint8Array, time: number): boolean;
  over(ending: StreamEnding): void;
}

/** What a stream needs beside its request. */
export interface LiveStreamParts {
  readonly clock: CaptureClock;
  readonly attempts: AttemptLog;
  /** Of the attempt that the stream is. */
  readonly recorder: AttemptRecorder;
  /** 0: silence is no sign of death. Milliseconds. */
  readonly deadAfterMs: number;
  /** Whether a silence is this side's own. */
  readonly isPaused: () => boolean;
}

/** A request under way and what comes back of it, told to the session and to the log of attempts. */
export class LiveStream {
  readonly #parts: LiveStreamParts;
  readonly #listener: LiveStreamListener;
  readonly #silence: SilenceTimer;
  readonly #stream: StreamConnection;
  readonly #host: string;
  #openedAt: number | undefined;
  #lastByteAt: number;
  #isClosed = false;

  constructor(request: StreamRequest, parts: LiveStreamParts, listener: LiveStreamListener) {
    const { clock, recorder, deadAfterMs, isPaused } = parts;
    this.#parts = parts;
    this.#listener = listener;
    this.#host = request.url.host;
    this.#silence = new SilenceTimer(
      deadAfterMs,
      () => (isPaused() ? performance.now() : this.#lastByteAt - clock.offset),
      () => this.#die(),
    );
    this.#stream = openHttpStream(request, this.#transportListener());
    recorder.follow(() => this.#stream.report());
    this.#lastByteAt = clock.now();
    this.#silence.start();
  }

  pause(): void {
    this.#stream.pause();
  }

  /** Goes on reading. The silence until now was this side's own. */
  resume(): void {
    const { clock, recorder } = this.#parts;
    recorder.resumed(clock.now());
    this.#lastByteAt = clock.now();
    this.#stream.resume();
  }

  /** Ends it at once; the listener hears nothing more. */
  close(): void {
    this.#isClosed = true;
    this.#silence.stop();
    this.#stream.abort();
  }

  #transportListener(): StreamListener {
    const { clock, attempts, recorder } = this.#parts;
    return {
      response: (response) => this.#responded(response, { input: 'accepted', ...response }),
      noContent: (response) => {
        recorder.end('no-content', clock.now());
        this.#responded(response, { input: 'noContent' });
      },
      refused: (refusal, response) => {
        recorder.end('refused', clock.now(), refusal);
        this.#responded(response, { input: 'refused', problem: refusal });
      },
      chunk: (bytes) => {
        if (this.#isClosed) {
          return true;
        }
        const now = clock.now();
        recorder.bytes(bytes, now);
        this.#lastByteAt = now;
        return this.#listener.chunk(bytes, now);
      },
      ended: () => {
        if (!this.#isClosed) {
          attempts.end('ended');
          this.#over({ input: 'ended', ...(this.#openTime() ?? { openMs: 0, silenceMs: 0 }) });
        }
      },
      failed: (failure) => {
        if (!this.#isClosed) {
          attempts.end('broken', failure);
          this.#over({ input: 'broken', problem: failure, open: this.#openTime() });
        }
      },
    };
  }

  #responded(response: StreamResponse, input: ConnectionInput): void {
    if (!this.#isClosed) {
      this.#openedAt = this.#parts.clock.now();
      this.#lastByteAt = this.#openedAt;
      this.#listener.responded(response, input);
      this.#parts.attempts.save();
    }
  }

  #openTime(): OpenTime | null {
    const now = this.#parts.clock.now();
    return this.#openedAt === undefined ? null : { openMs: now - this.#openedAt, silenceMs: now - this.#lastByteAt };
  }

  /** Nothing was heard of the server for too long. */
  #die(): void {
    const { attempts, deadAfterMs } = this.#parts;
    const silent = problem('silent', this.#host, { detail: formatDuration(deadAfterMs) });
    attempts.end('dead', silent);
    this.#over({ input: 'broken', problem: silent, open: this.#openTime() });
  }

  #over(ending: StreamEnding): void {
    this.close();
    this.#listener.over(ending);
  }
}
