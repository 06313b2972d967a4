import assert from 'node:assert/strict';
import { decodeValue, possibleDecoding } from '../../../webview/detail/decodedValue.ts';
import type { JsonDocument } from '../../../webview/detail/jsonDocument.ts';
import { parseDocument } from '../../../webview/detail/jsonParse.ts';
import { JsonTree } from '../../../webview/detail/jsonTree.ts';
import { TreeSearch } from '../../../webview/detail/treeSearch.ts';

function documentOf(value: unknown): JsonDocument {
  const result = parseDocument(typeof value === 'string' ? value : JSON.stringify(value));
  assert.ok(result.ok);
  return result.document;
}

const treeOf = (value: unknown): JsonTree => new JsonTree(documentOf(value));

/** The rows of a tree: depth, name or place, and what stands there. */
function rows(tree: JsonTree): readonly string[] {
  return Array.from({ length: tree.rowCount }, (_, position) => {
    const id = tree.idAt(position);
    const item = tree.items.item(id);
    if (item.item === 'line') {
      const { start, end } = item.rows.row(item.line);
      return `${'  '.repeat(tree.items.depth(id))}| ${item.rows.text.slice(start, end)}`;
    }
    const { document, node } = item;
    const label = tree.items.name(id) ?? (document.parent(node) === -1 ? '' : String(document.index(node)));
    const value = document.isContainer(node) ? document.kind(node) : document.source(node);
    return `${'  '.repeat(tree.items.depth(id))}${label}: ${value}`;
  });
}

const at = (tree: JsonTree, ...path: (string | number)[]): number => {
  const id = tree.items.document.find(path);
  assert.ok(id !== undefined, path.join('.'));
  return id;
};

describe('a JSON tree', () => {
  const value = { choices: [{ index: 0, delta: { content: 'Hi' } }], model: 'm' };

  it('shows a small document open, and hides what is in a closed value', () => {
    const tree = treeOf(value);
    assert.deepEqual(rows(tree), [
      ': object',
      '  choices: array',
      '    0: object',
      '      index: 0',
      '      delta: object',
      '        content: "Hi"',
      '  model: "m"',
    ]);
    tree.setOpen(at(tree, 'choices'), false, 80);
    assert.deepEqual(rows(tree), [': object', '  choices: array', '  model: "m"']);
  });

  it('opens and closes everything at once; the root stays open', () => {
    const tree = treeOf(value);
    tree.closeAll();
    assert.deepEqual(rows(tree), [': object', '  choices: array', '  model: "m"']);
    tree.openAll();
    assert.equal(tree.rowCount, 7);
  });

  it('opens no more levels of a large document than can be looked over', () => {
    const items = Array.from({ length: 1000 }, (_, id) => ({ id, tags: ['a', 'b'] }));
    const tree = treeOf({ items, total: 1000 });
    assert.deepEqual(rows(tree), [': object', '  items: array', '  total: 1000']);
    tree.setOpen(at(tree, 'items'), true, 80);
    assert.equal(tree.rowCount, 1003);
  });

  it('gives the next document of the same shape what was opened and closed', () => {
    const first = treeOf(value);
    first.setOpen(at(first, 'choices', 0, 'delta'), false, 80);
    const second = new JsonTree(
      documentOf({ id: 7, choices: [{ delta: { content: 'there' }, index: 0 }] }),
      first.shape,
    );
    assert.deepEqual(rows(second), [
      ': object',
      '  id: 7',
      '  choices: array',
      '    0: object',
      '      delta: object',
      '      index: 0',
    ]);
  });

  it('knows the way to each value, and finds it again', () => {
    const tree = treeOf(value);
    const id = at(tree, 'choices', 0, 'delta', 'content');
    assert.deepEqual(tree.items.path(id), ['choices', 0, 'delta', 'content']);
    assert.equal(tree.items.document.find(['choices', 1]), undefined);
  });

  it('shows names that occur twice, and says so of each', () => {
    const tree = treeOf('{"a":1,"b":2,"\\u0061":3}');
    assert.deepEqual(rows(tree).slice(1), ['  a: 1', '  b: 2', '  a: 3']);
    assert.deepEqual(
      [1, 2, 3].map((id) => tree.isDuplicate(id)),
      [true, false, true],
    );
  });

  it('unfolds a long string into rows in its place', () => {
    const text = `${'word '.repeat(20)}\nlast`;
    const tree = treeOf({ text, after: 1 });
    const id = at(tree, 'text');
    assert.ok(tree.isFolded(id));
    tree.setOpen(id, true, 80);
    const lines = rows(tree).filter((row) => row.includes('|'));
    assert.equal(lines.at(-1), '    | last');
    assert.ok(lines.length > 2 && lines.every((line) => line.length <= 80));
    assert.equal(rows(tree).at(-1), '  after: 1');
    assert.deepEqual(tree.items.path(tree.idAt(3)), ['text']);
    tree.setOpen(id, false, 80);
    assert.equal(tree.rowCount, 3);
  });

  it('shows what a value was decoded to below it, apart from the data, and takes it back', () => {
    const tree = treeOf({ body: '{"inner":{"deep":1}}', after: 2 });
    const id = at(tree, 'body');
    const decoded = parseDocument('{"inner":{"deep":1}}');
    assert.ok(decoded.ok);
    tree.decode(id, 'json', decoded.document);
    assert.deepEqual(rows(tree).slice(2), ['    : object', '      inner: object', '        deep: 1', '  after: 2']);
    const deep = tree.idAt(4);
    assert.ok(tree.items.isDecoded(deep));
    assert.deepEqual(tree.items.path(deep), ['body']);
    assert.equal(tree.items.decodingOf(id), 'json');
    tree.undecode(id);
    assert.deepEqual(rows(tree).slice(1), ['  body: "{\\"inner\\":{\\"deep\\":1}}"', '  after: 2']);
  });

  it('opens what a value lies in when it is to be seen', () => {
    const tree = treeOf(value);
    tree.closeAll();
    const id = at(tree, 'choices', 0, 'delta', 'content');
    assert.equal(tree.positionOf(id), -1);
    tree.reveal(id);
    assert.equal(tree.positionOf(id), 5);
  });

  it('takes 10,000 levels and 100,000 elements without recursion', () => {
    const depth = 10_000;
    const deep = treeOf('['.repeat(depth) + ']'.repeat(depth));
    deep.openAll();
    assert.equal(deep.rowCount, depth);
    assert.equal(deep.items.path(depth - 1).length, depth - 1);
    const wide = treeOf(Array.from({ length: 100_000 }, (_, index) => index));
    assert.equal(wide.rowCount, 100_001);
    assert.deepEqual(wide.items.placeInSet(100_000), { size: 100_000, position: 100_000 });
  });

  it('is searched by names and values, whatever their case and however they are escaped', () => {
    const search = new TreeSearch(documentOf('{"Name":"x","y":["\\u00C4pfel","name me",12345]}'), 'name');
    while (search.advance()) {
      // To its end.
    }
    assert.deepEqual(search.matches, [1, 4]);
    const other = new TreeSearch(documentOf('{"y":["\\u00C4pfel"]}'), 'äpf');
    other.advance();
    assert.deepEqual(other.matches, [2]);
  });
});

