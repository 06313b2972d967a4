import type { Readable } from 'node:stream';
import type { Exchange } from '../core/connection/attempt.ts';
import type { TransportOptions } from '../core/connection/transportOptions.ts';

/** One request over one protocol, final in every field; nothing below decides about redirects, cookies or codings. */
export interface HopRequest {
  readonly url: URL;
  readonly method: string;
  /** Names in lower case, with all that the client adds but what the protocol itself needs (`host`, `:authority`). */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly options: TransportOptions;
}

/** The head of a response with its body, still in its content coding. An error of the body is emitted by the body. */
export interface HopResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  /** As received, name and value in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Readable;
}

/** Hears of a hop: `response` once or `failed` once; after a `response`, the body tells the rest. */
export interface HopListener {
  response(response: HopResponse): void;
  failed(error: unknown): void;
}

/** What a hop itself can tell of its exchange; its moments are of `performance.now()`. */
export type HopFacts = Pick<
  Exchange,
  'requestHeaders' | 'remoteAddress' | 'reusedConnection' | 'proxy' | 'tls' | 'resolvedAt' | 'connectedAt' | 'securedAt'
>;

/** Before anything is known. */
export const noFacts: HopFacts = {
  requestHeaders: [],
  remoteAddress: '',
  reusedConnection: false,
  proxy: '',
  tls: null,
  resolvedAt: null,
  connectedAt: null,
  securedAt: null,
};

/** A hop under way. */
export interface Hop {
  /** As far as they are known; also after the end. */
  facts(): HopFacts;
  /** Ends it at once and releases its socket; the listener hears nothing more. */
  abort(): void;
}
