const indentation = '  ';
/** Deeper lines begin where these do: their indentation alone would be longer than the JSON. */
const maxIndentedDepth = 64;

/** What is neither a string nor a sign of JSON's own: numbers and literals. */
const plain = /[^\s{}[\],:"]+/y;

/**
 * A JSON text on indented lines. The values are those of the source to the letter: parsing loses digits of long numbers,
 * repeated names and their order.
 *
 * @param json A valid JSON text, of any length and depth.
 */
export function prettyJson(json: string): string {
  const pieces: string[] = [];
  let depth = 0;
  let isOpening = false;
  const breakLine = (): void => {
    pieces.push('\n', indentation.repeat(Math.min(depth, maxIndentedDepth)));
  };
  for (let at = 0; at < json.length;) {
    const sign = json.charAt(at);
    const end = endOfToken(json, at);
    if (sign === '}' || sign === ']') {
      depth -= 1;
      if (!isOpening) {
        breakLine();
      }
      pieces.push(sign);
      isOpening = false;
    } else if (sign === ',') {
      pieces.push(sign);
      breakLine();
    } else if (sign === ':') {
      pieces.push(': ');
    } else if (end > at) {
      if (isOpening) {
        breakLine();
      }
      pieces.push(json.slice(at, end));
      isOpening = sign === '{' || sign === '[';
      depth += isOpening ? 1 : 0;
    }
    at = Math.max(end, at + 1);
  }
  return pieces.join('');
}

/** Where the token at a place ends; the place itself for white space. */
function endOfToken(json: string, at: number): number {
  const sign = json.charAt(at);
  if (sign === '"') {
    return endOfString(json, at);
  }
  if ('{}[],:'.includes(sign)) {
    return at + 1;
  }
  plain.lastIndex = at;
  return plain.test(json) ? plain.lastIndex : at;
}

function endOfString(json: string, at: number): number {
  let end = json.indexOf('"', at + 1);
  while (end !== -1 && isEscaped(json, end)) {
    end = json.indexOf('"', end + 1);
  }
  return end === -1 ? json.length : end + 1;
}

/** Whether an odd number of backslashes stands before a character. */
function isEscaped(json: string, at: number): boolean {
  let start = at;
  while (json.charAt(start - 1) === '\\') {
    start -= 1;
  }
  return (at - start) % 2 === 1;
}
