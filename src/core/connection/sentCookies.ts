import type { Exchange } from './attempt.ts';

/** The cookies of one request, by their names. */
export interface SentCookies {
  /** In the order of the header. */
  readonly sent: readonly string[];
  /** What the request before sent and this one, to another origin, does not. */
  readonly dropped: readonly string[];
  /** Origin of the request; its URL where it has none. */
  readonly origin: string;
}

/** Which cookies the requests of an attempt sent, and which got lost on the way from one origin to the next. */
export function sentCookies(exchanges: readonly Exchange[]): readonly SentCookies[] {
  const requests = exchanges.map(({ url, requestHeaders }) => ({
    origin: URL.canParse(url) ? new URL(url).origin : url,
    // HTTP/2 may send a header of its own for each ([RFC 9113] 8.2.3).
    sent: requestHeaders.filter(([name]) => name.toLowerCase() === 'cookie').flatMap(([, value]) => namesIn(value)),
  }));
  return requests.map(({ origin, sent }, at) => {
    const before = requests[at - 1];
    const dropped =
      before === undefined || before.origin === origin ? [] : before.sent.filter((name) => !sent.includes(name));
    return { origin, sent, dropped };
  });
}

function namesIn(header: string): string[] {
  return header
    .split(';')
    .map((pair) => (pair.split('=')[0] ?? '').trim())
    .filter((name) => name !== '');
}
