import type { Diagnostic } from './diagnostic.ts';

const verticalTab = 0x0b;
const formFeed = 0x0c;

/**
 * Whether a text may hold what `inspectBytes` looks for. Quick: to search a text of ASCII for a character that is none
 * costs nothing.
 *
 * @param isAscii Whether all bytes of the text are ASCII.
 */
export function isSuspectText(text: string, isAscii: boolean): boolean {
  return (
    text.includes('\v') ||
    text.includes('\f') ||
    (!isAscii &&
      (text.includes('\ufffd') || text.includes('\u2028') || text.includes('\u2029') || text.includes('\u0085')))
  );
}

/**
 * Looks through the bytes of a line for characters that other clients take for line ends, for bytes that are not UTF-8,
 * and for U+FFFD that came as such: the first of each.
 *
 * @param bytes The line without its line end.
 * @param start Offset of the line in the body.
 */
export function inspectBytes(bytes: Uint8Array, start: number): Diagnostic[] {
  const found: Diagnostic[] = [];
  const breakAt = findForeignLineBreak(bytes);
  if (breakAt !== -1) {
    found.push({ code: 'foreign-line-break', offset: start + breakAt });
  }
  const invalidAt = findInvalidUtf8(bytes);
  if (invalidAt !== -1) {
    found.push({ code: 'invalid-utf8', offset: start + invalidAt });
  }
  const replacementAt = findReplacementCharacter(bytes);
  if (replacementAt !== -1) {
    found.push({ code: 'replacement-character', offset: start + replacementAt });
  }
  return found;
}

/** Finds VT, FF, U+0085, U+2028 or U+2029. A lead byte is never the rest of another character: no decoding is needed. */
function findForeignLineBreak(bytes: Uint8Array): number {
  return bytes.findIndex((byte, at) => {
    switch (byte) {
      case verticalTab:
      case formFeed:
        return true;
      case 0xc2:
        return bytes[at + 1] === 0x85;
      case 0xe2:
        return bytes[at + 1] === 0x80 && (bytes[at + 2] === 0xa8 || bytes[at + 2] === 0xa9);
      default:
        return false;
    }
  });
}

function findReplacementCharacter(bytes: Uint8Array): number {
  return bytes.findIndex((byte, at) => byte === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd);
}

/** Finds the first byte that a decoder turns into U+FFFD (Encoding standard, UTF-8 decoder); -1: all is well. */
function findInvalidUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      return at;
    }
    at += length;
  }
  return -1;
}

/** Bytes of the well-formed sequence at an offset (Unicode, table 3-7); 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): 0 | 1 | 2 | 3 | 4 {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xc2 || lead > 0xf4) {
    return 0;
  }
  const second = bytes[at + 1] ?? 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) {
    return 0;
  }
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const isWhole =
    (length < 3 || isContinuation(bytes[at + 2] ?? 0)) && (length < 4 || isContinuation(bytes[at + 3] ?? 0));
  return isWhole ? length : 0;
}

/** Leaves out the beginning of a character at the end whose other bytes are missing, where those could still follow. */
export function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at--) {
    const byte = bytes[at] ?? 0;
    if (!isContinuation(byte)) {
      const rest = new Uint8Array(4).fill(0x80);
      rest.set(bytes.subarray(at));
      // The lowest and the highest second byte that any lead byte takes, where the second is missing too.
      const couldGoOn = [0x80, 0x90, 0xbf].some((second) => {
        rest[1] = at + 1 < bytes.length ? (bytes[at + 1] ?? 0) : second;
        return sequenceLength(rest, 0) > bytes.length - at;
      });
      return couldGoOn ? bytes.subarray(0, at) : bytes;
    }
  }
  return bytes;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}
