import type { ClientHttp2Stream, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import type { DialFacts } from './dial.ts';
import { HeldBody } from './heldBody.ts';
import { noFacts } from './hop.ts';
import type { Hop, HopFacts, HopListener, HopRequest } from './hop.ts';
import { openHttp1Hop } from './http1Hop.ts';
import type { Http2Connection, StreamTaker } from './http2Connection.ts';
import { Http2Ending } from './http2Ending.ts';
import { Http2Fault } from './http2Fault.ts';
import { headerListBytes, http2Headers, withoutPseudoHeaders } from './http2Headers.ts';
import { maxHeaderBytesOf, takeHttp2Stream } from './http2Pool.ts';
import { TransportError } from './transportError.ts';

/**
 * Sends one request over HTTP/2, on a connection that other requests to the origin share. With `auto`, HTTP/1.1 is spoken
 * where the server prefers it, on the same connection.
 */
export function openHttp2Hop(request: HopRequest, listener: HopListener): Hop {
  return new Http2Hop(request, listener);
}

class Http2Hop implements Hop, StreamTaker {
  readonly #request: HopRequest;
  readonly #listener: HopListener;
  #giveUp: (() => void) | undefined;
  #connection: Http2Connection | undefined;
  #stream: ClientHttp2Stream | undefined;
  #body: HeldBody | undefined;
  /** The hop over HTTP/1.1 that has taken the place of this one. */
  #other: Hop | undefined;
  #headers: readonly (readonly [string, string])[] = [];
  #isReused = false;
  #isRepeated = false;
  #isOver = false;
  #facts: HopFacts = noFacts;

  constructor(request: HopRequest, listener: HopListener) {
    this.#request = request;
    this.#listener = listener;
    this.#open();
  }

  facts(): HopFacts {
    return this.#other?.facts() ?? this.#facts;
  }

  abort(): void {
    this.#isOver = true;
    this.#other?.abort();
    this.#giveUp?.();
    if (this.#stream !== undefined) {
      this.#connection?.release(this.#stream);
    }
    this.#body?.destroy();
  }

  take(connection: Http2Connection, isReused: boolean): void {
    this.#connection = connection;
    this.#isReused = isReused;
    const { remoteAddress, proxy, tls, resolvedAt, connectedAt, securedAt } = connection.facts();
    this.#facts = {
      ...this.#facts,
      ...(isReused ? {} : { resolvedAt, connectedAt, securedAt }),
      remoteAddress,
      proxy,
      tls,
      reusedConnection: isReused,
      requestHeaders: this.#headers.map(([name, value]) => [name, value]),
    };
    const { body } = this.#request;
    try {
      const stream = connection.request(Object.fromEntries(this.#headers), body === undefined);
      this.#stream = stream;
      this.#listen(connection, stream);
      if (body !== undefined) {
        stream.end(body);
      }
    } catch (error) {
      // The connection has begun to end, so nothing is sent.
      process.nextTick(() => this.#end(error, isReused));
    }
  }

  turnedAway(): void {
    this.#open();
  }

  declined(adopt: ((listener: HopListener) => Hop | undefined) | undefined): void {
    this.#other = adopt?.(this.#listener) ?? openHttp1Hop(this.#request, this.#listener);
  }

  failed(error: unknown, facts: DialFacts): void {
    this.#facts = { ...this.#facts, ...facts };
    this.#end(error, false);
  }

  #open(): void {
    const fault = this.#fault();
    if (fault !== undefined) {
      // Told later, because nobody listens yet.
      process.nextTick(() => this.#end(fault, false));
      return;
    }
    try {
      this.#headers = http2Headers(this.#request);
      this.#giveUp = takeHttp2Stream(this.#request, this);
    } catch (error) {
      // Of headers that cannot be sent, or a client certificate that is none.
      process.nextTick(() => this.#end(error, false));
    }
  }

  /** Why HTTP/2 cannot be spoken at all. */
  #fault(): Error | undefined {
    const { url, options } = this.#request;
    const { httpVersion, proxy = '', socketPath } = options;
    if (httpVersion === 'h2c' && proxy !== '' && socketPath === undefined) {
      return new TransportError('ERR_HTTP2_THROUGH_PROXY', `h2c is not spoken through a proxy (${proxy})`);
    }
    return url.protocol === 'http:' && httpVersion !== 'h2c'
      ? new TransportError('ERR_HTTP2_NEEDS_TLS', 'Without TLS, HTTP/2 is spoken by prior knowledge only')
      : undefined;
  }

  #listen(connection: Http2Connection, stream: ClientHttp2Stream): void {
    const ending = new Http2Ending(stream);
    let error: Error | undefined;
    stream.on('error', (reason: Error) => (error = reason));
    stream.once(
      'response',
      (headers: IncomingHttpHeaders & IncomingHttpStatusHeader, _flags: number, rawHeaders: unknown) =>
        this.#respond(stream, ending, headers[':status'] ?? 0, isTexts(rawHeaders) ? rawHeaders : []),
    );
    stream.once('close', () => {
      if (this.#body !== undefined) {
        // After a complete response, whatever else the server says is of the request ([RFC 9113] 8.1).
        this.#body.close(ending.isSeen ? undefined : connection.faultOf(stream, error));
      } else {
        const reason = connection.faultOf(stream, error);
        this.#end(reason, this.#isReused && reason instanceof Http2Fault && reason.isUnprocessed);
      }
    });
  }

  #respond(stream: ClientHttp2Stream, ending: Http2Ending, status: number, rawHeaders: readonly string[]): void {
    if (this.#isOver) {
      return;
    }
    const bytes = headerListBytes(rawHeaders);
    if (bytes > maxHeaderBytesOf(this.#request)) {
      this.#end(new TransportError('ERR_HTTP2_HEADERS_TOO_LONG', `${bytes} bytes`), false);
      return;
    }
    this.#body = new HeldBody(stream, () => ending.isSeen);
    this.#listener.response({
      status,
      statusText: '',
      httpVersion: '2',
      rawHeaders: withoutPseudoHeaders(rawHeaders),
      body: this.#body,
    });
  }

  /** Without a response. `isUnsent`: the server has done nothing yet, and a new connection may do better. */
  #end(error: unknown, isUnsent: boolean): void {
    if (this.#isOver) {
      return;
    }
    const isAuto = (this.#request.options.httpVersion ?? 'auto') === 'auto';
    if (isUnsent && !this.#isRepeated) {
      this.#isRepeated = true;
      this.#connection?.retire();
      this.#open();
    } else if (isAuto && error instanceof Http2Fault && error.code === 'HTTP_1_1_REQUIRED') {
      this.#other = openHttp1Hop(this.#request, this.#listener);
    } else {
      this.abort();
      this.#listener.failed(error);
    }
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
