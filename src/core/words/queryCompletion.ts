import { assertNever } from '../assertNever.ts';
import type { HasFlag, IsFlag } from '../query/query.ts';
import type { CompletionOption } from '../query/queryCompletion.ts';
import type { QueryField } from '../query/queryField.ts';
import type { RecordKind } from '../record/recordKind.ts';
import type { Translate } from './translate.ts';

/** Says what a part of a query means, for the list that offers it. */
export function describeCompletion(
  option: CompletionOption,
  formatCount: (count: number) => string,
  t: Translate,
): string {
  switch (option.option) {
    case 'field':
      return describeQueryField(option.field, t);
    case 'keyword':
      return option.keyword === 'AND' ? t('both') : option.keyword === 'OR' ? t('either') : t('what does not match');
    case 'comparison':
      return describeComparison(option.comparison, t);
    case 'range':
      return t('from … to …');
    case 'type':
      return option.count === 1 ? t('{0} event', formatCount(1)) : t('{0} events', formatCount(option.count));
    case 'kind':
      return describeKind(option.kind, t);
    case 'has':
      return describeHasFlag(option.flag, t);
    case 'is':
      return describeIsFlag(option.flag, t);
    case 'key':
      return option.examples.length === 0 ? t('JSON') : t('JSON, such as {0}', option.examples.slice(0, 3).join(', '));
    case 'value':
      return t('seen there');
    default:
      return assertNever(option);
  }
}

/** Says what a field of a query holds. */
function describeQueryField(field: QueryField, t: Translate): string {
  switch (field) {
    case 'type':
      return t('event type');
    case 'id':
      return t('last event ID, own or inherited');
    case 'data':
      return t('text of the data');
    case 'kind':
      return t('kind of record');
    case 'size':
      return t('bytes of data');
    case 'gap':
      return t('time since the record before');
    case 'time':
      return t('time since the start');
    case 'seq':
      return t('number of the record');
    case 'has':
      return t('what the record has');
    case 'is':
      return t('what the record is');
    case 'data.':
      return t('a value in JSON data, by its path');
    default:
      return assertNever(field);
  }
}

function describeComparison(
  comparison: Extract<CompletionOption, { readonly option: 'comparison' }>['comparison'],
  t: Translate,
): string {
  switch (comparison) {
    case '>':
      return t('greater than');
    case '>=':
      return t('at least');
    case '<':
      return t('less than');
    case '<=':
      return t('at most');
    case '=':
      return t('exactly, upper and lower case too');
    case '*':
      return t('whatever it is');
    default:
      return assertNever(comparison);
  }
}

function describeKind(kind: RecordKind, t: Translate): string {
  switch (kind) {
    case 'event':
      return t('dispatched to listeners');
    case 'comment':
      return t('a line that begins with a colon');
    case 'retry':
      return t('sets the reconnection time');
    case 'id':
      return t('sets the last event ID without an event');
    case 'invalid':
      return t('a line that clients ignore');
    case 'dropped':
      return t('a block that dispatches no event');
    case 'connection':
      return t('what happened to the connection');
    default:
      return assertNever(kind);
  }
}

function describeHasFlag(flag: HasFlag, t: Translate): string {
  switch (flag) {
    case 'id':
      return t('an ID of its own');
    case 'data':
      return t('an event with data');
    case 'json':
      return t('data that is JSON');
    case 'diagnostic':
      return t('a deviation from the standard');
    default:
      return assertNever(flag);
  }
}

function describeIsFlag(flag: IsFlag, t: Translate): string {
  switch (flag) {
    case 'diagnostic':
      return t('marked as a deviation');
    case 'warning':
      return t('marked with a warning');
    case 'json':
      return t('data that is JSON');
    case 'reconnect':
      return t('a break, or the wait after it');
    case 'bookmarked':
      return t('with a bookmark or a note of yours');
    case 'error':
      return t('tells of an error of the application');
    case 'heartbeat':
      return t('a comment, ping or keep-alive, or an event without data');
    default:
      return assertNever(flag);
  }
}
