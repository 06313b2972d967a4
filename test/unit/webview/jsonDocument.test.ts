import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isJson } from '../../../src/core/json.ts';
import type { JsonDocument } from '../../../webview/detail/jsonDocument.ts';
import { JsonParse, parseDocument } from '../../../webview/detail/jsonParse.ts';
import { unquoteJson } from '../../../webview/detail/jsonString.ts';

function parsed(text: string): JsonDocument {
  const result = parseDocument(text);
  assert.ok(result.ok, text);
  return result.document;
}

/** The document as JSON again, from its columns alone. */
function written(document: JsonDocument, node = 0): string {
  if (!document.isContainer(node)) {
    return document.source(node);
  }
  const members: string[] = [];
  for (let child = node + 1; child < document.after(node); child = document.after(child)) {
    const key = document.keySource(child);
    members.push((key === undefined ? '' : `${key}:`) + written(document, child));
  }
  return document.kind(node) === 'object' ? `{${members.join(',')}}` : `[${members.join(',')}]`;
}

describe('a JSON document', () => {
  it('holds every value with its name, place and depth', () => {
    const document = parsed('{"a":[1,{"b":null}],"c":"x"}');
    const values = Array.from({ length: document.size }, (_, node) => [
      document.kind(node),
      document.keySource(node),
      document.parent(node),
      document.index(node),
      document.depth(node),
    ]);
    assert.deepEqual(values, [
      ['object', undefined, -1, 0, 0],
      ['array', '"a"', 0, 0, 1],
      ['number', undefined, 1, 0, 2],
      ['object', undefined, 1, 1, 2],
      ['literal', '"b"', 3, 0, 3],
      ['string', '"c"', 0, 1, 1],
    ]);
  });

  it('is what the text says, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(written(parsed(JSON.stringify(value, null, 2))), JSON.stringify(value));
      }),
    );
  });

  it('keeps what parsing would lose: long numbers and names that occur twice', () => {
    const text = '{"n":12345678901234567890,"a":1,"a":1.0,"e":1E400}';
    assert.equal(written(parsed(text)), text);
  });

  it('takes for JSON exactly what JSON.parse does', () => {
    const pieces = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"a"', '"\\u12', '"\\x"', '"\t"', '01', '-', '-0', '1.', '1e5', '.5', '+1'],
      ...['true', 'nul', 'NaN', ' ', '\n', '\u00a0', '//x\n', '/**/', '\\', '"'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        assert.equal(parseDocument(text).ok, isJson(text), text);
      }),
      { numRuns: 3000 },
    );
  });

  it('says where a text stops being JSON, and whether that is its end or another value', () => {
    const fault = (text: string) => {
      const result = parseDocument(text);
      return result.ok ? undefined : result.fault;
    };
    assert.deepEqual(fault('{"a":1,}'), { code: 'unexpected', offset: 7 });
    assert.deepEqual(fault('{"a":[1'), { code: 'unfinished', offset: 7 });
    assert.deepEqual(fault('{"a":"cut'), { code: 'unfinished', offset: 5 });
    assert.deepEqual(fault('[1,fal'), { code: 'unfinished', offset: 3 });
    assert.deepEqual(fault('{"a":1}\n{"b":2}'), { code: 'more', offset: 8 });
    assert.deepEqual(fault('[DONE]'), { code: 'unexpected', offset: 1 });
  });

  it('is read in as many steps as one likes, also at 100,000 levels', () => {
    const depth = 100_000;
    const parse = new JsonParse('['.repeat(depth) + ']'.repeat(depth));
    let steps = 0;
    let result = parse.advance(1000);
    for (; result === undefined; result = parse.advance(1000)) {
      steps++;
    }
    assert.ok(result.ok);
    assert.equal(steps, 200);
    assert.equal(result.document.depth(depth - 1), depth - 1);
  });
});

describe('a string in a JSON document', () => {
  it('is read in pieces where it has escapes, so that no step takes long', () => {
    const text = JSON.stringify('"'.repeat(10_000));
    const parse = new JsonParse(text);
    assert.equal(parse.advance(5000), undefined);
    const result = parse.advance(5001 + 1);
    assert.ok(result?.ok);
    assert.equal(result.document.source(0), text);
  });

  it('is unfinished where the text ends within an escape, and wrong where there is no such escape', () => {
    const code = (text: string) => {
      const result = parseDocument(text);
      return result.ok ? undefined : result.fault.code;
    };
    for (const text of ['["a', '["a\\', '["a\\u', '["a\\u00e', '["\\\\\\"']) {
      assert.equal(code(text), 'unfinished', text);
    }
    for (const text of ['["a\\x"]', '["a\\u00g0"]', '["a\\x', '["a\\u0g', '["\n"]']) {
      assert.equal(code(text), 'unexpected', text);
    }
  });
});

/** UTF-16 code units of any kind, also halves of characters. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

describe('unquoteJson', () => {
  it('gives the text that a string stands for, as JSON.parse does', () => {
    fc.assert(fc.property(anyText, (text) => assert.equal(unquoteJson(JSON.stringify(text)), text)));
    assert.equal(unquoteJson('"\\u0041\\/\\n"'), 'A/\n');
  });

  it('leaves out half an escape where a string is cut off', () => {
    assert.equal(unquoteJson('"a\\u00'), 'a');
    assert.equal(unquoteJson('"a\\'), 'a');
  });
});
