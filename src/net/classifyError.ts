import type { Problem, ProblemCode } from '../core/connection/problem.ts';
import { Http2Fault } from './http2Fault.ts';
import { ProxyFault } from './proxyFault.ts';

const codes: Readonly<Record<string, ProblemCode>> = {
  ECONNREFUSED: 'refused',
  // There is no such Unix socket or pipe.
  ENOENT: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timed-out',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'cut',
  // A compressed body that ends before its coding does.
  Z_BUF_ERROR: 'cut',
  // A response that ends before its headers do.
  HPE_INVALID_EOF_STATE: 'cut',
  HPE_HEADER_OVERFLOW: 'headers-too-long',
  ERR_HTTP2_HEADERS_TOO_LONG: 'headers-too-long',
  ERR_HTTP2_HEADERS_BEYOND_NODE: 'headers-too-long',
  ERR_HTTP2_NOT_OFFERED: 'no-http2',
  ERR_HTTP2_NOT_SPOKEN: 'no-http2',
  ERR_HTTP2_THROUGH_PROXY: 'no-http2',
  ERR_HTTP2_NEEDS_TLS: 'no-http2',
  ERR_HTTP2_PROTOCOL: 'bad-framing',
  // A tunnel is no request for a resource.
  ERR_HTTP2_CONNECT_SCHEME: 'bad-request',
  EPROTO: 'tls',
  CERT_HAS_EXPIRED: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  HOSTNAME_MISMATCH: 'tls',
  ERR_INVALID_CHAR: 'bad-request',
  ERR_INVALID_HTTP_TOKEN: 'bad-request',
  ERR_UNESCAPED_CHARACTERS: 'bad-request',
  ERR_HTTP_INVALID_HEADER_VALUE: 'bad-request',
};

const prefixes: readonly (readonly [string, ProblemCode])[] = [
  ['ERR_TLS_', 'tls'],
  ['ERR_SSL_', 'tls'],
  ['ERR_OSSL_', 'tls'],
  ['ERR_CRYPTO_', 'tls'],
  ['CERT_', 'tls'],
  ['HPE_', 'not-http'],
  ['Z_', 'undecodable-body'],
  ['ERR__ERROR_FORMAT_', 'undecodable-body'],
  ['ERR_BROTLI_', 'undecodable-body'],
  ['ZSTD_', 'undecodable-body'],
];

/**
 * What an error means that comes while a body is read. A reset in the middle of a body and an end before its announced
 * length look alike to a user; and what is no HTTP there was HTTP until then.
 */
const inBody: Partial<Record<ProblemCode, ProblemCode>> = {
  reset: 'cut',
  'no-response': 'cut',
  unexpected: 'cut',
  'not-http': 'bad-framing',
};

/** Makes a problem of an error of the network, the TLS or the HTTP layer by its code, and by what was awaited of it. */
export function classifyError(error: unknown, subject: string, awaited: 'head' | 'body'): Problem {
  if (error instanceof ProxyFault) {
    return problem('proxy-failed', error.proxy, { systemCode: codeOf(error.cause), detail: chainOf(error.cause) });
  }
  const systemCode = codeOf(error);
  const code =
    error instanceof Http2Fault
      ? error.problem
      : isHangUp(error)
        ? 'no-response'
        : (codes[systemCode] ?? prefixes.find(([prefix]) => systemCode.startsWith(prefix))?.[1] ?? 'unexpected');
  const seen = awaited === 'body' ? (inBody[code] ?? code) : code;
  return problem(seen, subject, { systemCode, detail: chainOf(error) });
}

/** A problem with the evidence given and none else. */
export function problem(
  code: ProblemCode,
  subject: string,
  evidence: Partial<Omit<Problem, 'code' | 'subject'>> = {},
): Problem {
  return {
    code,
    subject,
    systemCode: '',
    detail: '',
    status: null,
    contentType: null,
    bodyHead: '',
    retryAfterMs: null,
    authenticate: '',
    ...evidence,
  };
}

/** Node gives an orderly end before the response the code of a reset; only a real one is the fault of a system call. */
function isHangUp(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === 'ECONNRESET' && !('syscall' in error);
}

function codeOf(error: unknown): string {
  // Several addresses of one host fail together: the first one tells why.
  if (error instanceof AggregateError && error.errors.length > 0) {
    return codeOf(error.errors[0]);
  }
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

function chainOf(error: unknown): string {
  const messages: string[] = [];
  let link: unknown = error;
  while (link instanceof Error && messages.length < 5) {
    if (link instanceof AggregateError && link.message === '') {
      messages.push(...link.errors.map((inner: unknown) => (inner instanceof Error ? inner.message : String(inner))));
    } else {
      messages.push(link.message);
    }
    link = link.cause;
  }
  return messages.join(': ');
}
