/**
 * What stands at a place of a JSON text (RFC 8259, clauses 2, 6 and 7). `piece`: a string that goes on; `cut`: the text
 * ends within a string or a word; `wrong`: no token of JSON begins like this.
 */
export type JsonToken =
  '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'number' | 'literal' | 'end' | 'piece' | 'cut' | 'wrong';

const blanks = /[ \t\n\r]*/y;
/** What may stand in a string as it is. */
const plain = /[^"\\\u0000-\u001f]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** An escape that lacks its end. */
const halfEscape = /^\\(?:u[0-9a-fA-F]{0,3})?$/;
/** What is neither a blank nor a sign nor a string. */
const word = /[^ \t\n\r{}[\],:"]+/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![^ \t\n\r{}[\],:"])/y;
const literal = /(?:true|false|null)(?![^ \t\n\r{}[\],:"])/y;
const space = 0x20;
const maxEscapeLength = 6;

/**
 * Splits a JSON text into tokens. A string with escapes comes in pieces, so that no step takes long, however long the
 * text is. Offsets are UTF-16 code units.
 */
export class JsonLexer {
  readonly #text: string;
  /** Where the token begins that was read last. */
  start = 0;
  /** Where it ends, or where the string goes on. */
  end = 0;
  #isInString = false;

  constructor(text: string) {
    this.#text = text;
  }

  next(): JsonToken {
    if (this.#isInString) {
      return this.#string();
    }
    // Most tokens have no blank before them, and an expression takes longer to say so.
    this.start = this.#text.charCodeAt(this.end) <= space ? endOf(blanks, this.#text, this.end) : this.end;
    this.end = this.start + 1;
    const sign = this.#text.charAt(this.start);
    switch (sign) {
      case '{':
      case '}':
      case '[':
      case ']':
      case ',':
      case ':':
        return sign;
      case '"':
        return this.#string();
      case '':
        return 'end';
      default:
        return this.#word();
    }
  }

  /** Goes on to the end of a string, or over its next escape. */
  #string(): JsonToken {
    const text = this.#text;
    const at = endOf(plain, text, this.end);
    const sign = text.charAt(at);
    this.#isInString = false;
    if (sign === '"') {
      this.end = at + 1;
      return 'string';
    }
    const escapeEnd = sign === '\\' ? endOf(escape, text, at) : at;
    if (escapeEnd > at) {
      this.end = escapeEnd;
      this.#isInString = true;
      return 'piece';
    }
    this.end = at;
    return sign === '' || (text.length - at < maxEscapeLength && halfEscape.test(text.slice(at))) ? 'cut' : 'wrong';
  }

  #word(): JsonToken {
    this.end = endOf(number, this.#text, this.start);
    if (this.end > this.start) {
      return 'number';
    }
    this.end = endOf(literal, this.#text, this.start);
    if (this.end > this.start) {
      return 'literal';
    }
    this.end = endOf(word, this.#text, this.start);
    return this.end === this.#text.length ? 'cut' : 'wrong';
  }
}

/** Where a sticky expression that matches at a place ends; the place itself if it does not match. */
function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}
