import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { redactUrl } from '../core/connection/redactUrl.ts';
import { classifyError, problem } from './classifyError.ts';
import type { StreamConnection, StreamListener, StreamRequest, StreamResponse } from './streamRequest.ts';
import type { TransportReport } from './transportReport.ts';

const maxRedirects = 20;
/** Bytes of an error's body to keep as evidence. */
const bodyHeadBytes = 1024;
/** How long to wait for the evidence, milliseconds: an error's body may be a stream that never ends. */
const bodyHeadMs = 2000;
/**
 * Headers that follow a redirect to another origin. All others stay behind, not only the credentials that Fetch names: an
 * `X-Api-Key` is one too, and nobody can know them all.
 */
const harmlessHeaders = ['accept', 'accept-language', 'cache-control', 'user-agent'];
/** Headers that tell of a body, and go with it. */
const bodyHeaders = ['content-type', 'content-length', 'content-encoding', 'content-language'];

/**
 * Opens a stream over HTTP/1.1. No agent is named, so that VS Code's proxy and certificate settings apply, and nothing
 * is made of a silent connection: a stream may be silent for hours.
 */
export function openHttpStream(request: StreamRequest, listener: StreamListener): StreamConnection {
  return new HttpStream(request, listener);
}

class HttpStream implements StreamConnection {
  readonly #listener: StreamListener;
  #request: http.ClientRequest | undefined;
  #body: Readable | undefined;
  #timer: NodeJS.Timeout | undefined;
  #done = false;

  constructor(request: StreamRequest, listener: StreamListener) {
    this.#listener = listener;
    this.#send(request, 0);
  }

  resume(): void {
    this.#body?.resume();
  }

  report(): TransportReport {
    return { exchanges: [], wireBytes: 0, decodedBytes: 0, contentCoding: '', isDecoded: true, cookies: [] };
  }

  abort(): void {
    this.#done = true;
    this.#release();
  }

