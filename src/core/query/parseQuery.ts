import { recordKinds } from '../record/recordKind.ts';
import { readPath } from './jsonPath.ts';
import { hasFlags, isFlags, numberFields, textFields } from './query.ts';
import type { NumberField, NumberRange, Query, QueryFault, TextPattern, TextRange, ValueTest } from './query.ts';
import { isPathField, queryFields } from './queryField.ts';
import { readNumber } from './queryNumber.ts';
import { tokenize } from './queryToken.ts';
import type { Operator, QueryToken, TokenValue } from './queryToken.ts';

/** Deeper nesting is no question of a person, and would overflow the stack of whoever asks it. */
const maxDepth = 100;
const regexFlags = /^(?!.*(.).*\1)[imsu]*$/;

export type ParsedQuery =
  { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly faults: readonly QueryFault[] };

/**
 * Reads the text of a query: words, `"phrases"`, `/regex/i`, `field:value`, `data.path:value`, AND, OR, NOT or `-`, and
 * parentheses. Words beside each other must all match. An empty text matches everything.
 *
 * Own code, because what the field writes is no query of the libraries' Lucene dialect: IDs with colons, paths with `[0]`,
 * `1.5s`, and a place to underline also where the text is unfinished.
 */
export function parseQuery(text: string): ParsedQuery {
  const { tokens, fault } = tokenize(text);
  if (fault !== undefined) {
    return { ok: false, faults: [fault] };
  }
  const parser = new QueryParser(text, tokens);
  const query = parser.parse();
  return parser.faults.length === 0 ? { ok: true, query } : { ok: false, faults: parser.faults };
}

class QueryParser {
  readonly faults: QueryFault[] = [];
  readonly #text: string;
  readonly #tokens: readonly QueryToken[];
  #at = 0;

  constructor(text: string, tokens: readonly QueryToken[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  parse(): Query {
    if (this.#tokens.length === 0) {
      return { query: 'all' };
    }
    const query = this.#or(0);
    const rest = this.#peek();
    if (rest !== undefined && this.faults.length === 0) {
      // Only a parenthesis can be left over: everything else begins an operand.
      this.#fault('unopened-parenthesis', rest);
    }
    return query;
  }

  #or(depth: number): Query {
    return this.#chain('or', () => this.#and(depth), 'OR');
  }

  #and(depth: number): Query {
    return this.#chain('and', () => this.#not(depth), 'AND');
  }

