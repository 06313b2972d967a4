import type { PathStep, TextRange } from './query.ts';
import { tokenize } from './queryToken.ts';
import type { QueryToken } from './queryToken.ts';

type Clause = Extract<QueryToken, { readonly token: 'comparison' }>;

/** Texts that are read as one word wherever a value may stand. */
const plainWord = /^[\p{L}\p{N}_][\p{L}\p{N}_.:@#%&$+-]*$/u;
const plainName = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** Writes a text so that a query takes it for one value, whatever stands in it. */
export function quoteValue(text: string): string {
  if (plainWord.test(text) && !text.includes('..') && !text.includes('://')) {
    return text;
  }
  return quoted(text);
}

/** What no line of text can hold is written as letters. */
function quoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/[\n\r\t]/g, (character) => escapes[character] ?? '')}"`;
}

/** Writes a path into JSON data as the field of a query: `data.choices[0].delta`. */
export function pathField(path: readonly (string | number | PathStep)[]): string {
  const steps = path.map((step) => {
    if (typeof step === 'object') {
      return step.step === 'any' ? '[*]' : step.step === 'index' ? `[${step.index}]` : nameStep(step.name);
    }
    return typeof step === 'number' ? `[${step}]` : nameStep(step);
  });
  return `data${steps.join('')}`;
}

function nameStep(name: string): string {
  return plainName.test(name) ? `.${name}` : `[${quoted(name)}]`;
}

/** A clause that asks for exactly this value at a path into JSON data. */
export function pathClause(path: readonly (string | number)[], value: string | number | boolean | null): string {
  return `${pathField(path)}:=${quoteValue(String(value))}`;
}

/** A span of time as the value of `time:`. Milliseconds since the capture began; both ends belong to it. */
export function timeRangeValue(fromMs: number, toMs: number): string {
  return `[${seconds(fromMs)}..${seconds(toMs)}]`;
}

function seconds(ms: number): string {
  return `${Number((Math.max(0, ms) / 1000).toFixed(6))}s`;
}

/**
 * The value of the clause that narrows a query by a field, as it is written: `[1s..2s]` of `ping time:[1s..2s]`. `undefined`
 * where there is none, or only one inside of parentheses, of an OR or of a NOT, where it does not narrow the whole.
 */
export function clauseValue(text: string, field: string): string | undefined {
  const clause = ownClauses(text, field)[0];
  return clause === undefined ? undefined : text.slice(clause.field.end + 1, clause.end);
}

/**
 * Sets, replaces or removes (`undefined`) the clause that narrows a query by a field. All else of the text stays as it is;
 * a text with an OR gets parentheses around it.
 *
 * @param value As it is written after the colon.
 */
export function setClause(text: string, field: string, value: string | undefined): string {
  const clauses = ownClauses(text, field);
  const [first] = clauses;
  if (value !== undefined && first !== undefined) {
    const rest = clauses.slice(1).reduceRight((kept, clause) => without(kept, clause), text);
    return `${rest.slice(0, first.field.end + 1)}${value}${rest.slice(first.end)}`;
  }
  const kept = clauses.reduceRight((shorter, clause) => without(shorter, clause), text).trim();
  return value === undefined ? unwrapped(kept) : narrowed(kept, `${field}:${value}`);
}

/** A query that asks for what two others ask for both. Either may be empty. */
export function narrowed(text: string, clause: string): string {
  const [first, second] = [text.trim(), clause.trim()];
  if (first === '' || second === '') {
    return first === '' ? second : first;
  }
  // Behind what is unfinished, the clause would become a part of it.
  return tokenize(first).fault === undefined ? `${grouped(first)} ${grouped(second)}` : `${grouped(second)} ${first}`;
}

/** The text as one operand of an AND. */
function grouped(text: string): string {
  const { tokens, fault } = tokenize(text);
  const isAlternative = fault === undefined && topLevel(tokens).some(({ token }) => token === 'OR');
  return isAlternative ? `(${text})` : text;
}

/** Clauses of the field that narrow the query as a whole. */
function ownClauses(text: string, field: string): readonly Clause[] {
  const { tokens } = tokenize(text);
  const top = topLevel(tokens);
  if (top.some(({ token }) => token === 'OR')) {
    return [];
  }
  return top.flatMap((token, at) =>
    token.token === 'comparison' &&
    token.field.text.toLowerCase() === field.toLowerCase() &&
    top[at - 1]?.token !== 'NOT'
      ? [token]
      : [],
  );
}

/** The tokens that stand in no parentheses. */
function topLevel(tokens: readonly QueryToken[]): readonly QueryToken[] {
  let depth = 0;
  return tokens.filter(({ token }) => {
    if (token === '(') {
      depth += 1;
      return depth === 1;
    }
    if (token === ')') {
      depth -= 1;
      return depth === 0;
    }
    return depth === 0;
  });
}

/** The text without a clause, and without the AND that joined it. */
function without(text: string, { start, end }: TextRange): string {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const shorter = /(?:^|\s)AND\s*$/.test(before)
    ? [before.replace(/\s*AND\s*$/, ''), after]
    : [before, after.replace(/^\s*AND(?=\s|$)/, '')];
  return shorter
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}

/** Takes off the parentheses that only set a narrowing clause apart. */
function unwrapped(text: string): string {
  const { tokens, fault } = tokenize(text);
  const top = topLevel(tokens);
  const isOneGroup = fault === undefined && top.length === 2 && top[0]?.token === '(' && top[1]?.token === ')';
  return isOneGroup ? text.slice(1, -1).trim() : text;
}
