import type { TypeCount } from '../connection/sessionSnapshot.ts';
import type { JsonKey } from '../record/jsonKeys.ts';
import { recordKinds } from '../record/recordKind.ts';
import type { RecordKind } from '../record/recordKind.ts';
import { hasFlags, isFlags, numberFields } from './query.ts';
import type { HasFlag, IsFlag, NumberField, TextRange } from './query.ts';
import { pathField, quoteValue } from './queryClause.ts';
import { isPathField, queryFields } from './queryField.ts';
import type { QueryField } from './queryField.ts';
import { tokenize } from './queryToken.ts';
import type { Operator, QueryToken } from './queryToken.ts';

const maxOptions = 50;
const keywords = ['AND', 'OR', 'NOT'] as const;
/** Values that begin a comparison of numbers. */
const comparisons = ['>', '>=', '<', '<='] as const;
/** A word has to be so long before keys that only contain it are offered. Characters. */
const minKeyPart = 2;

/** What a session has that a filter can name. */
export interface QueryVocabulary {
  readonly types: readonly TypeCount[];
  readonly keys: readonly JsonKey[];
}

/** What can stand where somebody types, as it is written there. */
export type CompletionOption = { readonly insert: string } & (
  | { readonly option: 'field'; readonly field: QueryField }
  | { readonly option: 'keyword'; readonly keyword: (typeof keywords)[number] }
  | { readonly option: 'comparison'; readonly comparison: (typeof comparisons)[number] | '=' | '*' }
  | { readonly option: 'range'; readonly field: NumberField | 'data.' }
  | { readonly option: 'type'; readonly type: string; readonly count: number }
  | { readonly option: 'kind'; readonly kind: RecordKind }
  | { readonly option: 'has'; readonly flag: HasFlag }
  | { readonly option: 'is'; readonly flag: IsFlag }
  | { readonly option: 'key'; readonly count: number; readonly examples: readonly string[] }
  | { readonly option: 'value'; readonly value: string }
);

/** What can stand in the place of a part of a query's text. */
export interface QueryCompletion extends TextRange {
  /** What is typed of it so far. */
  readonly prefix: string;
  readonly options: readonly CompletionOption[];
}

const ranges: Readonly<Record<NumberField | 'data.', string>> = {
  size: '[1kb..10kb]',
  gap: '[500ms..2s]',
  time: '[0s..10s]',
  seq: '[1..100]',
  'data.': '[1..100]',
};

/** Says what can stand at the caret of a query's text. */
export function completeQuery(text: string, caret: number, vocabulary: QueryVocabulary): QueryCompletion {
  const { tokens, fault } = tokenize(text.slice(0, caret));
  if (fault !== undefined) {
    // Inside of a quotation, an expression or a range, nobody knows better than who types it.
    return { start: caret, end: caret, prefix: '', options: [] };
  }
  const last = tokens.at(-1);
  // A minus is a NOT only when something follows it.
  const isNegating = last?.token === 'value' && /^[-!]$/.test(text.slice(last.start, caret));
  if (last === undefined || last.end < caret || last.token === '(' || last.token === 'NOT' || isNegating) {
    return { start: caret, end: wordEnd(text, caret), prefix: '', options: beginnings('', vocabulary) };
  }
  if (last.token === 'comparison') {
    const value = last.values.at(-1);
    const isBehindComma = value === undefined || value.end < caret;
    const start = isBehindComma ? caret : value.start;
    const prefix = text.slice(start, caret);
    const isFree = isBehindComma || value.value === 'word';
    const options = isFree ? valuesOf(last.field.text, last.operator, prefix, vocabulary) : [];
    return { start, end: wordEnd(text, caret), prefix, options };
  }
  const start = last.token === 'value' && last.value.value !== 'word' ? caret : last.start;
  const prefix = last.token === ')' ? '' : text.slice(start, caret);
  const end = wordEnd(text, caret);
  return prefix === '' && last.token !== ')'
    ? { start: caret, end: caret, prefix: '', options: [] }
    : {
        start: last.token === ')' ? caret : start,
        end,
        prefix,
        options: beginnings(prefix, vocabulary, endsOperand(tokens.at(-2))),
      };
}

