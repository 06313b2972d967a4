import { acceptedCodings } from './contentDecoder.ts';
import type { Redirectable } from './redirect.ts';

/**
 * Header fields by name in lower case, the user's last: theirs win. Codings are accepted as by every browser: a client that
 * accepts none would never see what compression does to a stream.
 */
export function requestHeaders({ url, headers, body }: Redirectable, lastEventId: string): Record<string, string> {
  const own: Record<string, string> = {
    accept: 'text/event-stream',
    'accept-encoding': acceptedCodings,
    'cache-control': 'no-cache',
  };
  if (lastEventId !== '') {
    // [spec] 9.2.4: the UTF-8 form of the ID. Node writes header values as Latin-1, a byte a character.
    own['last-event-id'] = Buffer.from(lastEventId, 'utf8').toString('latin1');
  }
  if (body !== undefined) {
    own['content-length'] = String(bodyBytes(body));
  }
  if (url.username !== '' || url.password !== '') {
    own['authorization'] = basicAuthorization(url);
  }
  for (const [name, value] of Object.entries(headers)) {
    own[name.toLowerCase()] = value;
  }
  return own;
}

export function bodyBytes(body: string | Uint8Array | undefined): number {
  return body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
}

/** A redirect may lead to a URL with credentials: the server has given them. */
function basicAuthorization({ username, password }: URL): string {
  const credentials = `${decodePercents(username)}:${decodePercents(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** Undoes percent-encoding where it is one: a password may hold a bare percent sign. */
function decodePercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
