import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonText } from '../../../src/core/jsonText.ts';

/** Deeper than any stack is. */
const depth = 300_000;

describe('the text of a JSON value', () => {
  it('is written whatever the depth of the value', () => {
    const arrays = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    assert.equal(jsonText(JSON.parse(arrays)), arrays);
    const objects = `${'{"a":1,"b\\n":'.repeat(depth)}null${'}'.repeat(depth)}`;
    assert.equal(jsonText(JSON.parse(objects)), objects);
  });

  it('is the same for a shallow part as if it stood alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const alone = JSON.stringify(value);
        const deep = `${'['.repeat(depth / 10)}${alone}${']'.repeat(depth / 10)}`;
        assert.equal(
          jsonText(JSON.parse(deep)),
          deep.replace(alone, () => JSON.stringify(JSON.parse(alone))),
        );
      }),
      { numRuns: 20 },
    );
  });
});
