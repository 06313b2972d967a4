import http from 'node:http';
import type { HopRequest } from './hop.ts';

/** Headers that tell of an HTTP/1.1 connection, which HTTP/2 forbids ([RFC 9113] 8.2.2); `host` is `:authority` there. */
const connectionHeaders: readonly string[] = [
  'connection',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
];

/** The fields of a request as HTTP/2 sends them, pseudo headers first. Throws for such as cannot be sent. */
export function http2Headers({ url, method, headers }: HopRequest): readonly (readonly [string, string])[] {
  // A method is a token, as a name is.
  http.validateHeaderName(method);
  const fields = Object.entries(headers).filter(
    ([name, value]) =>
      !connectionHeaders.includes(name) && (name !== 'te' || value.trim().toLowerCase() === 'trailers'),
  );
  for (const [name, value] of fields) {
    // Node's HTTP/2 sends whatever it is given.
    http.validateHeaderName(name);
    http.validateHeaderValue(name, value);
  }
  return [
    [':method', method],
    [':scheme', url.protocol.slice(0, -1)],
    [':authority', headers['host'] ?? url.host],
    [':path', url.pathname + url.search],
    ...fields,
  ];
}

/**
 * Bytes of a header list as HTTP/2 counts them ([RFC 9113] 10.5.1): 32 for every field beside its name and its value.
 * `rawHeaders` are name and value in turn.
 */
export function headerListBytes(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((bytes, text) => bytes + text.length + 16, 0);
}

/** Fields as received without pseudo headers, name and value in turn. */
export function withoutPseudoHeaders(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)]?.startsWith(':') === false);
}
