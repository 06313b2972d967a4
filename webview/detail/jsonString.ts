import { parseJson } from '../../src/core/json.ts';

const piece = /[^\\]+|\\u[0-9a-fA-F]{4}|\\["\\/bfnrt]/gy;
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * The text that a string of JSON stands for.
 *
 * @param source With its quotation marks. It may be cut off; half an escape at the end is left out.
 */
export function unquoteJson(source: string): string {
  const whole = source.length > 1 && source.endsWith('"') ? wholeString(source) : undefined;
  return whole ?? cutString(source);
}

function wholeString(source: string): string | undefined {
  // It is no JSON where it is cut off after an escaped quotation mark.
  const value = parseJson(source);
  return typeof value === 'string' ? value : undefined;
}

function cutString(source: string): string {
  const inner = source.slice(1, source.length > 1 && source.endsWith('"') ? -1 : undefined);
  if (!inner.includes('\\')) {
    return inner;
  }
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
