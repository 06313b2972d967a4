import { assertNever } from '../core/assertNever.ts';
import type { Translate } from '../core/words/translate.ts';
import type { EndpointFault } from './savedEndpoint.ts';

/** Says what is wrong with an endpoint of the settings, in one short line. */
export function describeEndpointFault({ path, code }: EndpointFault, t: Translate): string {
  switch (code) {
    case 'missing':
      return t('"{0}" is missing', path);
    case 'not-text':
      return t('"{0}" must be a text', path);
    case 'not-object':
      return path === '' ? t('must be an object with name and url') : t('"{0}" must be an object', path);
    case 'not-list':
      return t('must be a list of endpoints');
    case 'bad-url':
      return t('"{0}" is no URL', path);
    case 'unsupported-scheme':
      return t('"{0}" must begin with http: or https:', path);
    case 'bad-method':
      return t('"{0}" is no HTTP method', path);
    case 'bad-header-name':
      return t('"{0}" is no name of a header', path);
    case 'bad-header-value':
      return t('"{0}" has characters that a header cannot hold', path);
    default:
      return assertNever(code);
  }
}
