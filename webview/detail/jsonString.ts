import { parseJson } from '../../src/core/json.ts';

const piece = /[^\\]+|\\u[0-9a-fA-F]{4}|\\["\\/bfnrt]/gy;
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * The text that a string of JSON stands for.
 *
 * @param source With its quotation marks. It may be cut off; half an escape at the end is left out.
 */
export function unquoteJson(source: string): string {
  const isClosed = source.length > 1 && source.endsWith('"');
  const inner = source.slice(1, isClosed ? -1 : undefined);
  if (!inner.includes('\\')) {
    return inner;
  }
  return (isClosed ? wholeString(source) : undefined) ?? withoutEscapes(inner);
}

function wholeString(source: string): string | undefined {
  // It is no JSON where it is cut off after an escaped quotation mark.
  const value = parseJson(source);
  return typeof value === 'string' ? value : undefined;
}

function withoutEscapes(inner: string): string {
  let text = '';
  for (const [part] of inner.matchAll(piece)) {
    text += part.startsWith('\\') ? unescape(part) : part;
  }
  return text;
}

function unescape(escape: string): string {
  const name = escape.charAt(1);
  return name === 'u' ? String.fromCharCode(parseInt(escape.slice(2), 16)) : (escapes[name] ?? name);
}
