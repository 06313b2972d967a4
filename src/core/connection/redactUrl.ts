/** What stands in the place of a value that is not to be shown or kept. */
export const redacted = '***';

/** Names of query parameters whose values are credentials, by the words that they contain. */
const secretName = /key$|token|secret|passw|pwd|auth(?!or)|sig(?:nature)?$|credential|jwt|session|^code$|^sid$/i;

/** A URL without credentials and fragment, and with the values of secret-looking query parameters replaced. */
export function redactUrl(url: string): string {
  // "user:pass@host" parses too, as a URL of the scheme "user".
  if (!URL.canParse(url) || !/^https?:/i.test(url)) {
    return redactText(url);
  }
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  // Fragments are never sent, and single-page applications keep tokens there.
  parsed.hash = '';
  // The set of names first: replacing a value while walking over the parameters would disturb the walk.
  for (const name of new Set(parsed.searchParams.keys())) {
    if (secretName.test(name)) {
      parsed.searchParams.set(name, redacted);
    }
  }
  return parsed.href;
}

/** The same for a text that is no URL but was meant as one: without whatever stands where credentials would. */
function redactText(text: string): string {
  return text
    .replace(/^([a-z][a-z0-9+.-]*:\/+)?[^/?#]*@/i, '$1')
    .replace(/#.*$/, '')
    .replace(/([?&][^=&]*=)[^&]*/g, `$1${redacted}`);
}

/** Whether a URL has lost values to `redactUrl`. */
export function hasRedactions(url: string): boolean {
  return URL.canParse(url) && [...new URL(url).searchParams.values()].includes(redacted);
}
