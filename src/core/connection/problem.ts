/** Codes of everything that can end or prevent a connection. Stable: captures carry them. */
export const problemCodes = [
  'bad-url',
  'unsupported-scheme',
  'secrets-not-kept',
  'bad-request',
  'refused',
  'unknown-host',
  'unreachable',
  'timed-out',
  'tls',
  'bad-status',
  'wrong-content-type',
  'not-http',
  'too-many-redirects',
  'reset',
  'cut',
  'undecodable-body',
  'store',
  'unexpected',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/**
 * Why a connection failed, as a value: the code decides, the rest is evidence. The words for people are made of it by
 * `describeProblem`, in the user's language.
 */
export interface Problem {
  readonly code: ProblemCode;
  /** What it is about: the address `host:port`, the host name, the URL, or the scheme. */
  readonly subject: string;
  /** Code of the system or library error, such as `ECONNREFUSED` or `DEPTH_ZERO_SELF_SIGNED_CERT`; empty if none. */
  readonly systemCode: string;
  /** Message of the underlying error, cause chain joined; empty if none. */
  readonly detail: string;
  /** HTTP status of the response, where there was one. */
  readonly status: number | null;
  /** Content type of the response as received, where there was one. */
  readonly contentType: string | null;
  /** The first KiB of an error body, decoded leniently; empty if there was none. */
  readonly bodyHead: string;
}
