import type { NumberRange, PathStep, Query, TextPattern, ValueTest } from './query.ts';

/** The type that an event has without naming it: it may match and not stand in the bytes. */
const impliedType = 'message';
const printableAscii = /^[\x20-\x7e]+$/;
/** Names of JSON members that are written in one way only, escapes of the form `\u00…` aside. */
const plainName = /^[\w $.-]+$/;
/** The same for a text within a JSON value: not across the borders of strings. */
const plainValue = /^[^"\\/,:{}[\]]+$/;
/** Texts that a number may be written differently from. */
const numberLike = /^[\d.eE+-]*$/;
/** How JSON can write an ASCII character in another way. */
const escapedAscii: Needle = { text: '\\u00' };

/** A range of numbers rules out more than so many characters of a text do. */
const rangeWorth = 10;

/** A text that stands in the bytes of a record. */
export interface Needle {
  /** ASCII, in upper or lower case. */
  readonly text: string;
  /** The text is the name of a JSON member, and a number that stands there as its value is in this range. */
  readonly range?: NumberRange;
}

/**
 * Texts of which each record that a query matches has at least one in its bytes; `undefined`: none are known. They spare a
 * search from looking at records of which it can be told from afar that they do not match.
 */
export function necessaryTexts(query: Query): readonly Needle[] | undefined {
  switch (query.query) {
    case 'and': {
      const known = query.operands.flatMap((operand) => {
        const texts = necessaryTexts(operand);
        return texts === undefined ? [] : [texts];
      });
      // The longer a text is, the fewer places it stands in.
      return known.sort((a, b) => selectivity(b) - selectivity(a))[0];
    }
    case 'or': {
      const texts = query.operands.map(necessaryTexts);
      return texts.every((known) => known !== undefined) ? texts.flat() : undefined;
    }
    case 'anywhere': {
      const text = textOf(query.pattern);
      return text === undefined || impliedType.includes(text) ? undefined : [{ text }];
    }
    case 'text': {
      const text = textOf(query.pattern);
      // An ID may be inherited, and then stands in an earlier record.
      const isImplied = query.field === 'id' || (query.field === 'type' && impliedType.includes(text ?? ''));
      return text === undefined || isImplied ? undefined : [{ text }];
    }
    case 'path':
      return textsOfPath(query.path, query.test);
    case 'all':
    case 'not':
    case 'number':
    case 'kind':
    case 'has':
    case 'is':
      return undefined;
  }
}

function textsOfPath(path: readonly PathStep[], test: ValueTest): readonly Needle[] | undefined {
  const value = test.test === 'text' ? textOf(test.pattern) : undefined;
  if (value !== undefined && plainValue.test(value) && !numberLike.test(value)) {
    return [{ text: value }, escapedAscii];
  }
  const name = path.findLast((step) => step.step === 'name')?.name;
  if (name === undefined || !plainName.test(name)) {
    return undefined;
  }
  const text = `"${name}"`;
  // Only the value of the last member follows its name.
  const isLast = path.at(-1)?.step === 'name';
  return [test.test === 'number' && isLast ? { text, range: test.range } : { text }, escapedAscii];
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

/** How few places the texts are likely to stand in. What JSON may write differently hardly ever occurs. */
function selectivity(needles: readonly Needle[]): number {
  const lengths = needles
    .filter((needle) => needle !== escapedAscii)
    .map(({ text, range }) => text.length + (range === undefined ? 0 : rangeWorth));
  return Math.min(...lengths);
}
