import { createHash } from 'node:crypto';
import { AlpnDial } from './alpnDial.ts';
import type { HopRequest } from './hop.ts';
import { Http2Connection, type StreamTaker } from './http2Connection.ts';
import { PlainDial } from './plainDial.ts';

/** Protocols that are offered by ALPN where it is to decide, and where it is to be HTTP/2. */
const offers = { auto: ['h2', 'http/1.1'], '2': ['h2'] } as const;

const defaultMaxHeaderBytes = 1024 * 1024;

/** Bytes of response headers that are taken, as HTTP/2 counts them. */
export function maxHeaderBytesOf({ options }: HopRequest): number {
  return options.maxHeaderBytes ?? defaultMaxHeaderBytes;
}

const connections = new Map<string, Set<Http2Connection>>();

/**
 * Finds a stream for a request: on a connection to its origin that has room and was made with the same identity and the
 * same trust, or on a new one. Returns how to give up the wait.
 */
export function takeHttp2Stream(request: HopRequest, taker: StreamTaker): () => void {
  const key = keyOf(request);
  const known = connections.get(key) ?? new Set();
  let connection = [...known].find((candidate) => candidate.offer(taker));
  if (connection === undefined) {
    connection = openConnection(request, () => forget(key, opened));
    const opened = connection;
    connections.set(key, known.add(opened));
    opened.offer(taker);
  }
  const offered = connection;
  return () => offered.withdraw(taker);
}

function openConnection(request: HopRequest, onRetire: () => void): Http2Connection {
  const { url, options } = request;
  return new Http2Connection(
    url.origin,
    maxHeaderBytesOf(request),
    (listener) =>
      url.protocol === 'https:'
        ? new AlpnDial(request, (options.httpVersion ?? 'auto') === 'auto' ? offers.auto : offers['2'], listener)
        : new PlainDial(request, listener),
    onRetire,
  );
}

function forget(key: string, connection: Http2Connection): void {
  const known = connections.get(key);
  known?.delete(connection);
  if (known?.size === 0) {
    connections.delete(key);
  }
}

/** All that makes one connection another. Hashed, because private keys are among it. */
function keyOf({ url, options }: HopRequest): string {
  const { httpVersion, ca, clientCertificate, acceptCertificate, socketPath, proxy, maxHeaderBytes } = options;
  const pfx = clientCertificate !== undefined && 'pfx' in clientCertificate ? Buffer.from(clientCertificate.pfx) : null;
  const parts = [
    url.origin,
    httpVersion,
    ca,
    pfx === null ? clientCertificate : [pfx.toString('base64'), clientCertificate?.passphrase],
    acceptCertificate,
    socketPath,
    proxy,
    maxHeaderBytes,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
