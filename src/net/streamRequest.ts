import type { Problem } from '../core/connection/problem.ts';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import type { SessionCookies } from './sessionCookies.ts';
import type { TransportReport } from './transportReport.ts';

/** A request for a stream, ready to be sent. */
export interface StreamRequest {
  readonly url: URL;
  readonly method: string;
  /** Headers of the user, in any case; they win over the ones that this client sets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** Empty: no header is sent. */
  readonly lastEventId: string;
  readonly options: TransportOptions;
  /** The cookies of the session that the request belongs to; absent: none are kept. The option can switch them off. */
  readonly cookies?: SessionCookies;
  /** Names of headers, in any case, whose values are masked in the report beside those that look secret. */
  readonly secretHeaders?: readonly string[];
}

/** What is known of a response when its headers have come. */
export interface StreamResponse {
  readonly status: number;
  readonly httpVersion: string;
  /** As received; empty where there is none. */
  readonly contentType: string;
  /** Redirects that were followed to it. */
  readonly redirects: number;
  /** Where they led to, without credentials and what looks secret; empty: nowhere. */
  readonly finalUrl: string;
}

/** Hears of one request, in this order: `response` or `failed`; then `chunk`s; then `ended` or `failed`. */
export interface StreamListener {
  /** The response is a stream, and its body follows. */
  response(response: StreamResponse): void;
  /** Status 204. */
  noContent(response: StreamResponse): void;
  /** The response is none that a client may take (wrong status or type). */
  refused(problem: Problem, response: StreamResponse): void;
  /** Bytes of the decoded body. Returns whether to go on reading; if not, `resume` does. */
  chunk(bytes: Uint8Array): boolean;
  ended(): void;
  failed(problem: Problem): void;
}

/** A request under way. */
export interface StreamConnection {
  /** Stops reading the body, where there is one yet, until `resume`. */
  pause(): void;
  resume(): void;
  /** What is known of the attempt so far; also after the end and after `abort`. */
  report(): TransportReport;
  /** Ends it at once; the listener hears nothing more. */
  abort(): void;
}
