import net, { type Socket } from 'node:net';
import tls, { TLSSocket } from 'node:tls';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import type { HopFacts } from './hop.ts';
import { isLoopbackName, lookupLoopback } from './loopback.ts';
import { remoteAddressOf } from './socketAddress.ts';
import { certificateFault, tlsFactsOf } from './tlsFacts.ts';
import { directTlsOptionsOf } from './tlsOptions.ts';
import { TransportError } from './transportError.ts';

/** What a new connection tells of itself; its moments are of `performance.now()`. */
export type DialFacts = Pick<HopFacts, 'remoteAddress' | 'tls' | 'resolvedAt' | 'connectedAt' | 'securedAt'>;

/** Hears of a connection: one of the two, once. */
export interface DialListener {
  /** It stands, and the other end is the right one. `alpn`: the protocol agreed on; empty: none. */
  connected(socket: Socket, alpn: string): void;
  failed(error: unknown): void;
}

/** Where to connect to, and what to offer there. */
export interface DialTarget {
  readonly url: URL;
  readonly options: TransportOptions;
  /** Protocols to offer by ALPN, the preferred first. Of no matter without TLS. */
  readonly protocols: readonly string[];
}

/** A connection that is being made, past every proxy: to speak a protocol on it that is not known before it stands. */
export class AlpnDial {
  readonly #target: DialTarget;
  readonly #listener: DialListener;
  readonly #socket: Socket;
  #isOver = false;
  #facts: DialFacts = { remoteAddress: '', tls: null, resolvedAt: null, connectedAt: null, securedAt: null };

  constructor(target: DialTarget, listener: DialListener) {
    this.#target = target;
    this.#listener = listener;
    this.#socket = target.url.protocol === 'https:' ? this.#connectTls() : this.#connectPlain();
    this.#socket.once('lookup', () => this.#note('resolvedAt'));
    this.#socket.once('connect', () => this.#connected());
    // Stays for as long as the socket: an error that nobody waits for must not end the program.
    this.#socket.on('error', (error) => this.#fail(error));
  }

  facts(): DialFacts {
    return this.#facts;
  }

  /** Closes the connection, unless it stands already. */
  abort(): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#socket.destroy();
    }
  }

  #connectPlain(): Socket {
    return net.connect(this.#address());
  }

  #connectTls(): TLSSocket {
    const { options, protocols } = this.#target;
    const socket = tls.connect({
      ...directTlsOptionsOf(this.#hostname(), options),
      ...this.#address(),
      ALPNProtocols: [...protocols],
    });
    // Before Node's own listener, which ends the connection where the certificate is not trusted.
    socket.prependOnceListener('secure', () => (this.#facts = { ...this.#facts, tls: tlsFactsOf(socket) }));
    socket.once('secureConnect', () => this.#secured(socket));
    return socket;
  }

  #hostname(): string {
    return this.#target.url.hostname.replace(/^\[|\]$/g, '');
  }

  #address(): net.NetConnectOpts {
    const { url, options } = this.#target;
    if (options.socketPath !== undefined) {
      return { path: options.socketPath };
    }
    const host = this.#hostname();
    return {
      host,
      autoSelectFamily: true,
      ...(isLoopbackName(host) ? { lookup: lookupLoopback } : {}),
      port: Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port),
    };
  }

  #connected(): void {
    this.#note('connectedAt');
    this.#facts = {
      ...this.#facts,
      remoteAddress: this.#target.options.socketPath ?? remoteAddressOf(this.#socket),
    };
    if (!(this.#socket instanceof TLSSocket)) {
      this.#finish('');
    }
  }

  #secured(socket: TLSSocket): void {
    this.#note('securedAt');
    this.#facts = { ...this.#facts, tls: tlsFactsOf(socket) };
    const fault = certificateFault(socket, this.#target.options);
    if (fault === undefined) {
      this.#finish(typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : '');
    } else {
      this.#fail(fault);
    }
  }

  #note(moment: 'resolvedAt' | 'connectedAt' | 'securedAt'): void {
    this.#facts = { ...this.#facts, [moment]: this.#facts[moment] ?? performance.now() };
  }

  #finish(alpn: string): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#listener.connected(this.#socket, alpn);
    }
  }

  #fail(error: Error): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#socket.destroy();
      this.#listener.failed(this.#isRefusedOffer(error) ? notOffered() : error);
    }
  }

  /** Whether the server speaks ALPN and none of the protocols offered, where HTTP/2 is the only one. */
  #isRefusedOffer(error: Error): boolean {
    return (
      'code' in error &&
      error.code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' &&
      !this.#target.protocols.includes('http/1.1')
    );
  }
}

/** The server can be reached, and does not agree on HTTP/2. */
export function notOffered(): TransportError {
  return new TransportError('ERR_HTTP2_NOT_OFFERED', 'The server does not agree on HTTP/2 (ALPN h2)');
}
