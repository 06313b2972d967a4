import type { Socket } from 'node:net';
import type { TransportOptions } from '../core/connection/transportOptions.ts';

/** `address:port` of the other end, `[...]` around IPv6; empty: not known. */
export function remoteAddressOf({ remoteAddress, remotePort, remoteFamily }: Socket): string {
  if (remoteAddress === undefined || remotePort === undefined) {
    return '';
  }
  return remoteFamily === 'IPv6' ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`;
}

/**
 * The proxy that the surroundings say they use, unless the connection shows that it is none: it leads to another port
 * than the proxy's.
 */
export function proxyOf({ remotePort }: Socket, { proxy, socketPath }: TransportOptions): string {
  if (proxy === undefined || proxy === '' || socketPath !== undefined) {
    return '';
  }
  const port = /:(\d+)$/.exec(proxy)?.[1];
  return port === undefined || remotePort === undefined || Number(port) === remotePort ? proxy : '';
}
