import { assertNever } from '../assertNever.ts';
import type { Problem } from '../connection/problem.ts';
import type { ProblemWords } from './problemWords.ts';
import { describeContentType, describeStatus } from './refusal.ts';
import type { Translate } from './translate.ts';

/** Says what a connection failed of, what that means, and what to do about it. */
export function describeProblem(problem: Problem, t: Translate): ProblemWords {
  const { subject } = problem;
  if (problem.status !== null && (problem.code === 'bad-url' || problem.code === 'unsupported-scheme')) {
    return {
      happened: wordsOfUrl(problem.code, subject, t),
      meaning: t('A redirect leads there, and cannot be followed.'),
      remedy: t('Correct the Location header that the server sends with status {0}.', problem.status),
    };
  }
  switch (problem.code) {
    case 'bad-url':
      return {
        happened: wordsOfUrl(problem.code, subject, t),
        meaning: t('No request was sent.'),
        remedy: t('Correct the URL, for example http://localhost:3000/events.'),
      };
    case 'unsupported-scheme':
      return {
        happened: wordsOfUrl(problem.code, subject, t),
        meaning: t('Server-sent events are read over HTTP; no request was sent.'),
        remedy: t('Use a URL that begins with http:// or https://.'),
      };
    case 'secrets-not-kept':
      return {
        happened: t('The secrets of the URL are not known any more'),
        meaning: t('A capture never holds secrets, so this request cannot be repeated from it.'),
        remedy: t('Connect to the whole URL again, or save it as an endpoint.'),
      };
    case 'block-too-long':
      return {
        happened: t('A block is longer than the limit: {0} without its end', subject),
        meaning: t(
          'The server sends lines without the empty line that ends an event; reading on would fill the memory.',
        ),
        remedy: t(
          'Look at the raw bytes of the last record and correct the server, or raise {0}, then reconnect.',
          'sseDebugger.limits.blockMiB',
        ),
      };
    case 'capture-full':
      return {
        happened: t('The capture has reached its limit of {0}', subject),
        meaning: t('Recording stopped, so that the disk does not fill up. Everything received until then is kept.'),
        remedy: t('Clear the records or raise {0}, then reconnect.', 'sseDebugger.limits.captureMiB'),
      };
    case 'silent':
      return {
        happened: t('{0} was silent for {1}', subject, problem.detail),
        meaning: t('Nothing came for as long as this endpoint is set to wait, so the connection was taken for dead.'),
        remedy: t('Let the server send a comment from time to time, or raise the limit.'),
      };
    case 'bad-request':
      return {
        happened: t('The request to {0} cannot be sent', subject),
        meaning: t('Its method or a header contains characters that HTTP does not allow.'),
        remedy: t("Correct the endpoint's method and headers, then connect again."),
      };
    case 'refused':
      return {
        happened: t('Connection refused by {0}', subject),
        meaning: t('Nothing listens there.'),
        remedy: t('Start the server or correct the port, then reconnect.'),
      };
    case 'unknown-host':
      return {
        happened: t('Unknown host {0}', subject),
        meaning: t('The name has no address in DNS, or there is no network.'),
        remedy: t('Check the spelling of the host and the network (VPN, DNS), then reconnect.'),
      };
    case 'unreachable':
      return {
        happened: t('{0} cannot be reached', subject),
        meaning: t('There is no route to this address from this machine.'),
        remedy: t('Check the network, VPN and firewall, then reconnect.'),
      };
    case 'timed-out':
      return {
        happened: t('No answer from {0} in time', subject),
        meaning: t('The server is down or too busy, or a firewall drops the packets.'),
        remedy: t('Check that the server runs and that the port is open, then reconnect.'),
      };
    case 'proxy-failed':
      return {
        happened: t('The proxy {0} cannot be reached', subject),
        meaning: t('VS Code is set to go through it to this server ({0}). No request was sent.', problem.detail),
        remedy: t('Check http.proxy and http.noProxy in the settings, and HTTPS_PROXY and NO_PROXY, then reconnect.'),
      };
    case 'tls':
      return describeTls(problem, t);
    case 'bad-status':
      return describeStatus(problem, t);
    case 'wrong-content-type':
      return describeContentType(problem, t);
    case 'not-http':
      return {
        happened: t('{0} does not speak HTTP', subject),
        meaning: t('The answer is not an HTTP response: another protocol is served there, perhaps HTTPS.'),
        remedy: t('Check the port and whether the URL must begin with https://.'),
      };
    case 'no-http2':
      return describeNoHttp2(problem, t);
    case 'headers-too-long':
      return describeLongHeaders(problem, t);
    case 'too-many-redirects':
      return {
        happened: t('Too many redirects from {0}', subject),
        meaning: t('Every one leads to another URL; a client follows no more than 20.'),
        remedy: t('Check the URL and the credentials, then reconnect.'),
      };
    case 'redirect-loop':
      return {
        happened: t('The redirects lead back to {0}', subject),
        meaning: t('The server redirects in a circle, often because it misses a cookie or credentials.'),
        remedy: t('Check the URL, the credentials and whether cookies are on, then reconnect.'),
      };
    case 'no-response':
      return {
        happened: t('{0} closed the connection without a response', subject),
        meaning: t('The server, or a proxy between, ended the connection before the response headers were complete.'),
        remedy: t("Look at the server's log, and check whether the URL must begin with https:// or http://."),
      };
    case 'reset':
      return {
        happened: t('Connection reset by {0}', subject),
        meaning: t('The server or a proxy between closed the connection abruptly.'),
        remedy: t("Look at the server's log for this moment, then reconnect."),
      };
    case 'cut':
      return {
        happened: t('The response of {0} broke off', subject),
        meaning: t('The connection closed before the body was complete.'),
        remedy: t("Look at the server's log and at time limits of proxies between, then reconnect."),
      };
    case 'stream-reset':
      return {
        happened: t('{0} reset the stream ({1})', subject, problem.systemCode),
        ...describeHttp2Error(problem, t),
      };
    case 'going-away':
      return {
        happened: t('{0} ended the HTTP/2 connection ({1})', subject, problem.systemCode),
        meaning: problem.detail === '' ? t('The server gave no reason.') : problem.detail,
        remedy: describeHttp2Error(problem, t).remedy,
      };
    case 'bad-framing':
      return describeFraming(problem, t);
    case 'undecodable-body':
      return {
        happened: t('The body cannot be decompressed'),
        meaning: t('Its bytes do not fit the Content-Encoding of the response.'),
        remedy: t('Switch compression off for this endpoint, or correct the header.'),
      };
    case 'store':
      return {
        happened: t('The capture cannot be written'),
        meaning: t('The disk is full or the storage folder cannot be written. Earlier records are kept.'),
        remedy: t('Free disk space, then reconnect. The log has the details.'),
      };
    case 'unexpected':
      return {
        happened: problem.systemCode
          ? t('The connection to {0} failed with {1}', subject, problem.systemCode)
          : t('The connection to {0} failed', subject),
        meaning: problem.detail || t('The cause is not known.'),
        remedy: t('Reconnect. If it happens again, the log has the details.'),
      };
    default:
      return assertNever(problem.code);
  }
}

