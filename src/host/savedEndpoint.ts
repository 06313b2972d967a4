import * as v from 'valibot';
import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
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

const request = {
  method: v.optional(method, 'GET'),
  headers: v.optional(headers, {}),
  body: v.optional(text),
};

const savedEndpointSchema = v.object(
  { name: v.pipe(text, v.trim(), v.nonEmpty(fault('missing'))), url, ...request, group: v.optional(text) },
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

/** A request to open a stream. Header values may hold placeholders for secrets. */
export interface ConnectRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly name?: string | undefined;
}

export type ReadEndpoint =
  { readonly ok: true; readonly endpoint: SavedEndpoint } | { readonly ok: false; readonly fault: EndpointFault };

function faultOf(issue: v.BaseIssue<unknown>): EndpointFault {
  const path = v.getDotPath(issue) ?? '';
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
