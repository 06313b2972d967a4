import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileQuery } from '../../../../src/core/query/matchQuery.ts';
import type { QuerySubject } from '../../../../src/core/query/matchQuery.ts';
import { parseQuery } from '../../../../src/core/query/parseQuery.ts';
import { pathClause } from '../../../../src/core/query/queryClause.ts';
import { describeQueryFault } from '../../../../src/core/words/queryFault.ts';
import { english } from '../words/english.ts';

const openAi =
  '{"choices":[{"index":0,"delta":{"content":"Hello the End"}}],"usage":{"total_tokens":120},"ok":true,"n":null}';

function subject(parts: Partial<QuerySubject> & { readonly text?: string } = {}): QuerySubject {
  const { text = '', ...rest } = parts;
  return {
    kind: 'event',
    seq: 1,
    time: 0,
    gap: null,
    size: text.length,
    type: 'zz',
    id: '',
    ownId: false,
    diagnostics: [],
    change: null,
    isMarked: false,
    data: () => text,
    json: () => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
    },
    ...rest,
  };
}

function matches(text: string, record: QuerySubject): boolean {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, `${text}: ${JSON.stringify(parsed)}`);
  return compileQuery(parsed.query)(record);
}

/** Texts of queries with records that they match and records that they do not. */
const cases: readonly (readonly [string, QuerySubject, QuerySubject])[] = [
  ['the', subject({ text: 'in The middle' }), subject({ text: 'no' })],
  ['"the end"', subject({ text: 'is THE END.' }), subject({ text: 'the other end' })],
  ["'it is'", subject({ text: 'it is' }), subject({ text: 'is it' })],
  ['"a \\"b\\""', subject({ text: 'a "b"' }), subject({ text: 'a b' })],
  ['/^a+b$/', subject({ text: 'aab' }), subject({ text: 'AAB' })],
  ['/^a+b$/i', subject({ text: 'AAB' }), subject({ text: 'ab c' })],
  ['/[/]x/', subject({ text: '/x' }), subject({ text: 'x' })],
  ['is:error', subject({ text: '{"error":{"message":"overloaded"}}' }), subject({ text: '{"error":null}' })],
  ['delta', subject({ type: 'delta' }), subject({ type: 'ping' })],
  ['type:delta', subject({ type: 'Delta' }), subject({ type: 'content_delta', text: 'delta' })],
  ['type:*delta', subject({ type: 'content_delta' }), subject({ type: 'delta_stop' })],
  ['type:ping,delta', subject({ type: 'delta' }), subject({ type: 'stop' })],
  ['type:/^d/', subject({ type: 'delta' }), subject({ type: 'ad' })],
  ['id:urn:uuid:7', subject({ id: 'urn:uuid:7' }), subject({ id: 'urn:uuid:71' })],
  ['id:7*', subject({ id: '71' }), subject({ id: '17' })],
  ['data:foo', subject({ text: 'a FOO b' }), subject({ type: 'foo' })],
  ['data:=foo', subject({ text: 'foo' }), subject({ text: 'foo ' })],
  ['type:=Delta', subject({ type: 'Delta' }), subject({ type: 'delta' })],
  ['type:="a*"', subject({ type: 'a*' }), subject({ type: 'ab' })],
  ['data.ok:=true', subject({ text: openAi }), subject({ text: '{"ok":"True"}' })],
  ['data:"one\\ntwo"', subject({ text: 'one\ntwo' }), subject({ text: 'one two' })],
  ['is:bookmarked', subject({ isMarked: true }), subject()],
  ['is:heartbeat', subject({ type: 'Keep-Alive', text: 'x' }), subject({ type: 'pinged', text: 'x' })],
  ['is:heartbeat', subject({ kind: 'comment', text: 'x' }), subject({ kind: 'retry', text: '' })],
  ['is:heartbeat', subject({ text: '' }), subject({ text: ' ' })],
  ['data:"a:b c"', subject({ text: 'xa:b c' }), subject({ text: 'a b c' })],
  ['http://localhost:3000/x', subject({ text: 'GET http://localhost:3000/x' }), subject({ text: 'http' })],
  ['kind:comment', subject({ kind: 'comment' }), subject()],
  ['size:>1kb', subject({ size: 1001 }), subject({ size: 1000 })],
  ['size:>=1KiB', subject({ size: 1024 }), subject({ size: 1023 })],
  ['size:0', subject({ size: 0 }), subject({ size: 1 })],
  ['gap:>1.5s', subject({ gap: 1501 }), subject({ gap: null })],
  ['gap:>500ms', subject({ gap: 501 }), subject({ gap: 500 })],
  ['time:[1s TO 5s]', subject({ time: 5000 }), subject({ time: 5001 })],
  ['time:{1s TO 5s}', subject({ time: 4999 }), subject({ time: 5000 })],
  ['time:02:41..03:00', subject({ time: 161_000 }), subject({ time: 160_999 })],
  ['seq:10..20', subject({ seq: 20 }), subject({ seq: 21 })],
  ['seq:[* TO 20]', subject({ seq: 1 }), subject({ seq: 21 })],
  ['data.choices[0].delta.content:"the e"', subject({ text: openAi }), subject({ text: '{"choices":[]}' })],
  ['data.choices.0.delta.content:hello', subject({ text: openAi }), subject({ text: 'hello' })],
  ['data.choices[*].index:0', subject({ text: openAi }), subject({ text: '{"choices":[{"index":10}]}' })],
  ['data.usage.total_tokens:>100', subject({ text: openAi }), subject({ text: '{"usage":{"total_tokens":100}}' })],
  ['data.usage.total_tokens:[100 TO 120]', subject({ text: openAi }), subject({ text: '{"usage":{}}' })],
  ['data.usage:*', subject({ text: openAi }), subject({ text: '{}' })],
  ['data.ok:true', subject({ text: openAi }), subject({ text: '{"ok":false}' })],
  ['data.n:null', subject({ text: openAi }), subject({ text: '{"n":0}' })],
  ['data["a b"].c:1', subject({ text: '{"a b":{"c":1}}' }), subject({ text: '{"a b":{"c":11}}' })],
  ['data.größe:1', subject({ text: '{"größe":1}' }), subject({ text: '{"groesse":1}' })],
  ['data[1]:b', subject({ text: '["a","b"]' }), subject({ text: '["b"]' })],
  ['has:id', subject({ id: '1', ownId: true }), subject({ id: '1', ownId: false })],
  ['has:data', subject({ text: 'x' }), subject()],
  ['has:json', subject({ text: '{}' }), subject({ text: '{' })],
  ['is:diagnostic', subject({ diagnostics: ['unknown-field'] }), subject()],
  ['is:warning', subject({ diagnostics: ['unknown-field'] }), subject({ diagnostics: ['block-without-data'] })],
  ['is:reconnect', subject({ kind: 'connection', change: 'cut' }), subject({ kind: 'connection', change: 'opened' })],
  ['a b', subject({ text: 'b a' }), subject({ text: 'a' })],
  ['a AND b', subject({ text: 'b a' }), subject({ text: 'b' })],
  ['a OR b', subject({ text: 'b' }), subject({ text: 'c' })],
  ['a b OR c', subject({ text: 'c' }), subject({ text: 'a' })],
  ['a (b OR c)', subject({ text: 'a c' }), subject({ text: 'c' })],
  ['NOT a', subject({ text: 'b' }), subject({ text: 'a' })],
  ['-type:ping', subject(), subject({ type: 'ping' })],
  ['-(a OR b)', subject({ text: 'c' }), subject({ text: 'b' })],
  ['a - b', subject({ text: 'a - b' }), subject({ text: 'a b' })],
  ['and', subject({ text: 'this and that' }), subject({ text: 'this' })],
];

