import { mask } from '../connection/maskHeader.ts';
import { isSendable } from '../connection/lastEventId.ts';
import { redacted } from '../connection/redactUrl.ts';

/** A request as captures keep it: credentials are masked. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  /** As sent, those of the protocol too. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bodyBytes: number;
  /** `1.0`, `1.1` or `2`; empty where there was no response. */
  readonly httpVersion: string;
  readonly followsRedirects: boolean;
  /** Path of a Unix socket; empty: none. */
  readonly socketPath: string;
  /** Empty: no header. */
  readonly lastEventId: string;
}

/** Headers that curl sets by itself, or that belong to one connection. */
const ownHeaders: readonly string[] = [
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'accept-encoding',
  'last-event-id',
];

/** Between two options, so that a long command can be read. */
const separator = ' \\\n  ';

/**
 * The command that repeats a request with curl, for POSIX shells. A credential is a variable that the shell asks for:
 * `${AUTHORIZATION:?}` ends the command with its name where it is not set. A body is read from a file.
 */
export function curlCommand(request: CurlRequest): string {
  const { method, url, headers, bodyBytes, httpVersion, followsRedirects, socketPath, lastEventId } = request;
  const hasBody = bodyBytes > 0;
  const names = headers.map(([name]) => name.toLowerCase());
  const sent = headers.filter(([name]) => !name.startsWith(':') && !ownHeaders.includes(name.toLowerCase()));
  return [
    // Without -N, curl keeps what arrives until its buffer is full.
    'curl -N',
    ...(method === (hasBody ? 'POST' : 'GET') ? [] : [`-X ${quoted(method)}`]),
    ...(followsRedirects ? ['-L'] : []),
    ...(httpVersion === '2' ? [url.startsWith('https:') ? '--http2' : '--http2-prior-knowledge'] : []),
    ...(names.includes('accept-encoding') ? ['--compressed'] : []),
    ...(socketPath === '' ? [] : [`--unix-socket ${quoted(socketPath)}`]),
    ...sent.map(([name, value]) => `-H ${header(name, value)}`),
    ...(lastEventId === '' || !isSendable(lastEventId) ? [] : [`-H ${header('Last-Event-ID', lastEventId)}`]),
    ...(hasBody ? ['--data-binary @request-body'] : []),
    // Brackets and braces are patterns to curl, not to a server.
    ...(/[[\]{}]/.test(url) ? ['-g'] : []),
    address(url),
  ].join(separator);
}

/** A header as curl reads it: one without a value ends in a semicolon, as a colon alone would take it away. */
function header(name: string, value: string): string {
  if (value === '') {
    return quoted(`${name};`);
  }
  const parts = value.split(mask);
  return parts.reduce(
    (text, part, at) => (at === 0 ? quoted(`${name}: ${part}`) : text + variable(name, parts[at - 1]) + rest(part)),
    '',
  );
}

/** The URL with a variable in the place of each value that was taken out of it. */
function address(url: string): string {
  return url
    .split(new RegExp(`(?<=[?&][^=&]*=)${redacted.replaceAll('*', '\\*')}(?=&|$)`))
    .reduce((text, part, at, parts) => (at === 0 ? quoted(part) : text + variable('', parts[at - 1]) + rest(part)), '');
}

function rest(text: string): string {
  return text === '' ? '' : quoted(text);
}

/** @param before What stands before the value: the name of a cookie or a parameter, if it ends in one. */
function variable(prefix: string, before: string | undefined): string {
  const [, name = ''] = /([^\s;?&=]*)=$/.exec(before ?? '') ?? [];
  const words = [prefix, name].filter((word) => word !== '').join('_');
  const identifier = words.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return `"\${${/^\d|^$/.test(identifier) ? '_' : ''}${identifier}:?}"`;
}

/** One word for a POSIX shell, whatever stands in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
