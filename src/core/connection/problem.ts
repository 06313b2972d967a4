import * as v from 'valibot';

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
  'proxy-failed',
  'tls',
  'bad-status',
  'wrong-content-type',
  'not-http',
  'no-http2',
  'headers-too-long',
  'too-many-redirects',
  'redirect-loop',
  'no-response',
  'reset',
  'cut',
  'stream-reset',
  'going-away',
  'bad-framing',
  'undecodable-body',
  'block-too-long',
  'capture-full',
  'silent',
  'store',
  'unexpected',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

export const problemSchema = v.object({
  code: v.picklist(problemCodes),
  /** What it is about: the address `host:port`, the host name, the URL, or the scheme. */
  subject: v.string(),
  /** Code of the system or library error, such as `ECONNREFUSED` or `DEPTH_ZERO_SELF_SIGNED_CERT`; empty if none. */
  systemCode: v.string(),
  /** Message of the underlying error, cause chain joined; empty if none. */
  detail: v.string(),
  /** HTTP status of the response, where there was one. */
  status: v.nullable(v.number()),
  /** Content type of the response as received, where there was one. */
  contentType: v.nullable(v.string()),
  /** The first KiB of an error body, decoded leniently; empty if there was none. */
  bodyHead: v.string(),
  /** How long the server asks to stay away (Retry-After), counted from its response, milliseconds; `null`: it does not. */
  retryAfterMs: v.optional(v.nullable(v.number()), null),
  /** The challenge (WWW-Authenticate) as received; empty: none. */
  authenticate: v.optional(v.string(), ''),
});

/**
 * Why a connection failed, as a value: the code decides, the rest is evidence. The words for people are made of it by
 * `describeProblem`, in the user's language.
 */
export type Problem = Readonly<v.InferOutput<typeof problemSchema>>;
