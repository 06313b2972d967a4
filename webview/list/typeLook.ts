/**
 * Theme colours for event types: those of charts but for red, which says that something failed, and orange, which is
 * hardly to be seen in the dark default theme; the terminal's cyan takes its place.
 */
export const typeColours = ['blue', 'green', 'cyan', 'purple', 'yellow'] as const;

/** The theme variable of a type's colour, without the prefix `--vscode-`. */
export function typeColourVariable(colour: TypeColour): string {
  return colour === 'cyan' ? 'terminal-ansiCyan' : `charts-${colour}`;
}

type TypeColour = (typeof typeColours)[number];

/** Shapes beside the word, for those to whom colours say nothing. */
export const typeShapes = ['circle', 'square', 'diamond', 'triangle'] as const;

type TypeShape = (typeof typeShapes)[number];

export interface TypeLook {
  readonly colour: TypeColour;
  readonly shape: TypeShape;
}

const seed = 626_666;

/**
 * FNV-1a, then murmur3's finaliser, without which short names fall on the same colour. The same look for a type in every
 * session, panel and version; the seed is one that tells the usual types of the field apart.
 */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value ^= seed;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** How an event type is drawn, everywhere and always. */
export function typeLook(type: string): TypeLook {
  const value = hash(type);
  return {
    colour: typeColours[value % typeColours.length] ?? 'blue',
    shape: typeShapes[Math.floor(value / typeColours.length) % typeShapes.length] ?? 'circle',
  };
}
