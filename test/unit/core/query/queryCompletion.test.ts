import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completeQuery } from '../../../../src/core/query/queryCompletion.ts';
import type { QueryVocabulary } from '../../../../src/core/query/queryCompletion.ts';
import { JsonKeys } from '../../../../src/core/record/jsonKeys.ts';

const keys = new JsonKeys();
keys.add({ choices: [{ delta: { content: 'the end' }, index: 0 }], usage: { total_tokens: 12 }, model: 'm-1' });
keys.add({ model: 'm-2', usage: { total_tokens: 99 } });

const vocabulary: QueryVocabulary = {
  types: [
    { type: 'message', count: 5 },
    { type: 'content_delta', count: 90 },
    { type: 'delta', count: 7 },
    { type: 'with space', count: 1 },
  ],
  keys: keys.list(),
};

/** What is offered at the bar in the text. */
function offered(textWithCaret: string): readonly string[] {
  const caret = textWithCaret.indexOf('|');
  return completeQuery(textWithCaret.replace('|', ''), caret, vocabulary).options.map(({ insert }) => insert);
}

/** The text after the first option at the bar is taken. */
function completed(textWithCaret: string): string {
  const text = textWithCaret.replace('|', '');
  const { start, end, options } = completeQuery(text, textWithCaret.indexOf('|'), vocabulary);
  const [first] = options;
  assert.ok(first !== undefined, 'nothing is offered');
  return text.slice(0, start) + first.insert + text.slice(end);
}

describe('the completion of a query', () => {
  it('offers all fields where nothing is typed yet', () => {
    const fields = ['type:', 'id:', 'data:', 'kind:', 'size:', 'gap:', 'time:', 'seq:', 'has:', 'is:', 'data.'];
    assert.deepEqual(offered('|'), fields);
    assert.deepEqual(offered('a |'), fields);
    assert.deepEqual(offered('(|'), fields);
    assert.deepEqual(offered('-|'), fields);
  });

  it('offers AND and OR only where there is something to join', () => {
    const keywords = (text: string): readonly string[] =>
      completeQuery(text, text.length, { types: [], keys: [] }).options.flatMap((option) =>
        option.option === 'keyword' ? [option.keyword] : [],
      );
    assert.deepEqual(keywords('a'), []);
    assert.deepEqual(keywords('(a'), []);
    assert.deepEqual(keywords('x AND o'), []);
    assert.deepEqual(keywords('x a'), ['AND']);
    assert.deepEqual(keywords('(x) o'), ['OR']);
    assert.deepEqual(keywords('type:b a'), ['AND']);
    assert.deepEqual(keywords('n'), ['NOT']);
  });

  it('offers fields, keywords and keys that begin with what is typed', () => {
    assert.deepEqual(offered('ty|'), ['type:']);
    assert.deepEqual(offered('a an|'), ['AND ']);
    assert.deepEqual(offered('toke|'), ['data.usage.total_tokens:']);
    assert.deepEqual(offered('zz|'), []);
  });

  it('offers the types that were seen, those that begin so first', () => {
    assert.deepEqual(offered('type:|'), ['content_delta', 'delta', 'message', '"with space"']);
    assert.deepEqual(offered('type:de|'), ['delta', 'content_delta']);
    assert.deepEqual(offered('type:ping,me|'), ['message']);
    assert.deepEqual(offered('type:ping,|').length, 4);
  });

  it('offers kinds and flags', () => {
    assert.deepEqual(offered('kind:c|'), ['comment', 'connection']);
    assert.deepEqual(offered('has:|'), ['id', 'data', 'json', 'diagnostic']);
    assert.deepEqual(offered('NOT is:h|'), ['heartbeat']);
  });

  it('offers comparisons for numbers', () => {
    assert.deepEqual(offered('size:|'), ['>', '>=', '<', '<=', '[1kb..10kb]']);
    assert.deepEqual(offered('size:>|'), []);
  });

  it('offers the paths that were seen, and keeps the elements that are chosen', () => {
    assert.deepEqual(offered('data.|'), [
      'data.',
      'data.model:',
      'data.usage.total_tokens:',
      'data.choices[*].index:',
      'data.choices[*].delta.content:',
    ]);
    assert.deepEqual(offered('data.choices[0].d|'), ['data.choices[0].delta.content:']);
    assert.deepEqual(offered('data.choices.1.d|'), ['data.choices[1].delta.content:']);
  });

  it('offers values that were seen at a path', () => {
    assert.deepEqual(offered('data.model:m|'), ['m-1', 'm-2']);
    assert.deepEqual(offered('data.choices[0].delta.content:|'), ['"the end"', '=', '*']);
    assert.deepEqual(offered('data.usage.total_tokens:|').slice(0, 4), ['12', '99', '>', '>=']);
  });

  it('replaces the word that the caret is in, and nothing else', () => {
    assert.equal(completed('a ty| b'), 'a type: b');
    assert.equal(completed('a ty|pe:x'), 'a type:x');
    assert.equal(completed('type:de|l size:1'), 'type:delta size:1');
    assert.equal(completed('(mod|)'), '(data.model:)');
  });

  it('offers nothing inside of a quotation, an expression or a range', () => {
    for (const text of ['"ty|', 'data:"ty|', '/ty|', 'size:[1|', '"a"|']) {
      assert.deepEqual(offered(text), [], text);
    }
  });

  it('never replaces what is before the word, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ad.:[]()"/ -,0*>')), maxLength: 20 }),
        fc.nat(20),
        (text, at) => {
          const caret = Math.min(at, text.length);
          const { start, end, prefix } = completeQuery(text, caret, vocabulary);
          assert.ok(0 <= start && start <= caret && caret <= end && end <= text.length, text);
          assert.equal(text.slice(start, caret), prefix);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
