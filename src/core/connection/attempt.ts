import * as v from 'valibot';
import { arrivalSchema } from '../insight/arrivalProfile.ts';
import { resumeVerdicts } from './connectionChange.ts';
import { cookieNoteSchema } from './cookieNote.ts';
import { problemSchema } from './problem.ts';

/** Milliseconds since the capture began, by the monotonic clock; `null`: it did not happen. */
const moment = v.nullable(v.number());

/** Name as it was written on the wire, and value. Values of secret-looking headers are masked before they are kept. */
const headerSchema = v.tuple([v.string(), v.string()]);

const certificateSchema = v.object({
  subject: v.string(),
  issuer: v.string(),
  /** As the certificate says it, ISO 8601. */
  validFrom: v.string(),
  validTo: v.string(),
  /** SHA-256 of the certificate, upper-case hex with colons. */
  fingerprint: v.string(),
  altNames: v.string(),
});

/** The certificate that a server showed. */
export type Certificate = Readonly<v.InferOutput<typeof certificateSchema>>;

const tlsSchema = v.object({
  /** Such as `TLSv1.3`. */
  version: v.string(),
  cipher: v.string(),
  /** Protocol agreed by ALPN; empty: none. */
  alpn: v.string(),
  /** Why the certificate would not be trusted, where the user accepted it nevertheless; empty: it is trusted. */
  distrust: v.string(),
  certificate: v.nullable(certificateSchema),
});

/** One request and its response. Redirects make several of one attempt. */
export const exchangeSchema = v.object({
  method: v.string(),
  /** Without credentials. */
  url: v.string(),
  /** `1.0`, `1.1` or `2`; empty before the response. */
  httpVersion: v.string(),
  requestHeaders: v.array(headerSchema),
  requestBodyBytes: v.number(),
  /** Names of headers that the request before had and this one must not have, with the redirect. */
  droppedHeaders: v.array(v.string()),
  status: v.nullable(v.number()),
  statusText: v.string(),
  /** Every field as it came, repeated ones too, in the order of the wire. */
  responseHeaders: v.array(headerSchema),
  /** `address:port` of the other end, `[...]` around IPv6, a path for a Unix socket; empty: never connected. */
  remoteAddress: v.string(),
  /** Whether an existing connection carried the request. */
  reusedConnection: v.boolean(),
  /** `host:port` of the proxy between; empty: none. */
  proxy: v.string(),
  tls: v.nullable(tlsSchema),
  startedAt: v.number(),
  /** The host name is resolved. */
  resolvedAt: moment,
  /** The TCP (or Unix) connection is made. */
  connectedAt: moment,
  /** The TLS handshake is done. */
  securedAt: moment,
  /** The response headers are there. */
  respondedAt: moment,
});

/** One request and its response, as sent and as received. */
export type Exchange = Readonly<v.InferOutput<typeof exchangeSchema>>;

const attemptEnds = [
  'ended',
  'broken',
  'refused',
  'no-content',
  'stopped',
  'dead',
  'unreadable',
  'interrupted',
] as const;

/** How an attempt ended: by the server in an orderly way, by a fault, by the user, by the silence limit, … */
export type AttemptEnd = (typeof attemptEnds)[number];

/** An attempt as captures hold it. */
export const attemptSchema = v.object({
  /** Counted from 1. */
  number: v.number(),
  /** In the order in which they happened; the last one brought the stream. */
  exchanges: v.array(exchangeSchema),
  /** Value of the Last-Event-ID header as sent; empty: absent. */
  lastEventIdSent: v.string(),
  /** Last event ID that the session had received when the attempt began. */
  lastEventIdReceived: v.string(),
  /** `Content-Encoding` as received; empty: none. */
  contentCoding: v.string(),
  /** Whether the coding is one that this client takes off; if not, the body is kept as it came. */
  isDecoded: v.boolean(),
  /** Bytes of the body as they came, before the content coding is taken off, without chunk headers or frames. */
  wireBytes: v.number(),
  decodedBytes: v.number(),
  firstByteAt: moment,
  firstEventAt: moment,
  endedAt: moment,
  end: v.nullable(v.picklist(attemptEnds)),
  problem: v.nullable(problemSchema),
  /** Silence before the end, milliseconds; `null`: no byte of a body ever came. */
  silenceMs: v.nullable(v.number()),
  /** How the body came; absent in captures of earlier versions. */
  arrival: v.optional(arrivalSchema),
  /** Absent in captures of earlier versions. */
  cookies: v.optional(
    v.object({
      /** Cookies are not kept: what responses set comes to nothing. */
      areOff: v.boolean(),
      /** What the responses set, in the order of their arrival. */
      noted: v.array(cookieNoteSchema),
    }),
  ),
  /** What the server made of the Last-Event-ID; absent: it is not told yet, or none was sent. */
  resume: v.optional(v.picklist(resumeVerdicts)),
  /** How many attempts just before brought the same bytes; absent: its body has not ended. */
  repeats: v.optional(v.number()),
  /** Set where the attempts up to this one followed one another so fast that the next one had to wait for it. */
  brake: v.optional(
    v.object({
      /** In the minute before. */
      reconnects: v.number(),
      /** Reconnection time by the standard, milliseconds. */
      baseMs: v.number(),
    }),
  ),
  /** Events of its body that are still there, counted up to 10,000. */
  events: v.optional(v.number()),
});

/** Everything that is known of one connection attempt. */
export type Attempt = Readonly<v.InferOutput<typeof attemptSchema>>;

/** What comes to be known of an attempt beside its exchanges and its bytes. */
export type AttemptFacts = Pick<Attempt, 'resume' | 'repeats' | 'brake'>;

/** An attempt as captures keep it: of its events, the records tell. */
export const keptAttemptSchema = v.omit(attemptSchema, ['firstEventAt', 'events']);

export type KeptAttempt = Readonly<v.InferOutput<typeof keptAttemptSchema>>;
