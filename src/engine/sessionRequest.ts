import type { TransportOptions } from '../core/connection/transportOptions.ts';
import type { SessionCookies } from '../net/sessionCookies.ts';
import type { StreamRequest } from '../net/streamRequest.ts';

/** A request as a session sends it, again and again. */
export interface SessionRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly transport: TransportOptions;
  /** Names of headers whose values are kept nowhere. */
  readonly secretHeaders: readonly string[];
}

const lastEventIdName = 'last-event-id';

/** The Last-Event-ID that a user has put among the headers, for every request; `undefined`: none. */
export function lastEventIdOf(headers: SessionRequest['headers']): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === lastEventIdName)?.[1];
}

/** The others: that header is the session's to set, which can say what it sends. */
export function withoutLastEventId(headers: SessionRequest['headers']): SessionRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== lastEventIdName));
}

/** One sending of a session's request. @param lastEventId Empty: no header. */
export function streamRequest(request: SessionRequest, lastEventId: string, cookies: SessionCookies): StreamRequest {
  const url = new URL(request.url);
  return {
    ...request,
    url: withoutUserInfo(url),
    headers: withCredentialsOf(url, request.headers),
    lastEventId,
    options: request.transport,
    cookies,
    secretHeaders: request.secretHeaders,
  };
}

/** Headers of the user, with the credentials of the URL as basic authorisation where there is no other. */
function withCredentialsOf(url: URL, headers: SessionRequest['headers']): SessionRequest['headers'] {
  if (url.username === '' || Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) {
    return headers;
  }
  const credentials = `${decodePercents(url.username)}:${decodePercents(url.password)}`;
  return { ...headers, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function withoutUserInfo(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

/** Undoes percent-encoding where it is one: a password may hold a bare percent sign. */
function decodePercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
