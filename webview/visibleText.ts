/** A piece of a text that came from a stream. `escape`: what cannot be seen, or would change how its neighbours look. */
export interface VisiblePiece {
  readonly kind: 'text' | 'escape';
  readonly text: string;
}

/** Names, not the symbols that Unicode has for them: few fonts have those. */
const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/** Characters that change how others look, that split lines elsewhere, or that nobody sees: a reader must know of them. */
const hidden = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`;
const isHidden = new RegExp(hidden, 'u');

/** A picture, maybe one of several, and a keycap. What is hidden in them is a part of their writing. */
const picture = String.raw`\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0E|\uFE0F)?`;
const emoji = String.raw`${picture}(?:\u200D${picture})*|[0-9#*]\uFE0F\u20E3`;
const emojiOrHidden = new RegExp(`(?<emoji>${emoji})|${hidden}`, 'gu');

/** Splits a text into what is shown as it is and what is written out: `ESC`, `U+202E`. */
export function visiblePieces(text: string, keepTabs = false): VisiblePiece[] {
  if (!isHidden.test(text)) {
    return text === '' ? [] : [{ kind: 'text', text }];
  }
  const pieces: VisiblePiece[] = [];
  let start = 0;
  for (const { 0: found, index, groups } of text.matchAll(emojiOrHidden)) {
    if (groups?.['emoji'] !== undefined || (keepTabs && found === '\t')) {
      continue;
    }
    if (index > start) {
      pieces.push({ kind: 'text', text: text.slice(start, index) });
    }
    pieces.push({ kind: 'escape', text: escapeOf(found.codePointAt(0) ?? 0) });
    start = index + found.length;
  }
  if (start < text.length) {
    pieces.push({ kind: 'text', text: text.slice(start) });
  }
  return pieces;
}

function escapeOf(code: number): string {
  return controlNames[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Columns that the border of an escape takes, and its text at least: none is narrower, so that lines break alike. */
const borderColumns = 1;
const escapeColumns = 7;

/** What has been found out of a character, by its code point; 0: nothing yet. */
const knownColumns = new Uint8Array(0x11_0000);

/**
 * How many columns of a fixed-width font a character takes, near enough to break lines by.
 *
 * @param code Its code point.
 */
export function columnsOf(code: number): number {
  if (code >= 0x20 && code < 0x7f) {
    return 1;
  }
  const known = knownColumns[code] ?? 1;
  if (known !== 0) {
    return known;
  }
  const columns = findColumns(code);
  knownColumns[code] = columns;
  return columns;
}

function findColumns(code: number): number {
  if (code === 0x09) {
    return 2;
  }
  if (isHidden.test(String.fromCodePoint(code))) {
    return Math.max(escapeColumns, escapeOf(code).length + borderColumns);
  }
  // Characters beyond the basic plane are mostly pictures.
  return code > 0xffff ||
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60)
    ? 2
    : 1;
}
