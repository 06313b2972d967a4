/** Header fields as Node gives them, name and value in turn, as pairs in the order of the wire. */
export function headerPairs(rawHeaders: readonly string[]): readonly (readonly [name: string, value: string])[] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

/** All values of one header, given in lower case, in the order of the wire. */
export function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  return headerPairs(rawHeaders).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));
}
