import { visiblePieces } from './visibleText.ts';

/** A piece of a line of raw bytes. */
interface RawPiece {
  /**
   * - `text`: shown as it is.
   * - `escape`: what cannot be seen or is no UTF-8, written out: `\xFF`, `ESC`, `U+202E`.
   * - `end`: a character of the line's end: `CR` or `LF`.
   */
  readonly kind: 'text' | 'escape' | 'end';
  readonly text: string;
}

export interface RawLine {
  /** Offset of the line's first byte from the beginning of the bytes. */
  readonly offset: number;
  readonly pieces: readonly RawPiece[];
}

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Splits bytes into lines as the protocol does (CRLF, LF or CR), with every byte to be seen. */
export function rawLines(bytes: Uint8Array): readonly RawLine[] {
  const lines: RawLine[] = [];
  let start = 0;
  while (start < bytes.length) {
    let end = start;
    while (end < bytes.length && bytes[end] !== carriageReturn && bytes[end] !== lineFeed) {
      end++;
    }
    const pieces = decodeVisibly(bytes.subarray(start, end));
    let next = end;
    if (bytes[next] === carriageReturn) {
      pieces.push({ kind: 'end', text: 'CR' });
      next++;
    }
    if (bytes[next] === lineFeed) {
      pieces.push({ kind: 'end', text: 'LF' });
      next++;
    }
    lines.push({ offset: start, pieces });
    start = next;
  }
  return lines;
}

/** Decodes UTF-8; bytes that are none become hex escapes instead of U+FFFD, which the stream may also contain. */
function decodeVisibly(bytes: Uint8Array): RawPiece[] {
  const pieces: RawPiece[] = [];
  let start = 0;
  for (let index = 0; index <= bytes.length;) {
    const length = index < bytes.length ? sequenceLength(bytes, index) : 0;
    if (length > 0) {
      index += length;
      continue;
    }
    if (index > start) {
      pieces.push(...visiblePieces(strictDecoder.decode(bytes.subarray(start, index))));
    }
    const byte = bytes[index];
    if (byte !== undefined) {
      pieces.push({ kind: 'escape', text: `\\x${hex(byte)}` });
    }
    index++;
    start = index;
  }
  return pieces;
}

/** Number of bytes of the well-formed UTF-8 sequence at an index; 0 if there is none. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) {
    return 1;
  }
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length === 0 || index + length > bytes.length) {
    return 0;
  }
  try {
    strictDecoder.decode(bytes.subarray(index, index + length));
    return length;
  } catch {
    return 0;
  }
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
