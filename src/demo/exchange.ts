import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { URL, URLSearchParams } from 'node:url';
import type { BlockFields } from './framing.ts';
import { formatBlock, formatComment } from './framing.ts';
import { numberParameter } from './parameters.ts';

/**
 * One request and its response, as scenarios see them. Whatever waits (for time, for the socket) rejects as soon as the
 * client goes, so that a scenario is a plain sequence and leaves nothing behind.
 */
export class Exchange {
  readonly query: URLSearchParams;
  /** Value of the Last-Event-ID header; empty: absent. */
  readonly lastEventId: string;
  readonly #response: ServerResponse;
  readonly #closed = new AbortController();
  readonly #speed: number;

  /** @throws {ParameterError} for a `speed` that is no sensible number. */
  constructor(request: IncomingMessage, response: ServerResponse, url: URL) {
    this.query = url.searchParams;
    const lastEventId = request.headers['last-event-id'];
    this.lastEventId = typeof lastEventId === 'string' ? lastEventId : '';
    this.#response = response;
    this.#speed = numberParameter(url.searchParams, 'speed', { min: 0.01, max: 1000, fallback: 1 });
    response.once('close', () => this.#closed.abort());
  }

  /** Whether the response is over, by either side. */
  get closed(): boolean {
    return this.#closed.signal.aborted;
  }

  /** Sends the head of an event stream at once, as servers of such streams do. */
  openStream(headers: OutgoingHttpHeaders = {}): void {
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      ...headers,
    });
    this.#response.flushHeaders();
  }

  /** Sends a whole response that is no stream. */
  respond(status: number, headers: OutgoingHttpHeaders, body = ''): void {
    this.#response.writeHead(status, headers).end(body);
  }

  /** Writes to the body; resolves when the socket can take more. */
  async write(chunk: string | Uint8Array): Promise<void> {
    this.#closed.signal.throwIfAborted();
    if (!this.#response.write(chunk)) {
      await once(this.#response, 'drain', { signal: this.#closed.signal });
    }
  }

  async writeBlock(fields: BlockFields): Promise<void> {
    await this.write(formatBlock(fields));
  }

  async writeComment(text: string): Promise<void> {
    await this.write(formatComment(text));
  }

  /** Waits, scaled by the query parameter `speed`: 2 is twice as fast. */
  async wait(milliseconds: number): Promise<void> {
    const scaled = milliseconds / this.#speed;
    // Timers are no finer than this: many short waits at a high speed would add up to a long one.
    if (scaled >= 1) {
      await this.waitExactly(scaled);
    }
  }

  /** Waits whatever the speed. */
  async waitExactly(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#closed.signal });
  }

  /** Ends the body in an orderly way. */
  end(): void {
    this.#response.end();
  }

  /** Delivers a last piece, then drops the connection without ending the body. */
  async cut(lastPiece: string): Promise<void> {
    this.#closed.signal.throwIfAborted();
    await new Promise<void>((resolve) => this.#response.write(lastPiece, () => resolve()));
    this.#response.destroy();
  }
}
