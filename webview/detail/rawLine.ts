import type { RawBytes } from './rawBytes.ts';
import type { RawRow } from './rawRows.ts';
import { utf8At } from './utf8.ts';
import { visiblePieces } from '../visibleText.ts';

/** A piece of a row of raw bytes. */
export type RawPiece =
  /**
   * - `text`: shown as it is.
   * - `escape`: what cannot be seen or is no UTF-8, written out: `\xFF`, `ESC`, `U+202E`.
   * - `end`: a character of the line's end: `CR` or `LF`.
   */
  | { readonly kind: 'text' | 'escape' | 'end'; readonly text: string }
  /** Here a chunk begins: its position, and the character after the border that it cuts in two; empty: none. */
  | { readonly kind: 'border'; readonly position: number; readonly splits: string };

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What there is to see in a row: every byte, and where chunks begin. */
export function rawPieces(raw: RawBytes, { start, end }: RawRow): readonly RawPiece[] {
  const { bytes } = raw;
  const pieces: RawPiece[] = [];
  let border = raw.firstBorder(start);
  let textStart = start;
  let at = start;
  const endText = (): void => {
    if (at > textStart) {
      pieces.push(...visiblePieces(decoder.decode(bytes.subarray(textStart, at))));
    }
  };
  while (at < end) {
    const byte = bytes[at] ?? 0;
    const character = utf8At(bytes, at, end);
    const length = character.kind === 'character' ? character.length : 1;
    if (raw.borderAt(border) < at + length) {
      endText();
      textStart = at;
    }
    for (; raw.borderAt(border) < at + length; border++) {
      const isWithin = raw.borderAt(border) > at;
      pieces.push({
        kind: 'border',
        position: border,
        splits: isWithin ? decoder.decode(bytes.subarray(at, at + length)) : '',
      });
    }
    if (byte === carriageReturn || byte === lineFeed) {
      endText();
      pieces.push({ kind: 'end', text: byte === lineFeed ? 'LF' : 'CR' });
      textStart = at + 1;
    } else if (character.kind !== 'character') {
      endText();
      pieces.push({ kind: 'escape', text: `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}` });
      textStart = at + 1;
    }
    at += length;
  }
  endText();
  return pieces;
}
