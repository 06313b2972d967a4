import type { TLSSocket } from 'node:tls';
import type { Dial, DialFacts, DialListener } from './dial.ts';
import type { Hop, HopListener, HopRequest } from './hop.ts';
import { openHttp1Hop } from './http1Hop.ts';
import { TransportError } from './transportError.ts';

/** Protocols to offer by ALPN, the preferred first. */
export type AlpnProtocols = readonly ['h2'] | readonly ['h2', 'http/1.1'];

/**
 * A connection over TLS on which ALPN decides what is spoken. It is begun as a request over HTTP/1.1, which waits until
 * the connection stands: that one knows the way, VS Code's proxy included, and whom to trust.
 */
export class AlpnDial implements Dial {
  readonly #protocols: AlpnProtocols;
  readonly #listener: DialListener;
  readonly #hop: Hop;
  #adopter: HopListener | undefined;
  #isOver = false;

  constructor(request: HopRequest, protocols: AlpnProtocols, listener: DialListener) {
    this.#protocols = protocols;
    this.#listener = listener;
    this.#hop = openHttp1Hop(
      request,
      {
        response: (response) => this.#adopter?.response(response),
        failed: (error) => this.#fail(error),
      },
      {
        protocols,
        agreed: (socket) => this.#agreed(socket),
        declined: (socket) => this.#declined(socket),
      },
    );
  }

  facts(): DialFacts {
    return this.#hop.facts();
  }

  adopt(listener: HopListener): Hop {
    this.#adopter = listener;
    return this.#hop;
  }

  abort(): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#hop.abort();
    }
  }

  #agreed(socket: TLSSocket): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#listener.connected(socket);
    }
  }

  /** `undefined`: a proxy has answered in the place of the server, and its answer is the response. */
  #declined(socket: TLSSocket | undefined): void {
    if (socket !== undefined && !this.#offersHttp1()) {
      this.#hop.abort();
      this.#fail(notOffered());
      return;
    }
    if (!this.#isOver) {
      this.#isOver = true;
      this.#listener.declined();
    }
    if (this.#adopter === undefined) {
      this.#hop.abort();
    }
  }

  #fail(error: unknown): void {
    if (this.#adopter !== undefined) {
      this.#adopter.failed(error);
    } else if (!this.#isOver) {
      this.#isOver = true;
      this.#listener.failed(isRefusedOffer(error) && !this.#offersHttp1() ? notOffered() : error);
    }
  }

  #offersHttp1(): boolean {
    return this.#protocols.some((protocol) => protocol === 'http/1.1');
  }
}

/** Whether the server speaks ALPN and none of the protocols offered. */
function isRefusedOffer(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL';
}

/** The server can be reached, and does not agree on HTTP/2. */
function notOffered(): TransportError {
  return new TransportError('ERR_HTTP2_NOT_OFFERED', 'The server does not agree on HTTP/2 (ALPN h2)');
}
