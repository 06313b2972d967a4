import type { QueryFault, TextRange } from './query.ts';

/** Characters that end a bare word. A quotation mark inside of one belongs to it. */
const wordEnd = /[\s()]/;
/** What a backslash makes of letters: characters that no line of text can hold. */
export const lineCharacters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const comparison = /:(?:>=|<=|>|<|=)?/y;

/** How a field is compared with what stands after it. */
export type Operator = ':' | ':=' | ':>' | ':>=' | ':<' | ':<=';

/** What stands after an operator, or alone. */
export type TokenValue =
  | (TextRange & { readonly value: 'word'; readonly text: string })
  | (TextRange & { readonly value: 'phrase'; readonly text: string })
  | (TextRange & { readonly value: 'regex'; readonly source: string; readonly flags: string })
  /** `[a TO b]` and `{a TO b}`; a curly bracket leaves its end out. */
  | (TextRange & {
      readonly value: 'range';
      readonly low: string;
      readonly high: string;
      readonly lowInclusive: boolean;
      readonly highInclusive: boolean;
    });

/** A piece of the text of a query. */
export type QueryToken =
  | (TextRange & { readonly token: '(' | ')' | 'AND' | 'OR' | 'NOT' })
  | (TextRange & { readonly token: 'value'; readonly value: TokenValue })
  | (TextRange & {
      readonly token: 'comparison';
      readonly field: TextRange & { readonly text: string };
      readonly operator: Operator;
      /** Alternatives, `type:a,b`; none where the value is missing. */
      readonly values: readonly TokenValue[];
    });

/** The pieces of a query's text up to the first that is none, and why that is none. */
export interface QueryTokens {
  readonly tokens: readonly QueryToken[];
  readonly fault: QueryFault | undefined;
}

/** Takes the text of a query apart. */
export function tokenize(text: string): QueryTokens {
  return new Tokenizer(text).run();
}

class TokenFault extends Error {
  readonly fault: QueryFault;

  constructor(fault: QueryFault) {
    super(fault.code);
    this.fault = fault;
  }
}