function wordsOfUrl(code: 'bad-url' | 'unsupported-scheme', subject: string, t: Translate): string {
  return code === 'bad-url' ? t('Not a valid URL: {0}', subject) : t('URLs with {0} cannot be opened', subject);
}

function describeLongHeaders({ subject, systemCode, detail }: Problem, t: Translate): ProblemWords {
  const happened = t('The response headers of {0} are too long', subject);
  return systemCode === 'ERR_HTTP2_HEADERS_BEYOND_NODE'
    ? {
        happened,
        meaning: t('Over HTTP/2, Node takes about 64 KiB a field and 144 KiB of all, whatever the limit is set to.'),
        remedy: t('Correct the server, or set the HTTP version to 1.1 if such headers are meant to be.'),
      }
    : {
        happened,
        meaning: t(
          'They have more bytes than the limit, {0}, allows: {1}.',
          'sseDebugger.limits.headerKiB (maxHeaderBytes)',
          detail,
        ),
        remedy: t('Correct the server, or raise the limit if such headers are meant to be.'),
      };
}

function describeFraming({ subject, systemCode, detail }: Problem, t: Translate): ProblemWords {
  return systemCode === 'ERR_HTTP2_PROTOCOL'
    ? {
        happened: t('{0} does not keep to the rules of HTTP/2', subject),
        meaning: t(
          'What it sent cannot be read on from: {0}. A header field of more than 64 KiB is such a thing, too.',
          detail,
        ),
        remedy: t('Reconnect; if it happens again, set the HTTP version to 1.1 and compare.'),
      }
    : {
        happened: t('The body of {0} is framed wrongly', subject),
        meaning: t('Where the next chunk should begin is something else, so nobody can read on: {0}.', detail),
        remedy: t('Correct the server or proxy that writes the chunks (Transfer-Encoding), then reconnect.'),
      };
}

