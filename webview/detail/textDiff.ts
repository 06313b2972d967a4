import { diffLines, diffWordsWithSpace } from 'diff';

/** A piece of two texts that were compared. */
export interface TextPiece {
  readonly change: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** What takes longer is not compared, milliseconds: the page must stay awake. */
const timeLimitMs = 60;

/** Compares two texts line by line. `undefined`: they have too little in common to tell in time. */
export function compareLines(before: string, after: string): readonly TextPiece[] | undefined {
  return diffLines(before, after, { timeout: timeLimitMs })?.map(pieceOf);
}

/** Compares two texts word by word. `undefined`: they have too little in common to tell in time. */
export function compareWords(before: string, after: string): readonly TextPiece[] | undefined {
  return diffWordsWithSpace(before, after, { timeout: timeLimitMs })?.map(pieceOf);
}

function pieceOf({
  value,
  added,
  removed,
}: {
  readonly value: string;
  readonly added: boolean;
  readonly removed: boolean;
}): TextPiece {
  return { change: added ? 'added' : removed ? 'removed' : 'same', text: value };
}
