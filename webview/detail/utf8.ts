/** A character of UTF-8 at a place in bytes. */
export type Utf8Character =
  | { readonly kind: 'character'; readonly length: number; readonly code: number }
  /** The byte belongs to no well-formed character. */
  | { readonly kind: 'invalid' }
  /** The bytes end within what may be a character. */
  | { readonly kind: 'cut' };

const invalid: Utf8Character = { kind: 'invalid' };
const cut: Utf8Character = { kind: 'cut' };

/** Reads the character at an index, by the table of well-formed sequences (Unicode 3.9, D92). */
export function utf8At(bytes: Uint8Array, index: number, end: number): Utf8Character {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) {
    return { kind: 'character', length: 1, code: lead };
  }
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) {
    return invalid;
  }
  let code = lead & (0x7f >> length);
  for (let at = 1; at < length; at++) {
    if (index + at >= end) {
      return cut;
    }
    const byte = bytes[index + at] ?? 0;
    const [first, last] = at === 1 ? secondBytes(lead) : anyContinuation;
    if (byte < first || byte > last) {
      return invalid;
    }
    code = (code << 6) | (byte & 0x3f);
  }
  return { kind: 'character', length, code };
}

const anyContinuation = [0x80, 0xbf] as const;

/** Second bytes that neither make an overlong form, nor a surrogate, nor more than U+10FFFF. */
function secondBytes(lead: number): readonly [first: number, last: number] {
  switch (lead) {
    case 0xe0:
      return [0xa0, 0xbf];
    case 0xed:
      return [0x80, 0x9f];
    case 0xf0:
      return [0x90, 0xbf];
    case 0xf4:
      return [0x80, 0x8f];
    default:
      return anyContinuation;
  }
}
