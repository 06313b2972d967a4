import assert from 'node:assert/strict';
import { JsonKeys } from '../../../../src/core/record/jsonKeys.ts';

describe('the keys of a sample of JSON', () => {
  it('are counted, the most frequent first, with short examples', () => {
    const keys = new JsonKeys();
    keys.add({ a: 'x', b: 1 });
    keys.add({ a: 'y', long: 'z'.repeat(61) });
    keys.add({ a: 'x', n: null, t: true });

    assert.deepEqual(keys.list().slice(0, 2), [
      { path: [{ step: 'name', name: 'a' }], count: 3, examples: ['x', 'y'] },
      { path: [{ step: 'name', name: 'b' }], count: 1, examples: ['1'] },
    ]);
    assert.deepEqual(keys.list().find(({ path }) => path[0]?.step === 'name' && path[0].name === 'long')?.examples, []);
  });

  it('are none where a value is no object or array', () => {
    const keys = new JsonKeys();
    for (const value of [undefined, null, 1, 'a', [], {}]) {
      keys.add(value);
    }

    assert.deepEqual(keys.list(), []);
  });

  it('stay few, however deep and wide the values are', () => {
    const keys = new JsonKeys();
    let deep: unknown = 1;
    for (let level = 0; level < 10_000; level++) {
      deep = { deep };
    }
    keys.add(deep);
    keys.add(Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`wide${at}`, at])));
    for (let at = 0; at < 2000; at++) {
      keys.add({ [`other${at}`]: at });
    }

    assert.equal(keys.list().length, 500);
  });
});
