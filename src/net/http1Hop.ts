import http from 'node:http';
import https from 'node:https';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import { type Duplex, Readable } from 'node:stream';
import tls, { TLSSocket } from 'node:tls';
import { HeldBody } from './heldBody.ts';
import { noFacts } from './hop.ts';
import type { Hop, HopFacts, HopListener, HopRequest } from './hop.ts';
import { isLoopbackName, lookupLoopback } from './loopback.ts';
import { readProxyEvent, type ProxyEvent } from './proxyEvent.ts';
import { ProxyFault } from './proxyFault.ts';
import { proxyOf, remoteAddressOf } from './socketAddress.ts';
import { certificateFault, tlsFactsOf } from './tlsFacts.ts';
import { tlsOptionsOf } from './tlsOptions.ts';

const defaultMaxHeaderBytes = 1024 * 1024;

/**
 * Methods that may be sent once more where a connection that was left over from an earlier request turns out to be
 * closed ([RFC 9110] 9.2.2): nobody can tell whether the server has seen the request.
 */
const repeatableMethods = ['GET', 'HEAD', 'OPTIONS'];

/** Methods without a body of which Node itself says nothing; of all others it says that their body is empty. */
const bodilessMethods = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];

/**
 * Sends one request over HTTP/1.1. No agent is named, so that VS Code's proxy and certificate settings apply; nothing is
 * made of the `timeout` events of Node's own agent: a stream may be silent for hours. With an offer, HTTP/1.1 is spoken
 * only where the other end prefers it.
 */
export function openHttp1Hop(request: HopRequest, listener: HopListener, offer?: AlpnOffer): Hop {
  return new Http1Hop(request, listener, offer);
}

/** What else than HTTP/1.1 may be spoken over TLS. Hears of one of the two, once, unless the hop fails. */
export interface AlpnOffer {
  /** The preferred first. */
  readonly protocols: readonly string[];
  /** The connection stands, and HTTP/2 is to be spoken on it. It is given away: the hop has nothing more to do with it. */
  agreed(socket: TLSSocket): void;
  /**
   * HTTP/1.1 is to be spoken: unless the hop is aborted, it sends its request now. Without a socket where a proxy refuses
   * the way to the server: its answer is the response.
   */
  declined(socket: TLSSocket | undefined): void;
}

class Http1Hop implements Hop {
  readonly #request: HopRequest;
  readonly #listener: HopListener;
  readonly #offer: AlpnOffer | undefined;
  #sent: http.ClientRequest | undefined;
  #socket: Socket | undefined;
  #body: HeldBody | undefined;
  /** As VS Code has said it. */
  #way: ProxyEvent | undefined;
  #bytesBefore = 0;
  #isOver = false;
  #facts: HopFacts = noFacts;

  constructor(request: HopRequest, listener: HopListener, offer: AlpnOffer | undefined) {
    this.#request = request;
    this.#listener = listener;
    this.#offer = offer;
    this.#send();
  }

  facts(): HopFacts {
    return this.#facts;
  }

  abort(): void {
    this.#isOver = true;
    this.#sent?.destroy();
    this.#body?.destroy();
  }

