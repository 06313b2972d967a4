import { assertNever } from '../assertNever.ts';
import type { UrlFault } from '../connection/endpointUrl.ts';
import type { Translate } from './translate.ts';

/** Says why a text is no URL that could be connected to, and what would be one. */
export function describeUrlFault(fault: UrlFault, t: Translate): string {
  switch (fault.code) {
    case 'empty':
      return t('Enter the URL of an event stream, such as http://localhost:3000/events');
    case 'bad-url':
      return t('Not a URL; expected something like http://localhost:3000/events');
    case 'unsupported-scheme':
      return t('{0}: is not supported; event streams use http: or https:', fault.subject);
    default:
      return assertNever(fault.code);
  }
}
