import { X509Certificate } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { Certificate, Exchange } from '../core/connection/attempt.ts';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import { TransportError } from './transportError.ts';

/** What a TLS connection agreed on and whom it met; a handshake that fails at the certificate has all of it too. */
export function tlsFactsOf(socket: TLSSocket): Exchange['tls'] {
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    alpn: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : '',
    distrust: distrustOf(socket),
    certificate: certificateOf(socket),
  };
}

/**
 * Why the connection must not be used although its handshake is done: another certificate than the one accepted was
 * shown. `undefined`: it may. Without an accepted certificate, Node itself has ended the connection where it must.
 */
export function certificateFault(socket: TLSSocket, { acceptCertificate }: TransportOptions): Error | undefined {
  if (acceptCertificate === undefined) {
    return undefined;
  }
  const shown = certificateOf(socket)?.fingerprint;
  return shown === acceptCertificate.toUpperCase()
    ? undefined
    : new TransportError(
        'ERR_TLS_CERT_NOT_ACCEPTED',
        `The server shows ${shown === undefined ? 'no certificate' : `the certificate ${shown}`}, and ${acceptCertificate} is the one accepted`,
      );
}

/** Node says it as a code, such as `DEPTH_ZERO_SELF_SIGNED_CERT`, or else as a sentence, whatever its types say. */
function distrustOf(socket: TLSSocket): string {
  const reason: unknown = socket.authorizationError;
  if (socket.authorized || reason === undefined || reason === null) {
    return '';
  }
  return reason instanceof Error ? reason.message : typeof reason === 'string' ? reason : '';
}

function certificateOf(socket: TLSSocket): Certificate | null {
  // Not getPeerX509Certificate: it takes the certificate out of the connection, and Node then finds no name in it.
  const raw = bytesOf(socket.getPeerCertificate());
  if (raw === undefined) {
    return null;
  }
  const shown = new X509Certificate(raw);
  return {
    subject: inOneLine(shown.subject),
    issuer: inOneLine(shown.issuer),
    validFrom: isoDate(shown.validFrom),
    validTo: isoDate(shown.validTo),
    fingerprint: shown.fingerprint256,
    altNames: shown.subjectAltName ?? '',
  };
}

/** Node gives an empty object where there is none, and `null` for a connection that is closed, whatever its types say. */
function bytesOf(certificate: Partial<PeerCertificate> | null): Buffer | undefined {
  return certificate?.raw;
}

/** OpenSSL separates the parts of a name by line feeds. It gives none for a name without parts, whatever its types say. */
function inOneLine(name: string | undefined): string {
  return (name ?? '').trim().replaceAll('\n', ', ');
}

function isoDate(openSslDate: string): string {
  const date = new Date(openSslDate);
  return Number.isFinite(date.getTime()) ? date.toISOString() : openSslDate;
}