  #send(): void {
    const { url } = this.#request;
    try {
      const sent = this.#open();
      // Bytes are limited, and fields only by them: Node would leave out what is beyond 2000 without a word.
      sent.maxHeadersCount = 0;
      this.#sent = sent;
      this.#facts = {
        ...this.#facts,
        requestHeaders: sent.getRawHeaderNames().map((name) => [name, String(sent.getHeader(name))]),
      };
      sent.on('proxy', (event: unknown) => this.#goThrough(readProxyEvent(event)));
      sent.on('socket', (socket) => this.#take(sent, socket));
      sent.on('response', (response) => this.#respond(response, new HeldBody(response, () => response.complete)));
      sent.on('upgrade', (response, socket) => this.#respondWithoutBody(response, socket));
      sent.on('connect', (response, socket) => this.#respondWithoutBody(response, socket));
      sent.on('error', (error) => this.#fail(sent, error));
      if (url.protocol !== 'https:') {
        this.#end(sent);
      }
    } catch (error) {
      // Node throws at once for headers that cannot be sent. Told later, because nobody listens yet.
      process.nextTick(() => this.#fail(undefined, error));
    }
  }

  #open(): http.ClientRequest {
    return this.#request.url.protocol === 'https:' ? https.request(this.#options()) : http.request(this.#options());
  }

  #options(): https.RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamily'> {
    const { url, method, options } = this.#request;
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    return {
      protocol: url.protocol,
      hostname,
      port: url.port,
      path: url.pathname + url.search,
      method,
      headers: this.#headers(),
      // All addresses of a host are tried: a server may listen on one of them only.
      autoSelectFamily: true,
      ...(isLoopbackName(hostname) ? { lookup: lookupLoopback } : {}),
      maxHeaderSize: options.maxHeaderBytes ?? defaultMaxHeaderBytes,
      ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
      ...(url.protocol === 'https:' ? this.#tlsOptions(hostname) : {}),
    };
  }

  #tlsOptions(hostname: string): tls.ConnectionOptions {
    const options = tlsOptionsOf(hostname, this.#request.options);
    return this.#offer === undefined
      ? { ...options, ALPNProtocols: ['http/1.1'] }
      : {
          ...options,
          ALPNProtocols: [...this.#offer.protocols],
          // Node's default, named: an agent then does not take a connection that another client has left over, on which
          // nothing can be agreed any more.
          ecdhCurve: tls.DEFAULT_ECDH_CURVE,
        };
  }

  /** With all that Node would add by itself, so that what is reported is what is sent. */
  #headers(): Record<string, string> {
    const { url, method, headers, body } = this.#request;
    return {
      host: url.host,
      connection: 'keep-alive',
      ...(body === undefined && !bodilessMethods.includes(method) ? { 'content-length': '0' } : {}),
      ...headers,
    };
  }

  #goThrough(way: ProxyEvent | undefined): void {
    this.#way = way;
    this.#facts = { ...this.#facts, proxy: way?.proxy ?? '' };
  }

  #take(sent: http.ClientRequest, socket: Socket): void {
    this.#socket = socket;
    this.#bytesBefore = socket.bytesRead;
    this.#facts = { ...this.#facts, reusedConnection: sent.reusedSocket };
    if (!sent.reusedSocket) {
      socket.once('lookup', () => this.#note('resolvedAt'));
    }
    if (!socket.connecting) {
      this.#connected(socket, sent.reusedSocket);
    } else {
      socket.once('connect', () => this.#connected(socket, false));
    }
    if (this.#request.url.protocol !== 'https:') {
      return;
    }
    if (!(socket instanceof TLSSocket)) {
      this.#offer?.declined(undefined);
      this.#end(sent);
    } else if (sent.reusedSocket) {
      this.#secured(sent, socket);
    } else {
      // Before Node's own listener, which ends the connection where the certificate is not trusted.
      socket.prependOnceListener('secure', () => (this.#facts = { ...this.#facts, tls: tlsFactsOf(socket) }));
      socket.once('secureConnect', () => {
        this.#note('securedAt');
        this.#secured(sent, socket);
      });
    }
  }

  #end(sent: http.ClientRequest): void {
    if (this.#isOver) {
      return;
    }
    const { body } = this.#request;
    // Node writes the headers and a body that is a string as one text, and in UTF-8: wrong for headers beyond ASCII.
    sent.end(typeof body === 'string' ? Buffer.from(body) : body);
  }

  #connected(socket: Socket, isReused: boolean): void {
    const { options } = this.#request;
    if (!isReused) {
      this.#note('connectedAt');
    }
    this.#facts = {
      ...this.#facts,
      remoteAddress: options.socketPath ?? remoteAddressOf(socket),
      proxy: this.#way?.proxy ?? proxyOf(socket, options),
    };
  }

  /** Nothing is written before the other end is known to be the right one. */
  #secured(sent: http.ClientRequest, socket: TLSSocket): void {
    this.#facts = { ...this.#facts, tls: tlsFactsOf(socket) };
    const fault = certificateFault(socket, this.#request.options);
    if (fault !== undefined) {
      sent.destroy(fault);
    } else if (this.#offer !== undefined && socket.alpnProtocol === 'h2') {
      this.#isOver = true;
      this.#offer.agreed(socket);
    } else {
      this.#offer?.declined(socket);
      this.#end(sent);
    }
  }

  #note(moment: 'resolvedAt' | 'connectedAt' | 'securedAt'): void {
    // A host with several addresses is resolved once, and told of for each.
    this.#facts = { ...this.#facts, [moment]: this.#facts[moment] ?? performance.now() };
  }

  /** A switch of protocols, or a tunnel, is a response too, and nobody asked for what comes behind it. */
  #respondWithoutBody(response: http.IncomingMessage, socket: Duplex): void {
    socket.destroy();
    this.#respond(response, new HeldBody(Readable.from([]), () => true));
  }

  #respond(response: http.IncomingMessage, body: HeldBody): void {
    response.on('error', (error) => body.close(error));
    if (this.#isOver) {
      return;
    }
    this.#body = body;
    // The connection is not given back to be used again: a session leaves nothing behind.
    response.once('end', () => this.#socket?.destroy());
    this.#listener.response({
      status: response.statusCode ?? 0,
      statusText: response.statusMessage ?? '',
      httpVersion: response.httpVersion,
      rawHeaders: response.rawHeaders,
      body,
    });
  }

  #fail(sent: http.ClientRequest | undefined, error: unknown): void {
    if (this.#isOver) {
      return;
    }
    if (this.#body !== undefined) {
      // What is wrong with the framing is told to the request alone; the body would only know that it was cut.
      this.#body.close(error instanceof Error ? error : new Error(String(error)));
    } else if (sent !== undefined && this.#isStale(sent, error)) {
      this.#send();
    } else {
      this.#isOver = true;
      this.#listener.failed(this.#proxyFault(error) ?? error);
    }
  }

  /** What the error means where there was no connection to the proxy. */
  #proxyFault(error: unknown): ProxyFault | undefined {
    const { proxy, connectedAt } = this.#facts;
    return proxy === '' || connectedAt !== null ? undefined : new ProxyFault(proxy, this.#way?.error ?? error);
  }

  /** Whether a connection that was left over was closed before it brought anything. Each one that is so is gone then. */
  #isStale(sent: http.ClientRequest, error: unknown): boolean {
    const { method, body } = this.#request;
    return (
      sent.reusedSocket &&
      body === undefined &&
      repeatableMethods.includes(method) &&
      this.#socket?.bytesRead === this.#bytesBefore &&
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ECONNRESET' || error.code === 'EPIPE')
    );
  }
}
