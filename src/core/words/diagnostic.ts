import { assertNever } from '../assertNever.ts';
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

/** Says what is wrong with a line or block, what a client makes of it, and which clause decides that. */
export function describeDiagnostic(code: DiagnosticCode, t: Translate): DiagnosticWords {
  const clause = `HTML ${diagnosticRules[code].clause}`;
  switch (code) {
    case 'unknown-field':
      return {
        title: t('Unknown field name'),
        consequence: t('The line is ignored: only event, data, id and retry are fields, in lower case.'),
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
    default:
      return assertNever(code);
  }
}