describe('a query', () => {
  for (const [text, hit, miss] of cases) {
    it(`answers ${text}`, () => {
      assert.equal(matches(text, hit), true);
      assert.equal(matches(text, miss), false);
    });
  }

  it('matches everything where its text is empty', () => {
    assert.equal(matches('', subject()), true);
    assert.equal(matches('  ', subject()), true);
  });

  it('compares numbers by their worth, however they are written', () => {
    const written = ['12345678901234567890', '1.0', '1e3', '-0', '1E400', '0.10', '-2.5e-3'];
    for (const number of written) {
      const record = subject({ text: `{"n":${number}}` });
      assert.ok(matches(pathClause(['n'], number), record), number);
      assert.ok(matches(`data.n:"${number}"`, record), number);
      assert.ok(!matches(pathClause(['n'], '7'), record), number);
    }
    assert.ok(!matches('data.n:=1.0', subject({ text: '{"n":10}' })));
    assert.ok(!matches('data.n:=0', subject({ text: '{"n":null}' })));
  });

  it('asks of values of any depth', () => {
    const depth = 300_000;
    const record = subject({ text: `{"a":${'['.repeat(depth)}"needle"${']'.repeat(depth)}}` });
    assert.ok(matches('data.a:needle', record));
    assert.ok(!matches('data.a:other', record));
  });

  it('reads no data where the answer does not depend on it', () => {
    const record = subject({ type: 'ping', data: () => assert.fail('read'), json: () => assert.fail('parsed') });

    assert.equal(matches('type:delta data.a:1 foo', record), false);
    assert.equal(matches('type:ping OR foo', record), true);
  });
});

