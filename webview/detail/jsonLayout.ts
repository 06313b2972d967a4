import { isJson } from '../../src/core/json.ts';

/** What a token of JSON is, for its colour. */
type JsonTokenKind = 'name' | 'string' | 'number' | 'literal' | 'punctuation';

interface JsonToken {
  readonly kind: JsonTokenKind;
  /** As it stands in the source: a number keeps all its digits, a string its escapes. */
  readonly text: string;
}

export interface JsonLine {
  /** Depth of nesting. */
  readonly depth: number;
  readonly tokens: readonly JsonToken[];
}

export interface JsonLayout {
  readonly lines: readonly JsonLine[];
  /** Whether there is more than fits the limit. */
  readonly cut: boolean;
}

const tokenPattern = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;

/**
 * Lays out JSON on indented lines, or returns `undefined` if the text is no JSON object or array. The tokens are those
 * of the source, not those of a parsed value: parsing loses digits of long numbers, repeated names and their order.
 */
export function layOutJson(text: string, maxLines: number): JsonLayout | undefined {
  const start = text.trimStart()[0];
  if ((start !== '{' && start !== '[') || !isJson(text)) {
    return undefined;
  }
  const lines: JsonLine[] = [];
  let depth = 0;
  let tokens: JsonToken[] = [];
  let lineDepth = 0;
  const endLine = (): void => {
    if (tokens.length > 0) {
      lines.push({ depth: lineDepth, tokens });
    }
    tokens = [];
    lineDepth = depth;
  };
  const source = text.matchAll(tokenPattern);
  const all = source[Symbol.iterator]();
  let next = all.next();
  while (!next.done) {
    const token = next.value[0];
    next = all.next();
    const after = next.done ? '' : next.value[0];
    switch (token) {
      case '{':
      case '[':
        tokens.push({ kind: 'punctuation', text: token });
        // An empty object or array stays on its line.
        if (after === '}' || after === ']') {
          tokens.push({ kind: 'punctuation', text: after });
          next = all.next();
        } else {
          depth++;
          endLine();
        }
        break;
      case '}':
      case ']':
        depth--;
        endLine();
        tokens.push({ kind: 'punctuation', text: token });
        break;
      case ',':
        tokens.push({ kind: 'punctuation', text: token });
        endLine();
        break;
      case ':':
        tokens.push({ kind: 'punctuation', text: ': ' });
        break;
      default:
        tokens.push({ kind: valueKind(token, after), text: token });
    }
    if (lines.length >= maxLines) {
      return { lines, cut: true };
    }
  }
  endLine();
  return { lines, cut: false };
}

function valueKind(token: string, after: string): JsonTokenKind {
  if (token.startsWith('"')) {
    return after === ':' ? 'name' : 'string';
  }
  return /^[tfn]/.test(token) ? 'literal' : 'number';
}
