/** Which HTTP a connection speaks. `auto`: what ALPN agrees on over TLS, else 1.1. `h2c`: HTTP/2 without TLS, by prior knowledge. */
export const httpVersionChoices = ['auto', '1.1', '2', 'h2c'] as const;

export type HttpVersionChoice = (typeof httpVersionChoices)[number];

/** The client's side of mutual TLS: a PEM pair or a PFX. */
export type ClientCertificate =
  | { readonly cert: string; readonly key: string; readonly passphrase?: string }
  | { readonly pfx: Uint8Array; readonly passphrase?: string };

/** How requests are sent, beside what they say. Every field has a default. */
export interface TransportOptions {
  /** Default `auto`. */
  readonly httpVersion?: HttpVersionChoice;
  /** Whether cookies are kept for the session and sent again. Default true. */
  readonly cookies?: boolean;
  /** Certificates (PEM) of authorities to trust beside the system's. */
  readonly ca?: readonly string[];
  readonly clientCertificate?: ClientCertificate;
  /** SHA-256 fingerprint (upper-case hex with colons) of the one certificate to accept whatever is wrong with it. */
  readonly acceptCertificate?: string;
  /** Path of a Unix socket or a Windows pipe to connect to; the URL then only fills the request. */
  readonly socketPath?: string;
  /** `host:port` of the proxy that the surroundings use for this URL, for the record. Empty or absent: none. */
  readonly proxy?: string;
  /** Bytes of response headers that are taken. Default 1 MiB. */
  readonly maxHeaderBytes?: number;
}
