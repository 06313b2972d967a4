import assert from 'node:assert/strict';
import { JsonDiff } from '../../../webview/detail/jsonDiff.ts';
import type { JsonDocument } from '../../../webview/detail/jsonDocument.ts';
import { parseDocument } from '../../../webview/detail/jsonParse.ts';
import { compareLines, compareWords } from '../../../webview/detail/textDiff.ts';

function parsed(text: string): JsonDocument {
  const result = parseDocument(text);
  assert.ok(result.ok, text);
  return result.document;
}

function differences(before: string, after: string): readonly unknown[] {
  const diff = new JsonDiff(parsed(before), parsed(after));
  while (diff.advance()) {
    // Goes on.
  }
  return diff.changes.map(({ change, path, before: old, after: young }) => [
    change,
    path.join('.'),
    old?.document.source(old.node),
    young?.document.source(young.node),
  ]);
}

describe('a comparison of JSON', () => {
  it('names what was added, removed and changed by its path', () => {
    assert.deepEqual(differences('{"a":1,"b":{"c":"x"},"d":true}', '{"b":{"c":"y"},"d":true,"e":null}'), [
      ['changed', 'b.c', '"x"', '"y"'],
      ['added', 'e', undefined, 'null'],
      ['removed', 'a', '1', undefined],
    ]);
  });

  it('does not mind blanks, escapes and the order of members', () => {
    assert.deepEqual(differences('{"a":[1, {"s":"\\u0041"}],"b":2}', '{ "b":2,\n"a":[1,{"s":"A"}] }'), []);
  });

  it('tells long numbers apart that are one to JavaScript', () => {
    assert.deepEqual(differences('[12345678901234567890]', '[12345678901234567891]'), [
      ['changed', '0', '12345678901234567890', '12345678901234567891'],
    ]);
  });

  it('finds what was put into an array or taken out of it', () => {
    assert.deepEqual(differences('[1,2,3]', '[1,"new",2,3]'), [['added', '1', undefined, '"new"']]);
    assert.deepEqual(differences('[1,2,3]', '[2,3]'), [['removed', '0', '1', undefined]]);
  });

  it('gives names that occur twice their counterparts', () => {
    assert.deepEqual(differences('{"a":1,"a":2}', '{"a":1,"a":3}'), [['changed', 'a', '2', '3']]);
  });

  it('takes a value of another kind for changed, with all that is in it', () => {
    assert.deepEqual(differences('{"a":{"b":1}}', '{"a":[1]}'), [['changed', 'a', '{"b":1}', '[1]']]);
  });

  it('is no matter of the stack at 10,000 levels', () => {
    const deep = (core: string): string => '['.repeat(10_000) + core + ']'.repeat(10_000);
    const [difference] = differences(deep('1'), deep('2'));
    assert.deepEqual(difference, ['changed', Array.from({ length: 10_000 }, () => 0).join('.'), '1', '2']);
  });

  it('looks through the members of a large object in steps', () => {
    const members = (value: number): JsonDocument =>
      parsed(`{${Array.from({ length: 20_000 }, (_, at) => `"${at}":${value}`).join(',')}}`);
    const diff = new JsonDiff(members(1), members(2));
    let steps = 0;
    while (diff.changes.length === 0 && diff.advance()) {
      steps++;
    }
    assert.ok(steps >= 60, `${steps} steps before the first change`);
  });

  it('lists no more than a person reads, and says so', () => {
    const numbers = (from: number): string => JSON.stringify(Array.from({ length: 5000 }, (_, at) => at + from));
    const diff = new JsonDiff(parsed(numbers(0)), parsed(numbers(10_000)));
    while (diff.advance()) {
      // Goes on.
    }
    assert.equal(diff.changes.length, 1000);
    assert.equal(diff.isCut, true);
  });
});

describe('a comparison of text', () => {
  it('goes line by line and word by word', () => {
    assert.deepEqual(compareLines('a\nb\nc\n', 'a\nx\nc\n'), [
      { change: 'same', text: 'a\n' },
      { change: 'removed', text: 'b\n' },
      { change: 'added', text: 'x\n' },
      { change: 'same', text: 'c\n' },
    ]);
    assert.deepEqual(compareWords('the old text', 'the new text'), [
      { change: 'same', text: 'the ' },
      { change: 'removed', text: 'old' },
      { change: 'added', text: 'new' },
      { change: 'same', text: ' text' },
    ]);
  });
});