describe('a value that can be decoded', () => {
  it('is offered as what it looks like, and ordinary values are not', () => {
    const token = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"1"}')}.c2ln`.replace(/=/g, '');
    assert.equal(possibleDecoding('string', '{"a":1}'), 'json');
    assert.equal(possibleDecoding('string', token), 'jwt');
    assert.equal(possibleDecoding('string', btoa('some words, long enough')), 'base64');
    assert.equal(possibleDecoding('string', '2026-11-24T18:00:00Z'), 'iso');
    assert.equal(possibleDecoding('number', '1764007200'), 'seconds');
    assert.equal(possibleDecoding('number', '1764007200123'), 'milliseconds');
    for (const text of ['hello', 'chatcompletionchunks', 'GET /a', '12', '2026-11-24', '']) {
      assert.equal(possibleDecoding('string', text), undefined, text);
    }
    for (const text of ['1', '42.5', '99999', '12345678901234567890']) {
      assert.equal(possibleDecoding('number', text), undefined, text);
    }
  });

  it('shows a JWT with its parts as they were written, and the signature as it came', () => {
    const token = `${btoa('{"alg":"HS256"}')}.${btoa('{"n":12345678901234567890}')}.c2ln`.replace(/=/g, '');
    assert.equal(
      decodeValue('jwt', token),
      '{"header":{"alg":"HS256"},"payload":{"n":12345678901234567890},"signature":"c2ln"}',
    );
    assert.equal(decodeValue('jwt', 'eyJhbGciOiJ.eyJ.x'), undefined);
  });

  it('shows base64 as JSON, as text, or as bytes where it is neither', () => {
    assert.equal(decodeValue('base64', btoa('{"a":[1]}')), '{"a":[1]}');
    assert.equal(decodeValue('base64', btoa('plain text')), '"plain text"');
    assert.equal(decodeValue('base64', btoa('\u00ff\u0000\u00fe')), '{"bytes":3,"hex":"ff 00 fe"}');
  });

  it('shows a time in UTC, whatever it was written in', () => {
    for (const [decoding, text] of [
      ['seconds', '1764007200'],
      ['milliseconds', '1764007200000'],
      ['iso', '2025-11-24T19:00:00+01:00'],
    ] as const) {
      assert.match(decodeValue(decoding, text) ?? '', /^\{"utc":"2025-11-24T18:00:00\.000Z"/);
    }
  });
});