  #send(request: StreamRequest, redirects: number): void {
    const { url, method, body } = request;
    const subject = `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port}`;
    try {
      const send = url.protocol === 'https:' ? https.request : http.request;
      const sent = send(url, { method, headers: headersOf(request) });
      this.#request = sent;
      sent.on('response', (response) => this.#response(request, response, redirects, subject));
      sent.on('error', (error) => this.#fail(error, subject));
      sent.end(body);
    } catch (error) {
      // Node throws at once for headers that cannot be sent. Told later, because nobody listens yet.
      process.nextTick(() => this.#fail(error, subject));
    }
  }

  #response(request: StreamRequest, response: http.IncomingMessage, redirects: number, subject: string): void {
    const status = response.statusCode ?? 0;
    const contentType = response.headers['content-type'] ?? '';
    const head: StreamResponse = { status, httpVersion: response.httpVersion, contentType };
    const location = response.headers.location;
    if ([301, 302, 303, 307, 308].includes(status) && location !== undefined) {
      this.#redirect(request, response, location, redirects, head);
    } else if (status === 204) {
      this.#finish(() => this.#listener.noContent(head));
    } else if (status !== 200) {
      this.#refuse(response, head, 'bad-status', subject);
    } else if (essence(contentType) !== 'text/event-stream') {
      this.#refuse(response, head, 'wrong-content-type', subject);
    } else {
      this.#accept(response, head, subject);
    }
  }

  #redirect(
    request: StreamRequest,
    response: http.IncomingMessage,
    location: string,
    redirects: number,
    head: StreamResponse,
  ): void {
    response.destroy();
    const { status } = head;
    if (redirects === maxRedirects) {
      this.#finish(() => this.#listener.refused(problem('too-many-redirects', request.url.host, { status }), head));
      return;
    }
    if (!URL.canParse(location, request.url.href) || !/^https?:$/.test(new URL(location, request.url).protocol)) {
      this.#finish(() => this.#listener.refused(problem('bad-url', redactUrl(location), { status }), head));
      return;
    }
    const url = new URL(location, request.url);
    const becomesGet = status === 303 || ((status === 301 || status === 302) && request.method === 'POST');
    const body = becomesGet ? undefined : request.body;
    const isOtherOrigin = url.origin !== request.url.origin;
    const headers = Object.entries(request.headers).filter(([name]) =>
      bodyHeaders.includes(name.toLowerCase())
        ? body !== undefined
        : !isOtherOrigin || harmlessHeaders.includes(name.toLowerCase()),
    );
    this.#send(
      {
        ...request,
        url,
        method: becomesGet && request.method !== 'HEAD' ? 'GET' : request.method,
        body,
        headers: Object.fromEntries(headers),
      },
      redirects + 1,
    );
  }

  #refuse(
    response: http.IncomingMessage,
    head: StreamResponse,
    code: 'bad-status' | 'wrong-content-type',
    subject: string,
  ): void {
    const pieces: Buffer[] = [];
    let length = 0;
    const tell = (): void => {
      const bodyHead = Buffer.concat(pieces).subarray(0, bodyHeadBytes).toString('utf8');
      const { status, contentType } = head;
      this.#finish(() => this.#listener.refused(problem(code, subject, { status, contentType, bodyHead }), head));
    };
    const body = decoded(response);
    this.#body = body;
    this.#timer = setTimeout(tell, bodyHeadMs);
    body.on('data', (piece: Buffer) => {
      pieces.push(piece);
      length += piece.length;
      if (length >= bodyHeadBytes) {
        tell();
      }
    });
    body.on('end', tell);
    body.on('error', tell);
    response.on('error', tell);
  }

  #accept(response: http.IncomingMessage, head: StreamResponse, subject: string): void {
    const body = decoded(response);
    this.#body = body;
    this.#listener.response(head);
    body.on('data', (bytes: Buffer) => {
      if (!this.#done && !this.#listener.chunk(bytes)) {
        body.pause();
      }
    });
    body.on('end', () => this.#finish(() => this.#listener.ended()));
    body.on('error', (error) => this.#fail(error, subject));
    if (body !== response) {
      response.on('error', (error) => this.#fail(error, subject));
    }
  }

  #fail(error: unknown, subject: string): void {
    const wasStreaming = this.#body !== undefined;
    const { code, ...evidence } = classifyError(error, subject);
    // A reset in the middle of a body and an end before its announced length look alike to a user: cut.
    const seen = wasStreaming && (code === 'reset' || code === 'unexpected') ? 'cut' : code;
    this.#finish(() => this.#listener.failed({ code: seen, ...evidence }));
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
    clearTimeout(this.#timer);
    this.#request?.destroy();
    this.#body?.destroy();
  }
}

/** Header fields by name in lower case, the user's last: theirs win. */
function headersOf({ headers, lastEventId, body }: StreamRequest): Record<string, string> {
  const own: Record<string, string> = { accept: 'text/event-stream', 'cache-control': 'no-cache' };
  if (lastEventId !== '') {
    // [spec] 9.2.4: the UTF-8 form of the ID. Node writes header values as Latin-1, a byte a character.
    own['last-event-id'] = Buffer.from(lastEventId, 'utf8').toString('latin1');
  }
  if (body !== undefined) {
    own['content-length'] = String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength);
  }
  for (const [name, value] of Object.entries(headers)) {
    own[name.toLowerCase()] = value;
  }
  return own;
}

function essence(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** The body without its content coding, given out as it arrives. An unknown coding is left as it is. */
function decoded(response: http.IncomingMessage): Readable {
  const coding = (response.headers['content-encoding'] ?? '').trim().toLowerCase();
  const flush = { flush: zlib.constants.Z_SYNC_FLUSH };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return response.pipe(zlib.createGunzip(flush));
    case 'deflate':
      return response.pipe(zlib.createInflate(flush));
    case 'br':
      return response.pipe(zlib.createBrotliDecompress());
    default:
      return response;
  }
}