/** Where the word that the caret stands in ends; a colon behind it is replaced too. */
function wordEnd(text: string, caret: number): number {
  const [rest = ''] = /^[^\s():,"]*:?/.exec(text.slice(caret)) ?? [];
  return caret + rest.length;
}

/** Whether what comes behind a token can be AND or OR. */
function endsOperand(token: QueryToken | undefined): boolean {
  return token !== undefined && (token.token === ')' || token.token === 'value' || token.token === 'comparison');
}

/** What an operand can begin with, or what joins it to the one before. */
function beginnings(prefix: string, { keys }: QueryVocabulary, isBehindOperand = false): readonly CompletionOption[] {
  const typed = prefix.toLowerCase();
  const fields = queryFields
    .filter((field) => field.startsWith(typed))
    .map((field): CompletionOption => ({ option: 'field', field, insert: field === 'data.' ? field : `${field}:` }));
  const words = keywords
    .filter((keyword) => prefix !== '' && keyword.startsWith(prefix.toUpperCase()))
    .filter((keyword) => keyword === 'NOT' || isBehindOperand)
    .map((keyword): CompletionOption => ({ option: 'keyword', keyword, insert: `${keyword} ` }));
  return [...fields, ...words, ...keysFor(prefix, keys)].slice(0, maxOptions);
}

/** Keys that a path begins with, or whose name has the word in it. Objects and arrays are on the way to others. */
function keysFor(prefix: string, keys: readonly JsonKey[]): readonly CompletionOption[] {
  const isPath = isPathField(prefix);
  if (!isPath && prefix.length < minKeyPart) {
    return [];
  }
  const indexes = isPath ? [...prefix.matchAll(/\[(\d+)\]|\.(\d+)(?=[.[]|$)/g)].map(([, a, b]) => a ?? b ?? '') : [];
  const wanted = isPath ? prefix.replace(/\[\d*(?:\]|$)|\.\d+(?=[.[]|$)/g, '[*]').toLowerCase() : prefix.toLowerCase();
  const outer = new Set(keys.map(({ path }) => pathField(path.slice(0, -1))));
  return keys.flatMap(({ path, count, examples }): CompletionOption[] => {
    const field = pathField(path);
    const last = path.at(-1);
    const name = last?.step === 'name' ? last.name.toLowerCase() : '';
    const fits = isPath ? field.toLowerCase().startsWith(wanted) : name.includes(wanted);
    if (!fits || outer.has(field)) {
      return [];
    }
    let index = 0;
    // The elements that somebody has chosen stay chosen.
    const written = field.replace(/\[\*\]/g, (any) => (index < indexes.length ? `[${indexes[index++] ?? '*'}]` : any));
    return [{ option: 'key', insert: `${written}:`, count, examples }];
  });
}

/** What can stand after a field's colon. */
function valuesOf(
  field: string,
  operator: Operator,
  prefix: string,
  { types, keys }: QueryVocabulary,
): readonly CompletionOption[] {
  const name = field.toLowerCase();
  const begins = (value: string): boolean => value.toLowerCase().startsWith(prefix.toLowerCase());
  const isNew = prefix === '' && operator === ':';
  switch (name) {
    case 'type':
      return types
        .filter(({ type }) => type.toLowerCase().includes(prefix.toLowerCase()))
        .sort((a, b) => Number(begins(b.type)) - Number(begins(a.type)) || b.count - a.count)
        .slice(0, maxOptions)
        .map(({ type, count }) => ({ option: 'type', type, count, insert: quoteValue(type) }));
    case 'kind':
      return recordKinds.filter(begins).map((kind) => ({ option: 'kind', kind, insert: kind }));
    case 'has':
      return hasFlags.filter(begins).map((flag) => ({ option: 'has', flag, insert: flag }));
    case 'is':
      return isFlags.filter(begins).map((flag) => ({ option: 'is', flag, insert: flag }));
    case 'id':
    case 'data':
      return isNew ? [{ option: 'comparison', comparison: '=', insert: '=' }] : [];
  }
  const numberField = numberFields.find((known) => known === name);
  if (numberField !== undefined) {
    return isNew ? numbersFor(numberField) : [];
  }
  if (!isPathField(name)) {
    return [];
  }
  const examples = examplesOf(field, keys).filter(begins);
  const values = examples.map((value): CompletionOption => ({ option: 'value', value, insert: quoteValue(value) }));
  if (!isNew) {
    return values;
  }
  const isNumber = examples.some((example) => example.trim() !== '' && !Number.isNaN(Number(example)));
  return [
    ...values,
    ...(isNumber ? numbersFor('data.') : []),
    { option: 'comparison', comparison: '=', insert: '=' },
    { option: 'comparison', comparison: '*', insert: '*' },
  ];
}

function numbersFor(field: NumberField | 'data.'): readonly CompletionOption[] {
  return [
    ...comparisons.map((comparison): CompletionOption => ({ option: 'comparison', comparison, insert: comparison })),
    { option: 'range', field, insert: ranges[field] },
  ];
}

function examplesOf(field: string, keys: readonly JsonKey[]): readonly string[] {
  const wanted = field.replace(/\[\d+\]|\.\d+(?=[.[]|$)/g, '[*]').toLowerCase();
  return keys.find(({ path }) => pathField(path).toLowerCase() === wanted)?.examples ?? [];
}
