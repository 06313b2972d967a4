import type { Query, TextPattern } from './query.ts';

/** The type that an event has without naming it: it may match and not stand in the bytes. */
const impliedType = 'message';
const printableAscii = /^[\x20-\x7e]+$/;

/**
 * Texts of which each record that a query matches has at least one in its bytes, in upper or lower case; `undefined`: none
 * are known. They spare a search from looking at records of which it can be told from afar that they do not match.
 */
export function necessaryTexts(query: Query): readonly string[] | undefined {
  switch (query.query) {
    case 'and': {
      const known = query.operands.flatMap((operand) => {
        const texts = necessaryTexts(operand);
        return texts === undefined ? [] : [texts];
      });
      // The longer a text is, the fewer places it stands in.
      return known.sort((a, b) => shortest(b) - shortest(a))[0];
    }
    case 'or': {
      const texts = query.operands.map(necessaryTexts);
      return texts.every((known) => known !== undefined) ? texts.flat() : undefined;
    }
    case 'anywhere': {
      const text = textOf(query.pattern);
      return text === undefined || impliedType.includes(text) ? undefined : [text];
    }
    case 'text': {
      const text = textOf(query.pattern);
      // An ID may be inherited, and then stands in an earlier record.
      const isImplied = query.field === 'id' || (query.field === 'type' && impliedType.includes(text ?? ''));
      return text === undefined || isImplied ? undefined : [text];
    }
    case 'all':
    case 'not':
    case 'number':
    case 'kind':
    case 'has':
    case 'is':
    case 'path':
      return undefined;
  }
}

function textOf(pattern: TextPattern): string | undefined {
  switch (pattern.pattern) {
    case 'contains':
    case 'equals':
    case 'exactly':
      return usable(pattern.text);
    case 'glob':
      return usable([...pattern.parts].sort((a, b) => b.length - a.length)[0] ?? '');
    case 'regex':
      return undefined;
  }
}

/** Other characters than these have more than one form in upper and lower case, or more than one byte. */
function usable(text: string): string | undefined {
  return printableAscii.test(text) ? text : undefined;
}

function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map(({ length }) => length));
}
