import type { Exchange } from '../core/connection/attempt.ts';
import type { CookieNote } from '../core/connection/cookieNote.ts';

/** Everything that the transport knows of one attempt. It may be shown and kept: what is secret is masked. */
export interface TransportReport {
  /** In the order in which they happened; moments are of `performance.now()`. */
  readonly exchanges: readonly Exchange[];
  /** Bytes of the body as they came, in their content coding, without chunk headers or frames. */
  readonly wireBytes: number;
  readonly decodedBytes: number;
  /** `Content-Encoding` of the last response as received; empty: none. */
  readonly contentCoding: string;
  /** Whether this client takes the coding off; if not, the body is given out as it came. */
  readonly isDecoded: boolean;
  /** Cookies that the responses set, in the order of their arrival; none where cookies are off. */
  readonly cookies: readonly CookieNote[];
}
