import { assertNever } from '../core/assertNever.ts';
import type { Hop, HopListener, HopRequest } from './hop.ts';
import { openHttp1Hop } from './http1Hop.ts';
import { TransportError } from './transportError.ts';

/** Sends one request over the protocol that its options choose. */
export function openHop(request: HopRequest, listener: HopListener): Hop {
  const choice = request.options.httpVersion ?? 'auto';
  switch (choice) {
    case 'auto':
    case '1.1':
      return openHttp1Hop(request, listener);
    case '2':
    case 'h2c':
      return unavailableHop(listener);
    default:
      return assertNever(choice);
  }
}

function unavailableHop(listener: HopListener): Hop {
  process.nextTick(() => listener.failed(new TransportError('ERR_HTTP2_UNAVAILABLE', 'HTTP/2 cannot be spoken yet')));
  return {
    facts: () => ({
      requestHeaders: [],
      remoteAddress: '',
      reusedConnection: false,
      proxy: '',
      tls: null,
      resolvedAt: null,
      connectedAt: null,
      securedAt: null,
    }),
    abort: () => undefined,
  };
}
