import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import { redactUrl } from '../core/connection/redactUrl.ts';

/** A URL of the settings as it may be shown: complete where it can be connected to, and without credentials. */
export function shownUrl(url: string): string {
  const parsed = parseEndpointUrl(url);
  return redactUrl(parsed.ok ? parsed.url : url);
}
