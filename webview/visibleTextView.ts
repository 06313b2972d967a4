import { html, type TemplateResult } from 'lit';
import { visiblePieces } from './visibleText.ts';

/**
 * Draws a text that came from a stream: what cannot be seen is written out, and no mark of it reaches its neighbours.
 *
 * @param found What to mark wherever it stands, in lower case; empty: nothing.
 */
export function visibleTextView(text: string, found = ''): readonly (TemplateResult | string)[] {
  return visiblePieces(text, true).flatMap((piece) =>
    piece.kind === 'escape' ? [html`<span class="text-escape">${piece.text}</span>`] : marked(piece.text, found),
  );
}

function marked(text: string, found: string): readonly (TemplateResult | string)[] {
  if (found === '') {
    return [text];
  }
  const lower = text.toLowerCase();
  // Letters that have another length in lower case would move the marks.
  if (lower.length !== text.length) {
    return [text];
  }
  const pieces: (TemplateResult | string)[] = [];
  let start = 0;
  for (let at = lower.indexOf(found); at !== -1; at = lower.indexOf(found, start)) {
    pieces.push(text.slice(start, at), html`<mark class="text-match">${text.slice(at, at + found.length)}</mark>`);
    start = at + found.length;
  }
  return [...pieces, text.slice(start)];
}
