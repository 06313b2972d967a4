import { isJson } from '../json.ts';

/** Data that is longer is not looked at: it would be parsed as JSON. Characters. */
const maxInspectedLength = 64 * 1024;

/** Whether a line begins like a JSON object or array. */
export function beginsJsonValue(text: string, at: number): boolean {
  const char = text.charCodeAt(at);
  return char === 0x7b || char === 0x5b;
}

/**
 * Whether data is several JSON objects or arrays, one after the other with a line break between, as where the empty line
 * between two events was forgotten. No JSON text has `}`, a line break and `{` in a row, since a string in it cannot hold
 * a line break: so only such data is parsed.
 */
export function isSeveralJsonValues(data: string): boolean {
  if (data.length > maxInspectedLength || !beginsJsonValue(data, 0)) {
    return false;
  }
  const values = splitBetweenValues(data);
  return values.length > 1 && values.every(isJson);
}

function splitBetweenValues(data: string): string[] {
  const values: string[] = [];
  let start = 0;
  for (let end = data.indexOf('\n'); end !== -1; end = data.indexOf('\n', end + 1)) {
    const lineStart = end + 1;
    if (endsJsonValue(data, end - 1) && beginsJsonValue(data, lineStart)) {
      values.push(data.slice(start, end));
      start = lineStart;
    }
  }
  return [...values, data.slice(start)];
}

function endsJsonValue(text: string, at: number): boolean {
  const char = text.charCodeAt(at);
  return char === 0x7d || char === 0x5d;
}
