import { redactUrl } from '../core/connection/redactUrl.ts';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import type { ProblemCode } from '../core/connection/problem.ts';

const redirectStatuses = [301, 302, 303, 307, 308];
/** As many as Fetch follows. */
const maxRedirects = 20;
/**
 * Headers that follow a redirect to another origin. All others stay behind, not only the credentials that Fetch names: an
 * `X-Api-Key` is one too, and nobody can know them all.
 */
const harmlessHeaders = ['accept', 'accept-encoding', 'accept-language', 'cache-control', 'user-agent'];
/** Headers that tell of a body, and go with it ([Fetch] request-body-header name). */
const bodyHeaders = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-location',
  'transfer-encoding',
];

/** What a redirect can change of a request. Names of headers are in any case. */
export interface Redirectable {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly options: TransportOptions;
}

/** The request that a redirect leads to. */
export interface Redirected {
  readonly request: Redirectable;
  /** Names of the headers that it must not have any more. */
  readonly droppedHeaders: readonly string[];
}

/** Why a redirect cannot be followed. */
export interface RedirectFault {
  readonly code: ProblemCode & ('bad-url' | 'unsupported-scheme' | 'too-many-redirects' | 'redirect-loop');
  readonly subject: string;
}

export function isRedirect(status: number): boolean {
  return redirectStatuses.includes(status);
}

/** Makes the next request of a redirect, by the rules of Fetch ("HTTP-redirect fetch"). */
export function followRedirect(
  from: Redirectable,
  status: number,
  location: string,
): { readonly to: Redirected } | { readonly fault: RedirectFault } {
  const target = utf8Of(location);
  if (!URL.canParse(target, from.url.href)) {
    return { fault: { code: 'bad-url', subject: redactUrl(target) } };
  }
  const url = new URL(target, from.url);
  if (!/^https?:$/.test(url.protocol)) {
    return { fault: { code: 'unsupported-scheme', subject: url.protocol } };
  }
  const becomesGet =
    (status === 303 && from.method !== 'GET' && from.method !== 'HEAD') ||
    ((status === 301 || status === 302) && from.method === 'POST');
  const isOtherOrigin = url.origin !== from.url.origin;
  const stays = (name: string): boolean =>
    bodyHeaders.includes(name)
      ? !becomesGet && from.body !== undefined
      : !isOtherOrigin || harmlessHeaders.includes(name);
  const headers = Object.entries(from.headers);
  return {
    to: {
      request: {
        url,
        method: becomesGet ? 'GET' : from.method,
        headers: Object.fromEntries(headers.filter(([name]) => stays(name.toLowerCase()))),
        body: becomesGet ? undefined : from.body,
        options: isOtherOrigin ? optionsElsewhere(from, url) : from.options,
      },
      droppedHeaders: headers.map(([name]) => name.toLowerCase()).filter((name) => !stays(name)),
    },
  };
}

/** Counts the redirects of one attempt and notices one that leads back. */
export class RedirectTrail {
  readonly #seen = new Set<string>();

  /**
   * Notes a request before it is sent. The same request again would have the same answer for ever; one with other cookies
   * may have another: that is how cookie checks work.
   */
  enter(method: string, url: URL, cookie: string): RedirectFault | undefined {
    const bare = new URL(url);
    bare.hash = '';
    const key = `${method} ${bare.href}\n${cookie}`;
    if (this.#seen.has(key)) {
      return { code: 'redirect-loop', subject: redactUrl(url.href) };
    }
    if (this.#seen.size > maxRedirects) {
      return { code: 'too-many-redirects', subject: url.host };
    }
    this.#seen.add(key);
    return undefined;
  }
}

/**
 * The client's certificate is a credential and stays behind. The one accepted certificate is of a host, which may well
 * send its plain port's visitors to its TLS port.
 */
function optionsElsewhere({ url, options }: Redirectable, to: URL): TransportOptions {
  const { clientCertificate: _, acceptCertificate, ...others } = options;
  return acceptCertificate !== undefined && to.hostname === url.hostname ? { ...others, acceptCertificate } : others;
}

/** Node gives header values a byte a character; in URLs, the bytes are UTF-8 where they can be. */
function utf8Of(value: string): string {
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? value : text;
}
