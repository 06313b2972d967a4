import type { QueryFault, TextRange } from './query.ts';
import { parseQuery } from './parseQuery.ts';
import { tokenize } from './queryToken.ts';
import type { QueryToken, TokenValue } from './queryToken.ts';

/** What a stretch of a query's text is. */
export type SpanRole = 'space' | 'keyword' | 'field' | 'operator' | 'word' | 'phrase' | 'regex' | 'range';

/** A stretch of a query's text, to be drawn in one way. */
export interface QuerySpan extends TextRange {
  readonly text: string;
  readonly role: SpanRole;
  /** Whether it is a part of what is wrong. */
  readonly isFaulty: boolean;
}

/** Cuts the text of a query into stretches that make up the whole text, in order. */
export function querySpans(text: string): readonly QuerySpan[] {
  const parsed = parseQuery(text);
  const faults = parsed.ok ? [] : parsed.faults.slice(0, 1);
  const parts = [...tokenize(text).tokens.flatMap(partsOf)];
  const spans: QuerySpan[] = [];
  let end = 0;
  const add = (role: SpanRole, to: number): void => {
    for (const cut of [...cutsWithin(faults, end, to), to]) {
      if (cut > end) {
        spans.push({ start: end, end: cut, text: text.slice(end, cut), role, isFaulty: isIn(faults, end) });
        end = cut;
      }
    }
  };
  for (const part of parts) {
    add('space', part.start);
    add(part.role, part.end);
  }
  // What is left could not be read.
  add('space', text.length - text.slice(end).trimStart().length);
  add('word', text.length);
  return spans;
}

function partsOf(token: QueryToken): readonly (TextRange & { readonly role: SpanRole })[] {
  switch (token.token) {
    case '(':
    case ')':
      return [{ ...token, role: 'operator' }];
    case 'AND':
    case 'OR':
    case 'NOT':
      return [{ ...token, role: 'keyword' }];
    case 'value':
      return [partOf(token.value)];
    case 'comparison': {
      const { field, operator, values, end } = token;
      const operatorEnd = field.end + operator.length;
      const parts = values.flatMap((value) => [partOf(value), separatorAt(value.end, end)]);
      return [
        { ...field, role: 'field' },
        { start: field.end, end: operatorEnd, role: 'operator' },
        ...parts.filter(({ start, end: partEnd }) => partEnd > start),
      ];
    }
  }
}

function partOf({ start, end, value }: TokenValue): TextRange & { readonly role: SpanRole } {
  return { start, end, role: value };
}

/** The comma between two values, or nothing behind the last one. */
function separatorAt(start: number, end: number): TextRange & { readonly role: SpanRole } {
  return { start, end: Math.min(start + 1, end), role: 'operator' };
}

function cutsWithin(faults: readonly QueryFault[], start: number, end: number): readonly number[] {
  return faults
    .flatMap((fault) => [fault.start, fault.end])
    .filter((cut) => cut > start && cut < end)
    .sort((a, b) => a - b);
}

function isIn(faults: readonly QueryFault[], at: number): boolean {
  return faults.some(({ start, end }) => start <= at && at < end);
}
