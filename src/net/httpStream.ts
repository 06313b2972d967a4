import { redactUrl } from '../core/connection/redactUrl.ts';
import type { Problem } from '../core/connection/problem.ts';
import { classifyError, problem } from './classifyError.ts';
import { isDecodable, readBody } from './contentDecoder.ts';
import { essenceOf } from './contentType.ts';
import { ExchangeRecord } from './exchangeRecord.ts';
import type { Hop, HopRequest, HopResponse } from './hop.ts';
import { openHop } from './hopChoice.ts';
import { headerValues } from './rawHeaders.ts';
import { followRedirect, isRedirect, type Redirectable, type RedirectFault, RedirectTrail } from './redirect.ts';
import { type ByteCounter, readRefusal } from './refusal.ts';
import { requestHeaders } from './requestHeaders.ts';
import type { CookieNote } from '../core/connection/cookieNote.ts';
import type { StreamConnection, StreamListener, StreamRequest, StreamResponse } from './streamRequest.ts';
import type { TransportReport } from './transportReport.ts';

/** Opens a stream: one request, and those that its redirects lead to. */
export function openHttpStream(request: StreamRequest, listener: StreamListener): StreamConnection {
  return new HttpStream(request, listener);
}

/** What is being read of a response. */
interface Reading {
  pause?(): void;
  resume?(): void;
  destroy(): void;
}

class HttpStream implements StreamConnection, ByteCounter {
  readonly #request: StreamRequest;
  readonly #listener: StreamListener;
  readonly #trail = new RedirectTrail();
  readonly #exchanges: ExchangeRecord[] = [];
  readonly #cookieNotes: CookieNote[] = [];
  #hop: Hop | undefined;
  #reading: Reading | undefined;
  #contentCoding = '';
  #wireBytes = 0;
  #decodedBytes = 0;
  #done = false;

  constructor(request: StreamRequest, listener: StreamListener) {
    this.#request = request;
    this.#listener = listener;
    // The first of a trail is neither a loop nor one too many.
    this.#send(request, []);
  }

  pause(): void {
    this.#reading?.pause?.();
  }

  resume(): void {
    this.#reading?.resume?.();
  }

  report(): TransportReport {
    const secretHeaders = this.#request.secretHeaders ?? [];
    return {
      exchanges: this.#exchanges.map((record) => record.exchange(secretHeaders)),
      wireBytes: this.#wireBytes,
      decodedBytes: this.#decodedBytes,
      contentCoding: this.#contentCoding,
      isDecoded: isDecodable(this.#contentCoding),
      cookies: [...this.#cookieNotes],
    };
  }

  abort(): void {
    this.#done = true;
    this.#release();
  }

  wire(length: number): void {
    this.#wireBytes += length;
  }

  decoded(length: number): void {
    this.#decodedBytes += length;
  }

  /** Sends a request, unless it would go round in a circle. */
  #send(request: Redirectable, droppedHeaders: readonly string[]): RedirectFault | undefined {
    const hopRequest = this.#hopRequestOf(request);
    const fault = this.#trail.enter(request.method, request.url, hopRequest.headers['cookie'] ?? '');
    if (fault !== undefined) {
      return fault;
    }
    const record = new ExchangeRecord(hopRequest, droppedHeaders);
    this.#exchanges.push(record);
    const subject = subjectOf(hopRequest);
    this.#hop = openHop(hopRequest, {
      response: (response) => {
        record.responded(response);
        this.#respond(request, response, subject);
      },
      failed: (error) => this.#fail(error, subject),
    });
    record.carriedBy(this.#hop);
    return undefined;
  }

  #hopRequestOf(request: Redirectable): HopRequest {
    const { url, method, body, options } = request;
    const headers = requestHeaders(request, this.#request.lastEventId);
    const cookie = this.#cookies()?.header(url, headers['cookie'] ?? '') ?? '';
    const bare = new URL(url);
    bare.username = '';
    bare.password = '';
    return { url: bare, method, body, options, headers: cookie === '' ? headers : { ...headers, cookie } };
  }

  #cookies(): StreamRequest['cookies'] {
    return this.#request.options.cookies === false ? undefined : this.#request.cookies;
  }

  #respond(request: Redirectable, response: HopResponse, subject: string): void {
    const { status, httpVersion, rawHeaders, body } = response;
    const values = (name: string): readonly string[] => headerValues(rawHeaders, name);
    // Whatever else listens, an error of a body that nobody reads must not end the program.
    body.on('error', () => undefined);
    this.#cookieNotes.push(...(this.#cookies()?.take(request.url, values('set-cookie')) ?? []));
    this.#contentCoding = values('content-encoding').join(', ');
    const contentType = values('content-type').join(', ');
    const redirects = this.#exchanges.length - 1;
    const finalUrl = redirects === 0 ? '' : redactUrl(request.url.href);
    const head: StreamResponse = { status, httpVersion, contentType, redirects, finalUrl };
    const [location] = values('location');
    if (isRedirect(status) && location !== undefined) {
      this.#redirect(request, head, location);
    } else if (status === 204) {
      this.#finish(() => this.#listener.noContent(head));
    } else if (status !== 200) {
      this.#refuse(response, head, 'bad-status', subject);
    } else if (essenceOf(contentType) !== 'text/event-stream') {
      this.#refuse(response, head, 'wrong-content-type', subject);
    } else {
      this.#accept(response, head, subject);
    }
  }

  #redirect(request: Redirectable, head: StreamResponse, location: string): void {
    this.#hop?.abort();
    const next = followRedirect(request, head.status, location);
    const fault = 'fault' in next ? next.fault : this.#send(next.to.request, next.to.droppedHeaders);
    if (fault !== undefined) {
      const { code, subject } = fault;
      this.#finish(() => this.#listener.refused(problem(code, subject, { status: head.status }), head));
    }
  }

  #refuse(
    response: HopResponse,
    head: StreamResponse,
    code: 'bad-status' | 'wrong-content-type',
    subject: string,
  ): void {
    const tell = (refusal: Problem): void => this.#finish(() => this.#listener.refused(refusal, head));
    this.#reading = readRefusal(response, code, subject, this, tell);
  }

  #accept(response: HopResponse, head: StreamResponse, subject: string): void {
    this.#listener.response(head);
    // The listener may have ended it.
    if (this.#done) {
      return;
    }
    const reading = readBody(response.body, this.#contentCoding, {
      wire: (length) => this.wire(length),
      chunk: (bytes) => {
        this.decoded(bytes.length);
        if (!this.#done && !this.#listener.chunk(bytes)) {
          reading.pause();
        }
      },
      ended: () => this.#finish(() => this.#listener.ended()),
      failed: (error) => this.#fail(error, subject),
    });
    this.#reading = reading;
  }

  #fail(error: unknown, subject: string): void {
    const failure = classifyError(error, subject, this.#reading === undefined ? 'head' : 'body');
    this.#finish(() => this.#listener.failed(failure));
  }

  /** Tells the last thing there is to tell, once, with everything released. */
  #finish(tell: () => void): void {
    if (!this.#done) {
      this.#done = true;
      this.#release();
      tell();
    }
  }

  #release(): void {
    this.#hop?.abort();
    this.#reading?.destroy();
  }
}

/** `host:port` of the other end, or the path of its socket. */
function subjectOf({ url, options }: HopRequest): string {
  return (
    options.socketPath ?? `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port}`
  );
}