/** Texts that are no queries, with the code of the fault and the text that is underlined. */
const faults: readonly (readonly [string, string, string])[] = [
  ['type:delta "the', 'unclosed-quote', '"the'],
  ['/a+', 'unclosed-regex', '/a+'],
  ['a (b OR c', 'unclosed-parenthesis', '('],
  ['a) b', 'unopened-parenthesis', ')'],
  ['()', 'missing-operand', ')'],
  ['a OR', 'missing-operand', 'OR'],
  ['AND a', 'missing-operand', 'AND'],
  ['NOT', 'missing-operand', 'NOT'],
  ['size:[1 TO', 'unclosed-range', '[1 TO'],
  ['size:[1]', 'bad-range', '[1]'],
  ['type:', 'missing-value', 'type:'],
  ['/(/', 'bad-regex', '/(/'],
  ['data:/a/q', 'bad-regex', '/a/q'],
  ['foo:1', 'unknown-field', 'foo'],
  ['data.a..b:1', 'bad-path', 'data.a..b'],
  ['data[:1', 'bad-path', 'data['],
  ['size:>big', 'bad-size', 'big'],
  ['gap:>1x', 'bad-duration', '1x'],
  ['time:noon', 'bad-time', 'noon'],
  ['seq:1kb', 'bad-number', '1kb'],
  ['data.a:>b', 'bad-number', 'b'],
  ['kind:foo', 'unknown-value', 'foo'],
  ['has:foo', 'unknown-value', 'foo'],
  ['is:foo', 'unknown-value', 'foo'],
  ['type:>a', 'no-comparison', 'a'],
  ['kind:>event', 'no-comparison', 'kind:>event'],
];

describe('a text that is no query', () => {
  for (const [text, code, underlined] of faults) {
    it(`says what is wrong with ${text}, and where`, () => {
      const parsed = parseQuery(text);

      assert.ok(!parsed.ok, 'was taken');
      const [first] = parsed.faults;
      assert.ok(first !== undefined);
      assert.equal(first.code, code);
      assert.equal(text.slice(first.start, first.end), underlined);
      assert.notEqual(describeQueryFault(first, english), '');
    });
  }

  it('is told apart from one whatever is typed', () => {
    const piece = fc.constantFrom(
      'a',
      '(',
      ')',
      ' ',
      'AND ',
      'OR ',
      'NOT ',
      '-',
      '"',
      '/',
      ':',
      'type:',
      '[',
      ']',
      '..',
      ',',
      '\\',
      '*',
      'data.x',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const parsed = parseQuery(text);
        if (parsed.ok) {
          compileQuery(parsed.query)(subject({ text: 'a' }));
        } else {
          for (const { start, end } of parsed.faults) {
            assert.ok(0 <= start && start < end && end <= text.length, `${text}: ${start}-${end}`);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('may be nested as deep as anybody likes', () => {
    const parsed = parseQuery('('.repeat(100_000));

    assert.equal(parsed.ok, false);
  });
});
