import { assertNever } from '../assertNever.ts';
import { meantField } from '../sse/meantField.ts';
import { diagnosticRules, type DiagnosticCode } from '../sse/diagnostic.ts';
import type { Translate } from './translate.ts';

/** A deviation from the protocol in words. */
export interface DiagnosticWords {
  /** What is wrong, without a full stop. */
  readonly title: string;
  /** What a client makes of it. */
  readonly consequence: string;
  /** Where the standard says so: `HTML 9.2.6`. */
  readonly clause: string;
}

/**
 * Says what is wrong with a line or block, what a client makes of it, and which clause decides that.
 *
 * @param name Name of the field that the line would set, where it is known.
 */
export function describeDiagnostic(code: DiagnosticCode, t: Translate, name = ''): DiagnosticWords {
  const clause = `HTML ${diagnosticRules[code].clause}`;
  switch (code) {
    case 'unknown-field':
      return {
        title: t('Unknown field name'),
        consequence: withMeantField(
          t('The line is ignored: only event, data, id and retry are fields, in lower case.'),
          name,
          t,
        ),
        clause,
      };
    case 'invalid-retry':
      return {
        title: t('retry is not a number'),
        consequence: t('The line is ignored: its value must be ASCII digits only.'),
        clause,
      };
    case 'retry-out-of-range':
      return {
        title: t('retry is longer than a timer can wait'),
        consequence: t('Browsers fire at once above 2,147,483,647 ms; here the delay is capped there.'),
        clause,
      };
    case 'id-with-null':
      return {
        title: t('id contains U+0000'),
        consequence: t('The line is ignored and the last event ID stays as it was.'),
        clause,
      };
    case 'id-not-sendable':
      return {
        title: t('id contains control characters'),
        consequence: t('The ID applies, but no header can carry it: a reconnect goes without Last-Event-ID.'),
        clause,
      };
    case 'block-without-data':
      return {
        title: t('Block without data'),
        consequence: t('No event is dispatched: a block needs at least one data line, even an empty one.'),
        clause,
      };
    case 'unfinished-block':
      return {
        title: t('Unfinished block'),
        consequence: t('The stream ended before the empty line, so the block and its ID are dropped.'),
        clause,
      };
    case 'misplaced-bom':
      return {
        title: t('Byte order mark in a line'),
        consequence: t(
          'Browsers drop only one, at the very start of the stream. This one is part of the field name, so the line is ignored.',
        ),
        clause,
      };
    case 'mixed-line-ends':
      return {
        title: t('Lines end in different ways'),
        consequence: t('Browsers take CRLF, LF and CR in any mixture; some other clients lose events.'),
        clause,
      };
    case 'cr-line-end':
      return {
        title: t('A line ends with CR alone'),
        consequence: t('Browsers end the line there; clients that look for LF see one long line.'),
        clause,
      };
    case 'two-json-values':
      return {
        title: t('Data holds several JSON values: missing empty line?'),
        consequence: t('Browsers dispatch them as one event, whose data is not JSON.'),
        clause,
      };
    case 'foreign-line-break':
      return {
        title: t('A line holds U+2028, U+2029, U+0085, VT or FF'),
        consequence: t('Browsers take the character for text; other clients split the line here.'),
        clause,
      };
    case 'invalid-utf8':
      return {
        title: t('Bytes that are not UTF-8'),
        consequence: t('Browsers decode as UTF-8 whatever the charset says: U+FFFD stands for the bytes.'),
        clause,
      };
    case 'replacement-character':
      return {
        title: t('U+FFFD sent as such'),
        consequence: t(
          'Browsers take the character for text; the bytes it replaced were lost before the stream was sent.',
        ),
        clause,
      };
    case 'long-line':
      return {
        title: t('Line of more than 64 KiB'),
        consequence: t('Browsers have no limit; clients that read by line often stop at 64 KiB, some at 4 to 8 KiB.'),
        clause,
      };
    case 'long-id':
      return {
        title: t('id of more than 8 KiB'),
        consequence: t('The ID applies and goes into Last-Event-ID, but most servers refuse a header so long.'),
        clause,
      };
    case 'large-event':
      return {
        title: t('Large event'),
        consequence: t(
          'Browsers hold the event in memory until it is complete, then dispatch it; other clients may refuse it.',
        ),
        clause,
      };
    case 'empty-data':
      return {
        title: t('Event with empty data'),
        consequence: t(
          'Browsers dispatch it with an empty string, which is not JSON: servers prime a stream or keep it alive so.',
        ),
        clause,
      };
    default:
      return assertNever(code);
  }
}

function withMeantField(consequence: string, name: string, t: Translate): string {
  const meant = meantField(name);
  return meant === undefined ? consequence : `${consequence} ${t('Did you mean {0}?', meant)}`;
}