  #chain(query: 'and' | 'or', operand: () => Query, keyword: 'AND' | 'OR'): Query {
    const operands = [operand()];
    for (;;) {
      const next = this.#peek();
      if (next?.token === keyword) {
        this.#at += 1;
      } else if (query === 'or' || next === undefined || next.token === ')' || next.token === 'OR') {
        const [only] = operands;
        return operands.length === 1 && only !== undefined ? only : { query, operands };
      }
      operands.push(operand());
    }
  }

  #not(depth: number): Query {
    const next = this.#peek();
    if (next === undefined || next.token === ')' || next.token === 'AND' || next.token === 'OR') {
      const before = this.#tokens[this.#at - 1];
      this.#fault('missing-operand', next ?? before ?? { start: 0, end: this.#text.length });
      // Stepped over, so that what follows is read once more and not for ever.
      this.#at += next === undefined || next.token === ')' ? 0 : 1;
      return { query: 'all' };
    }
    this.#at += 1;
    if (depth > maxDepth) {
      this.#fault('too-deep', next);
      this.#at = this.#tokens.length;
      return { query: 'all' };
    }
    switch (next.token) {
      case 'NOT':
        return { query: 'not', operand: this.#not(depth + 1) };
      case '(':
        return this.#group(next, depth);
      case 'value':
        return { query: 'anywhere', pattern: this.#pattern(next.value, 'contains') };
      case 'comparison':
        return this.#comparison(next);
    }
  }

  #group(opening: TextRange, depth: number): Query {
    const query = this.#or(depth + 1);
    if (this.#peek()?.token === ')') {
      this.#at += 1;
    } else {
      this.#fault('unclosed-parenthesis', opening);
    }
    return query;
  }

  #comparison(token: QueryToken & { readonly token: 'comparison' }): Query {
    const { field, operator, values } = token;
    const name = field.text.toLowerCase();
    const isPath = isPathField(name);
    if (values.length === 0) {
      return this.#fault('missing-value', token);
    }
    const operands = values.map((value): Query => {
      if (isPath) {
        return this.#path(field, operator, value);
      }
      const textField = textFields.find((known) => known === name);
      if (textField !== undefined) {
        const pattern = this.#textPattern(textField === 'data' ? 'contains' : 'equals', operator, value);
        return { query: 'text', field: textField, pattern };
      }
      const numberField = numberFields.find((known) => known === name);
      if (numberField !== undefined) {
        return { query: 'number', field: numberField, range: this.#numberRange(numberField, operator, value) };
      }
      return this.#flag(name, field, operator, value);
    });
    const [only] = operands;
    return operands.length === 1 && only !== undefined ? only : { query: 'or', operands };
  }

  #flag(name: string, field: TextRange, operator: Operator, value: TokenValue): Query {
    if (name !== 'kind' && name !== 'has' && name !== 'is') {
      return this.#fault('unknown-field', field, queryFields);
    }
    if (operator !== ':' && operator !== ':=') {
      return this.#fault('no-comparison', { start: field.start, end: value.end });
    }
    const text = value.value === 'word' || value.value === 'phrase' ? value.text.toLowerCase() : '';
    switch (name) {
      case 'kind': {
        const kind = recordKinds.find((known) => known === text);
        return kind === undefined ? this.#fault('unknown-value', value, recordKinds) : { query: 'kind', kind };
      }
      case 'has': {
        const flag = hasFlags.find((known) => known === text);
        return flag === undefined ? this.#fault('unknown-value', value, hasFlags) : { query: 'has', flag };
      }
      case 'is': {
        const flag = isFlags.find((known) => known === text);
        return flag === undefined ? this.#fault('unknown-value', value, isFlags) : { query: 'is', flag };
      }
    }
  }

  #path(field: TextRange & { readonly text: string }, operator: Operator, value: TokenValue): Query {
    const path = readPath(field.text.slice('data'.length).replace(/^\./, ''));
    if (path === undefined) {
      return this.#fault('bad-path', field);
    }
    return { query: 'path', path, test: this.#valueTest(operator, value) };
  }

  #valueTest(operator: Operator, value: TokenValue): ValueTest {
    if (value.value === 'word' && value.text === '*' && operator === ':') {
      return { test: 'exists' };
    }
    if (operator !== ':' && operator !== ':=') {
      return { test: 'number', range: this.#plainRange(operator, value) };
    }
    if (value.value === 'range') {
      return { test: 'number', range: this.#plainRange(operator, value) };
    }
    return { test: 'text', pattern: this.#textPattern('contains', operator, value) };
  }

  #plainRange(operator: Operator, value: TokenValue): NumberRange {
    return this.#rangeOf(operator, value, 'bad-number', (text) => {
      const number = Number(text);
      return text.trim() === '' || Number.isNaN(number) ? undefined : number;
    });
  }

  #numberRange(field: NumberField, operator: Operator, value: TokenValue): NumberRange {
    const codes = { size: 'bad-size', gap: 'bad-duration', time: 'bad-time', seq: 'bad-number' } as const;
    return this.#rangeOf(operator, value, codes[field], (text) => readNumber(field, text));
  }

  #rangeOf(
    operator: Operator,
    value: TokenValue,
    code: 'bad-number' | 'bad-size' | 'bad-duration' | 'bad-time',
    read: (text: string) => number | undefined,
  ): NumberRange {
    const side = (text: string): number | undefined => {
      if (text === '' || text === '*') {
        return undefined;
      }
      const number = read(text);
      if (number === undefined) {
        this.#fault(code, value);
      }
      return number;
    };
    if (value.value === 'range') {
      const { low, high, lowInclusive, highInclusive } = value;
      return { min: side(low), max: side(high), minInclusive: lowInclusive, maxInclusive: highInclusive };
    }
    const text = value.value === 'regex' ? `/${value.source}/` : value.text;
    const [low = '', high] = text.split('..');
    if (high !== undefined) {
      return { min: side(low), max: side(high), minInclusive: true, maxInclusive: true };
    }
    const number = read(text);
    if (number === undefined) {
      this.#fault(code, value);
    }
    switch (operator) {
      case ':':
      case ':=':
        return { min: number, max: number, minInclusive: true, maxInclusive: true };
      case ':>':
      case ':>=':
        return { min: number, max: undefined, minInclusive: operator === ':>=', maxInclusive: true };
      case ':<':
      case ':<=':
        return { min: undefined, max: number, minInclusive: true, maxInclusive: operator === ':<=' };
    }
  }

  #textPattern(usual: 'contains' | 'equals', operator: Operator, value: TokenValue): TextPattern {
    if (operator !== ':' && operator !== ':=') {
      this.#fault('no-comparison', value);
    }
    return this.#pattern(value, operator === ':=' ? 'exactly' : usual);
  }

  #pattern(value: TokenValue, usual: 'contains' | 'equals' | 'exactly'): TextPattern {
    switch (value.value) {
      case 'regex':
        return this.#regex(value);
      case 'range':
        return { pattern: usual, text: inCase(this.#text.slice(value.start, value.end), usual) };
      case 'phrase':
        return { pattern: usual, text: inCase(value.text, usual) };
      case 'word': {
        const text = inCase(value.text, usual);
        return usual === 'equals' && text.includes('*')
          ? { pattern: 'glob', parts: text.split('*') }
          : { pattern: usual, text };
      }
    }
  }

  #regex({ source, flags, start, end }: TextRange & { readonly source: string; readonly flags: string }): TextPattern {
    try {
      new RegExp(source, flags);
      if (!regexFlags.test(flags)) {
        this.#fault('bad-regex', { start, end });
      }
    } catch {
      this.#fault('bad-regex', { start, end });
    }
    return { pattern: 'regex', source, flags };
  }

  #peek(): QueryToken | undefined {
    return this.#tokens[this.#at];
  }

  /** Notes a fault, and gives a query to go on with. */
  #fault(code: QueryFault['code'], { start, end }: TextRange, expected: readonly string[] = []): Query {
    this.faults.push({ code, start, end, text: this.#text.slice(start, end), expected });
    return { query: 'all' };
  }
}

/** Patterns for which case does not count are in lower case. */
function inCase(text: string, pattern: TextPattern['pattern']): string {
  return pattern === 'exactly' ? text : text.toLowerCase();
}
