/** What keeps a text from being the URL of an endpoint. The codes are those of `ProblemCode`, besides `empty`. */
export interface UrlFault {
  readonly code: 'empty' | 'bad-url' | 'unsupported-scheme';
  /** What it is about: the scheme, or the whole text. */
  readonly subject: string;
}

export type EndpointUrl =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly fault: UrlFault };

/**
 * A scheme as in RFC 3986, and not the host of `localhost:3000/x`: what follows the colon of a host is a port number.
 */
const scheme = /^([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))/i;

function fault(code: UrlFault['code'], subject: string): EndpointUrl {
  return { ok: false, fault: { code, subject } };
}

/**
 * Reads what a person typed or a setting holds as the URL of an endpoint. Without a scheme it is `http://`, as
 * `localhost:3000/events` is what people copy from their own servers.
 */
export function parseEndpointUrl(text: string): EndpointUrl {
  const trimmed = text.trim();
  if (trimmed === '') {
    return fault('empty', '');
  }
  const name = scheme.exec(trimmed)?.[1]?.toLowerCase();
  if (name !== undefined && name !== 'http' && name !== 'https') {
    return fault('unsupported-scheme', name);
  }
  // The URL parser would mend "http:x" and "http:///x" to hosts that nobody meant.
  const complete = name === undefined ? `http://${trimmed.replace(/^\/\//, '')}` : trimmed;
  if (/\s/.test(trimmed) || !/^https?:\/\/[^/?#]/i.test(complete) || !URL.canParse(complete)) {
    return fault('bad-url', trimmed);
  }
  return { ok: true, url: new URL(complete).href };
}
