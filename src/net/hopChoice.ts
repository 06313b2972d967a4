import { assertNever } from '../core/assertNever.ts';
import type { Hop, HopListener, HopRequest } from './hop.ts';
import { openHttp1Hop } from './http1Hop.ts';
import { openHttp2Hop } from './http2Hop.ts';

/** Sends one request over the protocol that its options choose. */
export function openHop(request: HopRequest, listener: HopListener): Hop {
  const choice = request.options.httpVersion ?? '1.1';
  switch (choice) {
    case 'auto':
      return canAgree(request) ? openHttp2Hop(request, listener) : openHttp1Hop(request, listener);
    case '1.1':
      return openHttp1Hop(request, listener);
    case '2':
    case 'h2c':
      return openHttp2Hop(request, listener);
    default:
      return assertNever(choice);
  }
}

/** Whether the protocol is agreed on by ALPN, over a direct connection. Only `https.request` knows the way through a proxy. */
function canAgree({ url, options: { proxy = '', socketPath } }: HopRequest): boolean {
  return url.protocol === 'https:' && proxy === '' && socketPath === undefined;
}