function describeNoHttp2(problem: Problem, t: Translate): ProblemWords {
  const { subject } = problem;
  switch (problem.systemCode) {
    case 'ERR_HTTP2_THROUGH_PROXY':
      return {
        happened: t('HTTP/2 cannot be used for {0}', subject),
        meaning: t('A proxy is between, and HTTP/2 without TLS does not go through it. No request was sent.'),
        remedy: t('Set the HTTP version to auto or 1.1, or exclude the host from the proxy (http.noProxy).'),
      };
    case 'ERR_HTTP2_NEEDS_TLS':
      return {
        happened: t('HTTP/2 cannot be used for {0}', subject),
        meaning: t('Without TLS there is no way to agree on HTTP/2. No request was sent.'),
        remedy: t('Set the HTTP version to h2c if the server speaks HTTP/2 without TLS, else to auto.'),
      };
    case 'ERR_HTTP2_NOT_SPOKEN':
      return {
        happened: t('{0} does not speak HTTP/2', subject),
        meaning: t('It answered in another protocol, most likely HTTP/1.1.'),
        remedy: t('Set the HTTP version to auto or 1.1, or check the port.'),
      };
    default:
      return {
        happened: t('{0} does not speak HTTP/2', subject),
        meaning: t(
          'The TLS handshake did not agree on it: the server, or a proxy before it, does not offer h2 by ALPN.',
        ),
        remedy: t('Set the HTTP version to auto or 1.1, or switch HTTP/2 on in the server.'),
      };
  }
}

/** What an error code of HTTP/2 means for the stream, and what to do. */
function describeHttp2Error(problem: Problem, t: Translate): Pick<ProblemWords, 'meaning' | 'remedy'> {
  switch (problem.systemCode) {
    case 'NO_ERROR':
      return {
        meaning: t('Nothing went wrong by its own account, but it did not end the stream in order.'),
        remedy: t('Reconnect: servers and proxies do this when they restart or shift load.'),
      };
    case 'REFUSED_STREAM':
      return {
        meaning: t('The request was not begun, so it can be sent again without harm.'),
        remedy: t('Reconnect; if it happens again, the server limits how many streams it takes.'),
      };
    case 'CANCEL':
      return {
        meaning: t('The server, or a proxy before it, has given the stream up.'),
        remedy: t("Look at the server's log and at time limits of proxies between, then reconnect."),
      };
    case 'ENHANCE_YOUR_CALM':
      return {
        meaning: t('It says that too much is asked of it: too many requests or streams, or too long headers.'),
        remedy: t('Wait a while, then reconnect, with fewer streams at once.'),
      };
    case 'HTTP_1_1_REQUIRED':
      return {
        meaning: t('The server wants HTTP/1.1 for this request.'),
        remedy: t('Set the HTTP version to auto or 1.1.'),
      };
    case 'INADEQUATE_SECURITY':
      return {
        meaning: t('The TLS version or cipher is too weak for the server.'),
        remedy: t('Look at the TLS settings of the server, or set the HTTP version to 1.1.'),
      };
    case 'INTERNAL_ERROR':
      return {
        meaning: t('The server, or a proxy before it, failed while it produced the stream.'),
        remedy: t("Look at the server's log for this moment, then reconnect."),
      };
    default:
      return {
        meaning: t('It blames the protocol: one of the two ends does not keep to the rules of HTTP/2.'),
        remedy: t('Reconnect; if it happens again, set the HTTP version to 1.1 and compare.'),
      };
  }
}

function describeTls(problem: Problem, t: Translate): ProblemWords {
  const happened = t('No secure connection to {0}', problem.subject);
  switch (problem.systemCode) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return {
        happened,
        meaning: t('The certificate is self-signed, so nobody vouches for the server.'),
        remedy: t(
          "Name the certificate in the endpoint's field {0}, or add it to the system's trusted ones, then reconnect.",
          'ca',
        ),
      };
    case 'CERT_HAS_EXPIRED':
      return {
        happened,
        meaning: t("The server's certificate has expired."),
        remedy: t('Renew the certificate on the server, then reconnect.'),
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        happened,
        meaning: t('The certificate is for another host name.'),
        remedy: t('Use a host name that the certificate lists.'),
      };
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_GET_ISSUER_CERT':
      return {
        happened,
        meaning: t('The issuer of the certificate is not known here.'),
        remedy: t("Let the server send its whole chain, or add the issuer to the system's trusted ones."),
      };
    case 'ERR_TLS_CERT_NOT_ACCEPTED':
      return {
        happened,
        meaning: t('The server shows another certificate than the one that was accepted for this session.'),
        remedy: t('Find out why it changed before you accept the new one.'),
      };
    default:
      return {
        happened,
        meaning: t('The TLS handshake failed: perhaps the server speaks plain HTTP on this port.'),
        remedy: t('Check the port and whether the URL must begin with http://.'),
      };
  }
}
