import assert from 'node:assert/strict';
import fc from 'fast-check';
import { querySpans } from '../../../../src/core/query/querySpan.ts';

function drawn(text: string): string {
  return querySpans(text)
    .filter(({ role }) => role !== 'space')
    .map(({ role, text: part, isFaulty }) => `${role} ${part}${isFaulty ? ' !' : ''}`)
    .join(' | ');
}

describe('the look of a query', () => {
  it('tells fields, operators, keywords and values apart', () => {
    assert.equal(
      drawn('(type:a,"b c" OR size:>1kb) NOT /x/i word'),
      'operator ( | field type | operator : | word a | operator , | phrase "b c" | keyword OR | field size | ' +
        'operator :> | word 1kb | operator ) | keyword NOT | regex /x/i | word word',
    );
    assert.equal(drawn('time:[1s..2s]'), 'field time | operator : | range [1s..2s]');
  });

  it('marks what is wrong, and only that', () => {
    assert.equal(drawn('a size:>big'), 'word a | field size | operator :> | word big !');
    assert.equal(drawn('a "b c'), 'word a | word "b c !');
    assert.equal(drawn('foo:1 b'), 'field foo ! | operator : | word 1 | word b');
  });

  it('has all of the text, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ad.:[]()"/ -,0*>T'), 'OR ', 'type:'), maxLength: 20 }),
        (text) => {
          assert.equal(
            querySpans(text)
              .map((span) => span.text)
              .join(''),
            text,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});
