import http2, { type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Dial, DialFacts, DialListener } from './dial.ts';
import type { Hop, HopListener } from './hop.ts';
import { debugText, type GoAway, Http2Fault } from './http2Fault.ts';
import { TransportError } from './transportError.ts';

/** Streams that one connection carries at most, whatever the server allows: as many as servers commonly do. */
const maxStreams = 100;
/** Bytes that a server may send of one stream before they have been taken: what a fast one sends in a few milliseconds. */
const streamWindowBytes = 1024 * 1024;
/** Bytes for all streams of a connection together. Node takes each piece at once, so that no stream holds up another. */
const connectionWindowBytes = 16 * 1024 * 1024;
/** The most that Node's HTTP/2 can be set to. */
const maxHeaderListSize = 16 * 1024 * 1024 - 1;
const maxHeaderPairs = 65_536;

/** What Node says where a header block comes in more frames than it takes: NGHTTP2_ERR_TOO_MANY_CONTINUATIONS. */
const tooManyContinuations = -905;

/** Somebody who wants a stream on a connection. Hears one of these, once. */
export interface StreamTaker {
  take(connection: Http2Connection, isReused: boolean): void;
  /** There is no room left, or the connection is about to end: another one is needed. */
  turnedAway(): void;
  /**
   * HTTP/1.1 is spoken instead. Whoever the connection was made for goes on over it with `adopt`, at once; all others get
   * none.
   */
  declined(adopt: ((listener: HopListener) => Hop | undefined) | undefined): void;
  failed(error: unknown, facts: DialFacts): void;
}

/** One connection that speaks HTTP/2, or is about to. It closes when its last stream has ended. */
export class Http2Connection {
  readonly #dial: Dial;
  readonly #origin: string;
  readonly #maxHeaderBytes: number;
  readonly #onRetire: () => void;
  readonly #waiting = new Set<StreamTaker>();
  readonly #streams = new Set<ClientHttp2Stream>();
  /** Whom the connection is made for. */
  #first: StreamTaker | undefined;
  #session: ClientHttp2Session | undefined;
  #goAway: GoAway | undefined;
  /** As the server allows them; unknown until it has said so. */
  #room: number | undefined;
  #isUsed = false;
  #isSocketClosed = false;
  #isRetired = false;

