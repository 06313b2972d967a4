import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseQuery } from '../../../../src/core/query/parseQuery.ts';
import {
  clauseValue,
  narrowed,
  pathClause,
  quoteValue,
  setClause,
  timeRangeValue,
} from '../../../../src/core/query/queryClause.ts';

/** Text, value that is set for `time`, and the text that becomes of it. */
const cases: readonly (readonly [string, string | undefined, string])[] = [
  ['', '[1s..2s]', 'time:[1s..2s]'],
  ['ping', '[1s..2s]', 'ping time:[1s..2s]'],
  ['ping  time:>3s "a  b"', '[1s..2s]', 'ping  time:[1s..2s] "a  b"'],
  ['TIME:>3s', '1s', 'TIME:1s'],
  ['time:1s a time:2s', '3s', 'time:3s a'],
  ['a OR b', '1s', '(a OR b) time:1s'],
  ['(a OR b) time:2s', '1s', '(a OR b) time:1s'],
  ['a OR time:2s', '1s', '(a OR time:2s) time:1s'],
  ['NOT time:2s', '1s', 'NOT time:2s time:1s'],
  ['(time:2s)', '1s', '(time:2s) time:1s'],
  ['"unfinished', '1s', 'time:1s "unfinished'],
  ['time:1s', undefined, ''],
  ['a time:1s b', undefined, 'a b'],
  ['a AND time:1s', undefined, 'a'],
  ['time:1s AND a', undefined, 'a'],
  ['(a OR b) time:1s', undefined, 'a OR b'],
  ['(a) (b) time:1s', undefined, '(a) (b)'],
  ['a OR time:1s', undefined, 'a OR time:1s'],
  ['a', undefined, 'a'],
];

describe('a clause in a query', () => {
  for (const [text, value, expected] of cases) {
    it(`is ${value === undefined ? 'taken out of' : 'set in'} ${text === '' ? 'an empty text' : text}`, () => {
      assert.equal(setClause(text, 'time', value), expected);
    });
  }

  it('is read as it is written', () => {
    assert.equal(clauseValue('ping time:[1s..2s]', 'time'), '[1s..2s]');
    assert.equal(clauseValue('ping size:>3kb', 'size'), '>3kb');
    assert.equal(clauseValue('a OR time:1s', 'time'), undefined);
  });

  it('comes out as it went in', () => {
    const value = timeRangeValue(1234.5, 60_000);
    assert.equal(value, '[1.2345s..60s]');
    assert.equal(clauseValue(setClause('a OR b', 'time', value), 'time'), value);
    assert.equal(setClause(setClause('a OR b', 'time', value), 'time', undefined), 'a OR b');
    assert.deepEqual(parseQuery(`time:${value}`), {
      ok: true,
      query: {
        query: 'number',
        field: 'time',
        range: { min: 1234.5, max: 60_000, minInclusive: true, maxInclusive: true },
      },
    });
  });

  it('asks for exactly one value of a path, whatever its names and value are', () => {
    assert.equal(pathClause(['choices', 0, 'delta', 'a b'], 'x'), 'data.choices[0].delta["a b"]:=x');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.nat(9)), { minLength: 1, maxLength: 4 }),
        fc.string(),
        (path, value) => {
          const text = pathClause(path, value);
          const parsed = parseQuery(text);
          assert.ok(parsed.ok, text);
          assert.ok(parsed.query.query === 'path', text);
          assert.deepEqual(
            parsed.query.path.map((step) =>
              step.step === 'index' ? step.index : step.step === 'name' ? step.name : '',
            ),
            path,
            text,
          );
          assert.deepEqual(parsed.query.test, { test: 'text', pattern: { pattern: 'exactly', text: value } }, text);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('stays on one line whatever the names are, and is read as the same names', () => {
    const name = 'two\r\nlines\tand \\n';
    const text = pathClause([name], 'x');
    assert.doesNotMatch(text, /[\r\n\t]/);
    const parsed = parseQuery(text);
    assert.ok(parsed.ok && parsed.query.query === 'path');
    assert.deepEqual(parsed.query.path, [{ step: 'name', name }]);
  });
});

describe('a quoted value', () => {
  it('stays bare where it is a plain word', () => {
    assert.equal(quoteValue('delta'), 'delta');
    assert.equal(quoteValue('urn:uuid:7'), 'urn:uuid:7');
    assert.equal(quoteValue('12'), '12');
    assert.equal(quoteValue('a b'), '"a b"');
    assert.equal(quoteValue('a*'), '"a*"');
    assert.equal(quoteValue(''), '""');
  });

  it('is read as the same text', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const parsed = parseQuery(`type:=${quoteValue(value)}`);
        assert.deepEqual(parsed, {
          ok: true,
          query: { query: 'text', field: 'type', pattern: { pattern: 'exactly', text: value } },
        });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('two queries', () => {
  it('narrow each other', () => {
    assert.equal(narrowed('', 'a'), 'a');
    assert.equal(narrowed('a', ''), 'a');
    assert.equal(narrowed('a OR b', 'NOT c'), '(a OR b) NOT c');
    assert.equal(narrowed('(a OR b)', 'c'), '(a OR b) c');
    assert.equal(narrowed('a', 'b OR c'), 'a (b OR c)');
  });
});
