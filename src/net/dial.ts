import type { Socket } from 'node:net';
import type { Hop, HopFacts, HopListener } from './hop.ts';

/** What a new connection tells of itself; its moments are of `performance.now()`. */
export type DialFacts = Pick<HopFacts, 'remoteAddress' | 'proxy' | 'tls' | 'resolvedAt' | 'connectedAt' | 'securedAt'>;

/** Hears of a connection that is to speak HTTP/2: one of these, once. */
export interface DialListener {
  /** It stands, the other end is the right one, and HTTP/2 is spoken on it. */
  connected(socket: Socket): void;
  /** It stands, and the other end speaks HTTP/1.1: see `adopt`. */
  declined(): void;
  failed(error: unknown): void;
}

/** A connection that is being made for HTTP/2. */
export interface Dial {
  facts(): DialFacts;
  /**
   * Goes on over HTTP/1.1, on the same connection, with the request that the connection was made for. May be called while
   * `declined` is told, and not later: the request is dropped then.
   */
  adopt(listener: HopListener): Hop | undefined;
  /** Closes the connection, unless it was given away; the listener hears nothing more. */
  abort(): void;
}
