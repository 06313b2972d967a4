/**
 * Writes a value of JSON as its text, however deep it is: `JSON.stringify` recurses, and what `JSON.parse` has read may be
 * deeper than the stack.
 */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) {
      return textOfDeep(value);
    }
    throw error;
  }
}

/** What is still to be written: signs as they are, or a value. */
type Rest = { readonly signs: string } | { readonly value: unknown };

function textOfDeep(whole: unknown): string {
  const pieces: string[] = [];
  const stack: Rest[] = [{ value: whole }];
  for (let rest = stack.pop(); rest !== undefined; rest = stack.pop()) {
    if ('signs' in rest) {
      pieces.push(rest.signs);
      continue;
    }
    const { value } = rest;
    if (typeof value !== 'object' || value === null) {
      pieces.push(JSON.stringify(value));
      continue;
    }
    const isArray = Array.isArray(value);
    pieces.push(isArray ? '[' : '{');
    stack.push({ signs: isArray ? ']' : '}' });
    // Backwards: what is put on last is written first.
    const members = Object.entries(value);
    for (const [position, [name, inner]] of [...members.entries()].reverse()) {
      const comma = position === 0 ? '' : ',';
      stack.push({ value: inner }, { signs: isArray ? comma : `${comma}${JSON.stringify(name)}:` });
    }
  }
  return pieces.join('');
}
