import * as v from 'valibot';
import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import { isSendable } from '../core/connection/lastEventId.ts';
import { httpVersionChoices, type HttpVersionChoice } from '../core/connection/transportOptions.ts';
import { loneSecret } from './secretPlaceholder.ts';
import { shownUrl } from './shownUrl.ts';

/** What is wrong with a part of an endpoint. */
const endpointFaultCodes = [
  'missing',
  'not-text',
  'not-object',
  'not-list',
  'bad-url',
  'unsupported-scheme',
  'bad-method',
  'bad-header-name',
  'bad-header-value',
  'unsendable-id',
  'not-truth-value',
  'not-number',
  'not-paths',
  'not-http-version',
  'half-a-pair',
  'plain-secret',
] as const;

export type EndpointFaultCode = (typeof endpointFaultCodes)[number];

/** Why an endpoint of the settings cannot be used. */
export interface EndpointFault {
  /** Where, such as `headers.Accept`; empty: the whole entry. */
  readonly path: string;
  readonly code: EndpointFaultCode;
}

// [spec] RFC 9110, 5.6.2: a token, which methods and field names are.
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// [spec] RFC 9110, 5.5: field values; Node refuses what else is in one.
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

function fault(code: EndpointFaultCode): EndpointFaultCode {
  return code;
}

const text = v.string(fault('not-text'));

const url = v.pipe(
  text,
  v.check((value) => {
    const parsed = parseEndpointUrl(value);
    return parsed.ok || parsed.fault.code !== 'unsupported-scheme';
  }, fault('unsupported-scheme')),
  v.check((value) => {
    const parsed = parseEndpointUrl(value);
    return parsed.ok || parsed.fault.code === 'unsupported-scheme';
  }, fault('bad-url')),
);

const method = v.pipe(text, v.regex(token, fault('bad-method')), v.toUpperCase());

const headers = v.record(
  v.pipe(v.string(), v.regex(token, fault('bad-header-name'))),
  v.pipe(text, v.regex(fieldValue, fault('bad-header-value'))),
  fault('not-object'),
);

const lastEventId = v.pipe(text, v.check(isSendable, fault('unsendable-id')));

const truthValue = v.boolean(fault('not-truth-value'));

function wholeNumber(smallest: number, largest: number) {
  return v.pipe(
    v.number(fault('not-number')),
    v.integer(fault('not-number')),
    v.minValue(smallest, fault('not-number')),
    v.maxValue(largest, fault('not-number')),
  );
}

const reconnect = v.union(
  [
    v.pipe(
      v.boolean(),
      v.transform((enabled): EndpointReconnect => ({ enabled })),
    ),
    v.object({
      enabled: v.optional(truthValue),
      delay: v.optional(wholeNumber(0, 3_600_000)),
      backoff: v.optional(truthValue),
      maxDelaySeconds: v.optional(wholeNumber(1, 86_400)),
      onServerError: v.optional(truthValue),
    }),
  ],
  fault('not-truth-value'),
);

const filePath = v.pipe(v.string(fault('not-paths')), v.nonEmpty(fault('not-paths')));

const ca = v.union(
  [
    v.pipe(
      filePath,
      v.transform((file): readonly string[] => [file]),
    ),
    v.pipe(v.array(filePath), v.readonly()),
  ],
  fault('not-paths'),
);

const clientCertificate = v.pipe(
  v.object(
    {
      cert: v.optional(filePath),
      key: v.optional(filePath),
      pfx: v.optional(filePath),
      passphrase: v.optional(v.pipe(text, v.regex(loneSecret, fault('plain-secret')))),
    },
    fault('not-object'),
  ),
  v.check(
    ({ cert, key, pfx }) => (pfx === undefined ? cert !== undefined && key !== undefined : (cert ?? key) === undefined),
    fault('half-a-pair'),
  ),
);

const request = {
  method: v.optional(method, 'GET'),
  headers: v.optional(headers, {}),
  body: v.optional(text),
  lastEventId: v.optional(lastEventId),
  reconnect: v.optional(reconnect),
  deadAfterSeconds: v.optional(wholeNumber(0, 86_400)),
  httpVersion: v.optional(v.picklist(httpVersionChoices, fault('not-http-version'))),
  cookies: v.optional(truthValue),
};

/** Paths of files and sockets: for who writes settings, not for who calls a command. */
const paths = {
  ca: v.optional(ca),
  clientCertificate: v.optional(clientCertificate),
  socketPath: v.optional(filePath),
};

const savedEndpointSchema = v.object(
  { name: v.pipe(text, v.trim(), v.nonEmpty(fault('missing'))), url, ...request, ...paths, group: v.optional(text) },
  fault('not-object'),
);

/** A valid entry of the setting `sseDebugger.endpoints`. */
export type SavedEndpoint = v.InferOutput<typeof savedEndpointSchema>;

/** What a command's caller may ask to connect to; a bad URL is let through, as the session then tells of it. */
export const connectRequestSchema = v.union([
  v.pipe(
    text,
    v.transform((value): ConnectRequest => ({ url: value, method: 'GET', headers: {} })),
  ),
  v.object({ url: text, ...request, name: v.optional(text) }),
]);

/** How an endpoint reconnects, in place of what the settings say. */
export interface EndpointReconnect {
  /** `true`: also a request that is not repeated by itself. */
  readonly enabled?: boolean | undefined;
  /** Milliseconds. */
  readonly delay?: number | undefined;
  readonly backoff?: boolean | undefined;
  readonly maxDelaySeconds?: number | undefined;
  readonly onServerError?: boolean | undefined;
}

/** A request to open a stream. Header values may hold placeholders for secrets. */
export interface ConnectRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly name?: string | undefined;
  readonly lastEventId?: string | undefined;
  readonly reconnect?: EndpointReconnect | undefined;
  /** 0: never. */
  readonly deadAfterSeconds?: number | undefined;
  readonly httpVersion?: HttpVersionChoice | undefined;
  readonly cookies?: boolean | undefined;
}

export type ReadEndpoint =
  { readonly ok: true; readonly endpoint: SavedEndpoint } | { readonly ok: false; readonly fault: EndpointFault };

function faultOf(issue: v.BaseIssue<unknown>): EndpointFault {
  const path = v.getDotPath(issue) ?? '';
  // Of several alternatives, the one that was entered is the one that was meant.
  const inner = issue.issues?.find((nested) => v.getDotPath(nested) !== null);
  if (inner !== undefined) {
    const { path: rest, code } = faultOf(inner);
    return { path: `${path}.${rest}`, code };
  }
  if (path !== '' && issue.received === 'undefined') {
    return { path, code: 'missing' };
  }
  const code = endpointFaultCodes.find((known) => known === issue.message);
  return { path, code: code ?? 'not-object' };
}

/** Reads one entry of the setting. */
export function readSavedEndpoint(entry: unknown): ReadEndpoint {
  const result = v.safeParse(savedEndpointSchema, entry);
  return result.success ? { ok: true, endpoint: result.output } : { ok: false, fault: faultOf(result.issues[0]) };
}

/** A name for an entry that need not be valid. */
export function nameOfEntry(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) {
    return undefined;
  }
  for (const name of ['name', 'url'] as const) {
    const value: unknown = name in entry ? (entry as Readonly<Record<string, unknown>>)[name] : undefined;
    if (typeof value === 'string' && value.trim() !== '') {
      return name === 'url' ? shownUrl(value) : value;
    }
  }
  return undefined;
}
