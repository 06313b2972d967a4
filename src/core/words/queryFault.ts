import { assertNever } from '../assertNever.ts';
import type { QueryFault } from '../query/query.ts';
import type { Translate } from './translate.ts';

/** Says what is wrong with the text of a query, and what could stand there. */
export function describeQueryFault({ code, text, expected }: QueryFault, t: Translate): string {
  switch (code) {
    case 'unclosed-quote':
      return t('The quotation mark is not closed');
    case 'unclosed-regex':
      return t('The regular expression is not closed: it ends with /');
    case 'unclosed-parenthesis':
      return t('The parenthesis is not closed');
    case 'unopened-parenthesis':
      return t('This parenthesis closes none');
    case 'unclosed-range':
      return t('The range is not closed: [1 TO 5]');
    case 'bad-range':
      return t('A range is written [1 TO 5], or 1..5');
    case 'missing-operand':
      return t('Something to look for is missing here');
    case 'missing-value':
      return t('A value is missing after {0}', text);
    case 'bad-regex':
      return t('Not a regular expression: {0}', text);
    case 'unknown-field':
      return t('There is no field {0}. Fields: {1}. Members of JSON data: data.name', text, expected.join(', '));
    case 'bad-path':
      return t('Not a path into JSON; expected something like data.choices[0].text');
    case 'bad-number':
      return t('Not a number: {0}', text);
    case 'bad-size':
      return t('Not a size: {0}. Expected something like 500, 1.5kb or 2mb', text);
    case 'bad-duration':
      return t('Not a duration: {0}. Expected something like 500ms, 1.5s or 2m', text);
    case 'bad-time':
      return t('Not a time since the start: {0}. Expected something like 12s or 02:41', text);
    case 'unknown-value':
      return t('Unknown: {0}. Expected one of {1}', text, expected.join(', '));
    case 'no-comparison':
      return t('Greater and less work for size, gap, time, seq and numbers in JSON only');
    case 'too-deep':
      return t('Too many parentheses inside each other');
    default:
      return assertNever(code);
  }
}
