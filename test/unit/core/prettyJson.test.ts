import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prettyJson } from '../../../src/core/prettyJson.ts';

describe('pretty JSON', () => {
  it('is what JSON.stringify makes of values that survive parsing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t\r'), (value, space) => {
        assert.equal(prettyJson(JSON.stringify(value, null, space)), JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps digits, repeated names, their order and escapes', () => {
    assert.equal(
      prettyJson('{"b":12345678901234567890,"a":1.50,"b":"\\u00e9\\\\\\"{,}","1":-0}'),
      '{\n  "b": 12345678901234567890,\n  "a": 1.50,\n  "b": "\\u00e9\\\\\\"{,}",\n  "1": -0\n}',
    );
  });

  it('takes any depth and length without growing much', () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    assert.ok(prettyJson(deep).length < 4_000_000);
    assert.deepEqual(prettyJson(deep).replace(/\s/g, ''), deep);
    const long = `["${'\\"x'.repeat(1_000_000)}"]`;
    assert.equal(prettyJson(long), `[\n  ${long.slice(1, -1)}\n]`);
  });
});
