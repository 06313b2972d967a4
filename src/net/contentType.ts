/**
 * The media type without its parameters, in lower case. Of several headers the last that is a type counts, as Fetch
 * extracts it.
 */
export function essenceOf(contentType: string): string {
  const types = contentType.split(',').map((type) => (type.split(';')[0] ?? '').trim().toLowerCase());
  return types.findLast((type) => /^[^\s/]+\/[^\s/]+$/.test(type)) ?? '';
}
