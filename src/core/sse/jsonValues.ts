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

/**
 * Whether a text may hold two JSON objects on one line: within a JSON text, `}` and `{` are neighbours in strings alone.
 * Asked once for many lines: a search for more than this would be felt.
 */
export function mayHoldNeighbours(text: string): boolean {
  return text.includes('}{"');
}

/** Where the second one begins of several JSON objects or arrays that stand on one line; -1: the line is no such thing. */
export function findLaterJsonValue(line: string): number {
  if (line.length > maxInspectedLength || !beginsJsonValue(line, 0) || !mayHoldNeighbours(line)) {
    return -1;
  }
  const starts = valueStarts(line);
  const values = starts.map((start, at) => line.slice(start, starts[at + 1]));
  return values.length > 1 && values.every(isJson) ? (starts[1] ?? -1) : -1;
}

/** Brackets and strings. One that nothing ends goes on to the end, so that no place is looked at twice. */
const jsonTokens = /"(?:[^"\\]|\\[^])*(?:"|$)|[[{\]}]/g;

/** Where values begin that lie within no other, as far as brackets and strings tell. */
function valueStarts(text: string): number[] {
  const starts: number[] = [];
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(jsonTokens)) {
    if (token === '{' || token === '[') {
      if (depth === 0) {
        starts.push(index);
      }
      depth += 1;
    } else if (token === '}' || token === ']') {
      depth -= 1;
    }
  }
  return starts;
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
