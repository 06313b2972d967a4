import type { LookupFunction } from 'node:net';

/** Both, as every name of the loopback has them ([RFC 6761] 6.3), the older first: most servers listen on it. */
const addresses = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
] as const;

export function isLoopbackName(hostname: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(hostname);
}

/**
 * Resolves the names of the loopback as browsers do, without asking the system: many a hosts file has only one of the two
 * addresses for `localhost`, and a server may listen on the other.
 */
export const lookupLoopback: LookupFunction = (_hostname, { all }, tell) => {
  // Not on the next tick: whoever wants to hear of it is told of the socket first.
  setImmediate(() =>
    all === true ? tell(null, [...addresses]) : tell(null, addresses[0].address, addresses[0].family),
  );
};
