import { assertNever } from '../core/assertNever.ts';
import { httpVersionChoices } from '../core/connection/transportOptions.ts';
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
    case 'unsendable-id':
      return t('"{0}" has characters that no header can carry', path);
    case 'not-truth-value':
      return t('"{0}" must be true or false', path);
    case 'not-number':
      return t('"{0}" must be a whole number within its limits', path);
    case 'not-paths':
      return t('"{0}" must be a path', path);
    case 'not-http-version':
      return t('"{0}" must be one of {1}', path, httpVersionChoices.join(', '));
    case 'half-a-pair':
      return t('"{0}" must hold either cert and key, or pfx', path);
    case 'plain-secret':
      return t('"{0}" must be a placeholder such as {1}', path, '${secret:NAME}');
    default:
      return assertNever(code);
  }
}
