import { count, t } from '../strings.ts';
import type { JsonFault } from './jsonParse.ts';

/** Why data that begins like JSON is shown as text. */
export function faultWords({ code, offset }: JsonFault): string {
  const place = count(offset + 1);
  switch (code) {
    case 'unexpected':
      return t('Not JSON: character {0} does not fit.', place);
    case 'unfinished':
      return t('Not JSON: it ends before its last bracket.');
    case 'more':
      return t('Not one JSON value: after the first, something else begins at character {0}.', place);
    case 'too-many':
      return t('Shown as text: it has too many values for a tree.');
  }
}