class Tokenizer {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): QueryTokens {
    const tokens: QueryToken[] = [];
    try {
      for (let token = this.#next(); token !== undefined; token = this.#next()) {
        tokens.push(token);
      }
      return { tokens, fault: undefined };
    } catch (error) {
      if (error instanceof TokenFault) {
        return { tokens, fault: error.fault };
      }
      throw error;
    }
  }

  #next(): QueryToken | undefined {
    while (/\s/.test(this.#peek())) {
      this.#at += 1;
    }
    const start = this.#at;
    const character = this.#peek();
    if (character === '') {
      return undefined;
    }
    if (character === '(' || character === ')') {
      this.#at += 1;
      return { token: character, start, end: this.#at };
    }
    // A minus is a NOT where something follows at once, so that "a - b" looks for the dash.
    if ((character === '-' || character === '!') && !/^(?:$|[\s)])/.test(this.#text.charAt(this.#at + 1))) {
      this.#at += 1;
      return { token: 'NOT', start, end: this.#at };
    }
    if (character === '"' || character === "'" || character === '/') {
      const value = this.#value();
      return { token: 'value', start, end: this.#at, value };
    }
    return this.#wordOrComparison();
  }

  #wordOrComparison(): QueryToken {
    const start = this.#at;
    const field = this.#fieldName();
    comparison.lastIndex = this.#at;
    const operator = comparison.exec(this.#text)?.[0] as Operator | undefined;
    // A colon before two slashes is the one of a URL.
    if (operator === undefined || field === '' || this.#text.startsWith('://', this.#at)) {
      this.#at = start;
      const text = this.#word();
      const keyword = text === 'AND' || text === 'OR' || text === 'NOT' ? text : undefined;
      return keyword === undefined
        ? { token: 'value', start, end: this.#at, value: { value: 'word', text, start, end: this.#at } }
        : { token: keyword, start, end: this.#at };
    }
    const fieldEnd = this.#at;
    this.#at += operator.length;
    const values = this.#values();
    return {
      token: 'comparison',
      start,
      end: this.#at,
      field: { text: field, start, end: fieldEnd },
      operator,
      values,
    };
  }

  /** Up to a colon that stands outside of square brackets and quotation marks. */
  #fieldName(): string {
    const start = this.#at;
    let quote = '';
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#peek();
      if (quote !== '') {
        if (character === '\\') {
          this.#at += 1;
        } else if (character === quote) {
          quote = '';
        }
      } else if (character === '"' && this.#text.charAt(this.#at - 1) === '[') {
        quote = character;
      } else if (character === ':' || wordEnd.test(character)) {
        break;
      }
    }
    return this.#text.slice(start, this.#at);
  }

  #values(): readonly TokenValue[] {
    const values: TokenValue[] = [];
    for (;;) {
      if (this.#peek() === '' || wordEnd.test(this.#peek())) {
        return values;
      }
      values.push(this.#value(','));
      if (this.#peek() !== ',') {
        return values;
      }
      this.#at += 1;
    }
  }

  #value(separator = ''): TokenValue {
    const start = this.#at;
    switch (this.#peek()) {
      case '"':
      case "'": {
        const text = this.#phrase();
        return { value: 'phrase', text, start, end: this.#at };
      }
      case '/':
        return this.#regex();
      case '[':
      case '{':
        return this.#range();
      default: {
        const text = this.#word(separator);
        return { value: 'word', text, start, end: this.#at };
      }
    }
  }

  #word(separator = ''): string {
    const start = this.#at;
    while (this.#peek() !== '' && !wordEnd.test(this.#peek()) && (this.#peek() !== separator || this.#at === start)) {
      this.#at += 1;
    }
    return this.#text.slice(start, this.#at);
  }

  #phrase(): string {
    const start = this.#at;
    const quote = this.#peek();
    let phrase = '';
    this.#at += 1;
    for (; this.#peek() !== quote; this.#at += 1) {
      const isEscaped = this.#peek() === '\\';
      if (isEscaped) {
        this.#at += 1;
      }
      const character = this.#peek();
      if (character === '') {
        this.#fail('unclosed-quote', start);
      }
      phrase += (isEscaped ? lineCharacters[character] : undefined) ?? character;
    }
    this.#at += 1;
    return phrase;
  }

  #regex(): TokenValue {
    const start = this.#at;
    let inClass = false;
    for (this.#at += 1; this.#peek() !== '/' || inClass; this.#at += 1) {
      if (this.#peek() === '\\') {
        this.#at += 1;
      } else if (this.#peek() === '[') {
        inClass = true;
      } else if (this.#peek() === ']') {
        inClass = false;
      }
      if (this.#peek() === '') {
        this.#fail('unclosed-regex', start);
      }
    }
    const source = this.#text.slice(start + 1, this.#at);
    const flagsStart = this.#at + 1;
    this.#at = flagsStart;
    while (/[a-z]/i.test(this.#peek())) {
      this.#at += 1;
    }
    return { value: 'regex', source, flags: this.#text.slice(flagsStart, this.#at), start, end: this.#at };
  }

  #range(): TokenValue {
    const start = this.#at;
    const found = /[[{]([^\]}]*)[\]}]/y;
    found.lastIndex = start;
    const match = found.exec(this.#text);
    if (match === null) {
      this.#fail('unclosed-range', start);
    }
    const [whole, inner = ''] = match;
    this.#at = start + whole.length;
    const sides = inner.trim().split(/\s+TO\s+|\s*\.\.\s*|\s*,\s*/);
    if (sides.length !== 2) {
      throw new TokenFault({ code: 'bad-range', start, end: this.#at, text: whole, expected: ['[1 TO 5]'] });
    }
    const [low = '', high = ''] = sides;
    return {
      value: 'range',
      low,
      high,
      lowInclusive: whole.startsWith('['),
      highInclusive: whole.endsWith(']'),
      start,
      end: this.#at,
    };
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #fail(code: 'unclosed-quote' | 'unclosed-regex' | 'unclosed-range', start: number): never {
    const { length } = this.#text;
    throw new TokenFault({ code, start, end: length, text: this.#text.slice(start), expected: [] });
  }
}
