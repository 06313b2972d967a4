import { redactUrl } from './redactUrl.ts';

/** What stands in the place of a value that is not to be shown or kept. */
export const mask = '••••';

/** Names that look as if their value were a credential. */
const secretName = /key|token|secret|auth|session|password|signature/i;

/** Names that look so and whose values are none: the challenge that asks for credentials, and HTTP/2's host. */
const harmlessNames: readonly string[] = ['www-authenticate', 'proxy-authenticate', ':authority'];

/** Headers whose value is a URL. */
const urlNames: readonly string[] = [':path', 'location', 'content-location', 'referer', 'refresh'];

/** Schemes of the HTTP authentication registry, and others in use: a first word that is none may be a secret itself. */
const scheme =
  /^(?:Basic|Bearer|Digest|DPoP|GNAP|HOBA|Mutual|Negotiate|NTLM|OAuth|PrivateToken|SCRAM-SHA-(?:1|256)|vapid|Token|ApiKey|Api-Key|Key|AWS4-HMAC-SHA256|SharedAccessSignature)(?= +\S)/i;

/**
 * A header's value as it may be shown and kept: the scheme of credentials, the names of cookies and the attributes of a
 * `Set-Cookie` stay. `secretHeaders` are names, in any case, that are secret beside those that look so.
 */
export function maskHeader(name: string, value: string, secretHeaders: readonly string[] = []): string {
  const key = name.toLowerCase();
  const isNamed = secretHeaders.some((secret) => secret.toLowerCase() === key);
  if (key === 'cookie' || key === 'cookie2') {
    return value.split(/; */).map(maskPair).join('; ');
  }
  if (key === 'set-cookie' || key === 'set-cookie2') {
    const end = value.indexOf(';');
    return end < 0 ? maskPair(value) : maskPair(value.slice(0, end)) + value.slice(end);
  }
  if (isNamed || (secretName.test(key) && !harmlessNames.includes(key))) {
    const shownScheme = scheme.exec(value)?.[0];
    return shownScheme === undefined ? (value === '' ? '' : mask) : `${shownScheme} ${mask}`;
  }
  return urlNames.includes(key) ? redactUrl(value) : value;
}

function maskPair(pair: string): string {
  const equals = pair.indexOf('=');
  return equals < 0 ? (pair === '' ? '' : mask) : `${pair.slice(0, equals)}=${mask}`;
}
