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

/** Characters that change how others look, or that split lines elsewhere: a reader must see that they are there. */
const invisibleRanges: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x061c, 0x061c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2069],
  [0xfeff, 0xfeff],
];

const invisible = new RegExp(
  `[${invisibleRanges.map(([first, last]) => `${unicodeEscape(first)}-${unicodeEscape(last)}`).join('')}]`,
  'g',
);

/** Splits a text into what is shown as it is and what is written out: `ESC`, `U+202E`. */
export function visiblePieces(text: string, keepTabs = false): VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  let start = 0;
  for (const match of text.matchAll(invisible)) {
    if (keepTabs && match[0] === '\t') {
      continue;
    }
    if (match.index > start) {
      pieces.push({ kind: 'text', text: text.slice(start, match.index) });
    }
    pieces.push({ kind: 'escape', text: escapeOf(match[0].charCodeAt(0)) });
    start = match.index + match[0].length;
  }
  if (start < text.length) {
    pieces.push({ kind: 'text', text: text.slice(start) });
  }
  return pieces;
}

function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

function escapeOf(code: number): string {
  return controlNames[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Columns that an escape takes, with its border. */
const escapeColumns = 7;

/** How many columns of a fixed-width font a character takes, near enough to break lines by. */
export function columnsOf(code: number): number {
  if (code >= 0x20 && code < 0x7f) {
    return 1;
  }
  if (code === 0x09) {
    return 2;
  }
  if (invisibleRanges.some(([first, last]) => code >= first && code <= last)) {
    return escapeColumns;
  }
  // Both halves of a surrogate pair count, which makes the two columns of an emoji.
  return (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60)
    ? 2
    : 1;
}
