/** What stands in the place of a value that is not to be shown or kept. */
export const redacted = '***';

/** Names of query parameters whose values are credentials, by the words they are made of. */
const secretName =
  /(?:^|[^a-z])(?:key|apikey|token|secret|password|passwd|pwd|auth|authorization|signature|sig|credential|credentials|jwt|session)(?:[^a-z]|$)/;

function isSecret(name: string): boolean {
  // Words of camelCase count too: apiKey, accessToken.
  return secretName.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase());
}

/** A URL without credentials, and with the values of secret-looking query parameters replaced. */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) {
    return url;
  }
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  // The set of names first: replacing a value while walking over the parameters would disturb the walk.
  for (const name of new Set(parsed.searchParams.keys())) {
    if (isSecret(name)) {
      parsed.searchParams.set(name, redacted);
    }
  }
  return parsed.href;
}

/** Whether a URL has lost values to `redactUrl`. */
export function hasRedactions(url: string): boolean {
  return URL.canParse(url) && [...new URL(url).searchParams.values()].includes(redacted);
}
