import { isIP } from 'node:net';
import tls from 'node:tls';
import type { TransportOptions } from '../core/connection/transportOptions.ts';

/** How to make a TLS connection to a host name or address (without brackets). What is not named stays Node's, or VS Code's. */
export function tlsOptionsOf(hostname: string, options: TransportOptions): tls.ConnectionOptions {
  const { ca, clientCertificate, acceptCertificate } = options;
  return {
    // Of the URL, not of a Host header that the user may have set. SNI has no addresses ([RFC 6066] 3).
    servername: isIP(hostname) === 0 ? hostname : '',
    ...(ca === undefined || ca.length === 0 ? {} : { ca: [...trustedRoots(), ...ca] }),
    ...clientOptionsOf(clientCertificate),
    // Each attempt makes a handshake of its own. In one that resumes an earlier session ([RFC 8446] 2.2) the server shows
    // no certificate, so there would be none to compare with the accepted one, and none to show.
    session: undefined,
    // The one certificate is compared instead, before anything is sent: see certificateFault.
    ...(acceptCertificate === undefined ? {} : { rejectUnauthorized: false }),
  };
}

function clientOptionsOf(certificate: TransportOptions['clientCertificate']): tls.ConnectionOptions {
  if (certificate === undefined) {
    return {};
  }
  const passphrase = certificate.passphrase === undefined ? {} : { passphrase: certificate.passphrase };
  return 'pfx' in certificate
    ? { pfx: Buffer.from(certificate.pfx), ...passphrase }
    : { cert: certificate.cert, key: certificate.key, ...passphrase };
}

/**
 * What is trusted without an authority of the user's. `ca` replaces Node's list, and VS Code then no longer adds the
 * system's, so both are named with it.
 */
function trustedRoots(): readonly string[] {
  // Since Node 22.15; the oldest VS Code supported has just that, and others that embed the engine may not.
  if (typeof tls.getCACertificates !== 'function') {
    return tls.rootCertificates;
  }
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}
