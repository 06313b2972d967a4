import type { Attempt, Exchange } from '../../src/core/connection/attempt.ts';

/** A request at moment 0 whose response came at 10. */
export function sampleExchange(changed: Partial<Exchange> = {}): Exchange {
  return {
    method: 'GET',
    url: 'http://localhost/',
    httpVersion: '1.1',
    requestHeaders: [],
    requestBodyBytes: 0,
    droppedHeaders: [],
    status: 200,
    statusText: 'OK',
    responseHeaders: [],
    remoteAddress: '127.0.0.1:80',
    reusedConnection: false,
    proxy: '',
    tls: null,
    startedAt: 0,
    resolvedAt: null,
    connectedAt: null,
    securedAt: null,
    respondedAt: 10,
    ...changed,
  };
}

/** An attempt of one request, open and without a byte. */
export function sampleAttempt(changed: Partial<Attempt> = {}): Attempt {
  return {
    number: 1,
    exchanges: [sampleExchange()],
    lastEventIdSent: '',
    lastEventIdReceived: '',
    contentCoding: '',
    isDecoded: true,
    wireBytes: 0,
    decodedBytes: 0,
    firstByteAt: null,
    firstEventAt: null,
    endedAt: null,
    end: null,
    problem: null,
    silenceMs: null,
    ...changed,
  };
}
