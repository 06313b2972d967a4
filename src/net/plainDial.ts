import net, { type Socket } from 'node:net';
import type { Dial, DialFacts, DialListener } from './dial.ts';
import { noFacts, type HopRequest } from './hop.ts';
import { isLoopbackName, lookupLoopback } from './loopback.ts';
import { remoteAddressOf } from './socketAddress.ts';

/** A connection without TLS, past every proxy, to a server that is known to speak HTTP/2 (`h2c`). */
export class PlainDial implements Dial {
  readonly #request: HopRequest;
  readonly #listener: DialListener;
  readonly #socket: Socket;
  #isOver = false;
  #facts: DialFacts = noFacts;

  constructor(request: HopRequest, listener: DialListener) {
    this.#request = request;
    this.#listener = listener;
    this.#socket = net.connect(addressOf(request));
    this.#socket.once('lookup', () => this.#note('resolvedAt'));
    this.#socket.once('connect', () => this.#connected());
    // Stays for as long as the socket: an error that nobody waits for must not end the program.
    this.#socket.on('error', (error) => this.#fail(error));
  }

  facts(): DialFacts {
    return this.#facts;
  }

  /** What speaks HTTP/2 by prior knowledge declines nothing. */
  adopt(): undefined {
    return undefined;
  }

  abort(): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#socket.destroy();
    }
  }

  #connected(): void {
    this.#note('connectedAt');
    this.#facts = {
      ...this.#facts,
      remoteAddress: this.#request.options.socketPath ?? remoteAddressOf(this.#socket),
    };
    if (!this.#isOver) {
      this.#isOver = true;
      this.#listener.connected(this.#socket);
    }
  }

  #note(moment: 'resolvedAt' | 'connectedAt'): void {
    this.#facts = { ...this.#facts, [moment]: this.#facts[moment] ?? performance.now() };
  }

  #fail(error: Error): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#listener.failed(error);
    }
  }
}

function addressOf({ url, options }: HopRequest): net.NetConnectOpts {
  if (options.socketPath !== undefined) {
    return { path: options.socketPath };
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: Number(url.port === '' ? 80 : url.port),
    autoSelectFamily: true,
    ...(isLoopbackName(host) ? { lookup: lookupLoopback } : {}),
  };
}