  /** `onRetire` is called once, when it takes no more streams. The first taker is to be offered at once. */
  constructor(origin: string, maxHeaderBytes: number, dial: (listener: DialListener) => Dial, onRetire: () => void) {
    this.#origin = origin;
    this.#maxHeaderBytes = maxHeaderBytes;
    this.#onRetire = onRetire;
    this.#dial = dial({
      connected: (socket) => this.#connected(socket),
      declined: () => this.#decline(),
      failed: (error) => this.#failAll(error),
    });
  }

  facts(): DialFacts {
    return this.#dial.facts();
  }

  /** Whether the taker is served now or later. If not, nothing is heard. */
  offer(taker: StreamTaker): boolean {
    if (this.#isRetired || this.#isFull()) {
      return false;
    }
    this.#first ??= taker;
    if (this.#session === undefined || (this.#isUsed && this.#room === undefined)) {
      this.#waiting.add(taker);
    } else {
      this.#serve(taker);
    }
    return true;
  }

  /** The taker hears nothing more. */
  withdraw(taker: StreamTaker): void {
    this.#waiting.delete(taker);
    this.#closeIfIdle();
  }

  /** It takes no more streams; those that it has go on. */
  retire(): void {
    if (!this.#isRetired) {
      this.#isRetired = true;
      this.#onRetire();
    }
  }

  /** Sends the head of a request. Its stream is of this connection until it is closed or released. */
  request(headers: Readonly<Record<string, string>>, endStream: boolean): ClientHttp2Stream {
    if (this.#session === undefined) {
      throw new TransportError('ERR_HTTP2_INVALID_SESSION', 'The connection is closed');
    }
    const stream = this.#session.request(headers, { endStream });
    this.#streams.add(stream);
    stream.once('close', () => this.release(stream));
    return stream;
  }

  /** Ends a stream at once, with the whole connection where it was the last one. */
  release(stream: ClientHttp2Stream): void {
    if (!stream.closed) {
      stream.close(http2.constants.NGHTTP2_CANCEL);
    }
    if (this.#streams.delete(stream)) {
      // Not at once: a redirect sends its next request just after it has let go of the one before.
      process.nextTick(() => this.#closeIfIdle());
    }
  }

  /** What a stream came to that was closed before its response was complete. `error`: what Node said of it. */
  faultOf(stream: ClientHttp2Stream, error: Error | undefined): Error {
    const goAway = this.#goAway;
    const id = stream.id ?? Infinity;
    if (goAway !== undefined && (goAway.errorCode !== 0 || goAway.lastStreamId < id || this.#isSocketClosed)) {
      return Http2Fault.goingAway(goAway, id);
    }
    const code = error !== undefined && 'code' in error ? error.code : undefined;
    if (error !== undefined && 'errno' in error && error.errno === tooManyContinuations) {
      return new TransportError('ERR_HTTP2_HEADERS_BEYOND_NODE', error.message);
    }
    if (code === 'ERR_HTTP2_ERROR' || code === 'ERR_HTTP2_SESSION_ERROR') {
      // The server says what it allows before it says anything else.
      return this.#room === undefined
        ? new TransportError('ERR_HTTP2_NOT_SPOKEN', 'What the server answers is not HTTP/2')
        : new TransportError('ERR_HTTP2_PROTOCOL', error?.message ?? '');
    }
    if (this.#isSocketClosed && (error === undefined || code === 'ERR_HTTP2_STREAM_ERROR')) {
      return new TransportError('ECONNRESET', 'The server closed the connection before the stream ended');
    }
    return error === undefined || code === 'ERR_HTTP2_STREAM_ERROR' ? Http2Fault.streamReset(stream.rstCode) : error;
  }

  #isFull(): boolean {
    return this.#streams.size + this.#waiting.size >= Math.min(this.#room ?? maxStreams, maxStreams);
  }

  #connected(socket: Socket): void {
    // Before Node's own listener, which ends the streams.
    socket.once('close', () => (this.#isSocketClosed = true));
    const session = http2.connect(this.#origin, {
      createConnection: () => socket,
      maxHeaderListPairs: maxHeaderPairs,
      settings: {
        enablePush: false,
        initialWindowSize: streamWindowBytes,
        // More than is taken, because Node does not tell its own limit from a stream that the server has reset.
        maxHeaderListSize: Math.min(2 * this.#maxHeaderBytes, maxHeaderListSize),
      },
    });
    this.#session = session;
    session.once('connect', () => session.setLocalWindowSize(connectionWindowBytes));
    session.on('remoteSettings', (settings: http2.Settings) =>
      this.#allowed(settings.maxConcurrentStreams ?? maxStreams),
    );
    session.on('goaway', (errorCode: number, lastStreamId: number, data?: Uint8Array) =>
      this.#goingAway({ errorCode, lastStreamId, debugData: debugText(data) }),
    );
    // Each stream is told, too.
    session.on('error', () => undefined);
    session.once('close', () => this.#close());
    // One without asking what is allowed, which would cost a round trip.
    const [first] = this.#waiting;
    if (first !== undefined) {
      this.#waiting.delete(first);
      this.#serve(first);
    }
  }

  #decline(): void {
    const takers = this.#takeWaiting();
    this.retire();
    for (const taker of takers) {
      taker.declined(taker === this.#first ? (listener) => this.#dial.adopt(listener) : undefined);
    }
  }

  #serve(taker: StreamTaker): void {
    const isReused = this.#isUsed;
    this.#isUsed = true;
    taker.take(this, isReused);
  }

  #allowed(streams: number): void {
    this.#room = streams;
    const waiting = this.#takeWaiting();
    for (const taker of waiting) {
      if (!this.offer(taker)) {
        taker.turnedAway();
      }
    }
  }

  #goingAway(goAway: GoAway): void {
    const before = this.#goAway;
    // Said in several frames, of which the later tell more; Node itself repeats the last one without its data.
    this.#goAway = before === undefined || goAway.errorCode !== 0 || goAway.debugData !== '' ? goAway : before;
    this.retire();
    this.#takeWaiting().forEach((taker) => taker.turnedAway());
  }

  #failAll(error: unknown): void {
    const takers = this.#takeWaiting();
    this.retire();
    takers.forEach((taker) => taker.failed(error, this.facts()));
  }

  #takeWaiting(): readonly StreamTaker[] {
    const takers = [...this.#waiting];
    this.#waiting.clear();
    return takers;
  }

  #closeIfIdle(): void {
    if (this.#streams.size === 0 && this.#waiting.size === 0) {
      this.#close();
    }
  }

  #close(): void {
    this.retire();
    this.#dial.abort();
    this.#session?.destroy();
    this.#takeWaiting().forEach((taker) => taker.turnedAway());
  }
}
