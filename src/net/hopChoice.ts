import { assertNever } from '../core/assertNever.ts';
import type { Hop, HopListener, HopRequest } from './hop.ts';
import { openHttp1Hop } from './http1Hop.ts';
import { openHttp2Hop } from './http2Hop.ts';

/** Sends one request over the protocol that its options choose. */
export function openHop(request: HopRequest, listener: HopListener): Hop {
  const choice = request.options.httpVersion ?? 'auto';
  switch (choice) {
    case 'auto':
      // Without TLS there is nothing that could agree.
      return request.url.protocol === 'https:' ? openHttp2Hop(request, listener) : openHttp1Hop(request, listener);
    case '1.1':
      return openHttp1Hop(request, listener);
    case '2':
    case 'h2c':
      return openHttp2Hop(request, listener);
    default:
      return assertNever(choice);
  }
}
