import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { diagnosticCodes, diagnosticRules } from '../../../../src/core/sse/diagnostic.ts';
import type { Diagnostic, DiagnosticCode } from '../../../../src/core/sse/diagnostic.ts';
import { diagnosticsOfNote, isWarningNote, noteOfDiagnostics } from '../../../../src/core/sse/diagnosticNote.ts';
import { defaultStreamLimits, longIdBytes, longLineBytes } from '../../../../src/core/sse/streamLimits.ts';
import { bodyOf, bytesOf, parseBody } from '../../../support/sse/parsedBody.ts';
import type { ParseOptions } from '../../../support/sse/parsedBody.ts';

/** Everything found in a body: `code@offset`. */
function found(body: Uint8Array | string, options?: ParseOptions): string[] {
  const bytes = typeof body === 'string' ? bytesOf(body) : body;
  return parseBody(bytes, options).records.flatMap(({ diagnostics }) =>
    diagnostics.map(({ code, offset }) => `${code}@${offset}`),
  );
}

const calm = 'data: calm\n\n';

describe('a diagnostic', () => {
  const places: readonly (readonly [code: DiagnosticCode, body: Uint8Array | string, offset: number])[] = [
    ['unknown-field', 'data: a\nfoo: x\n\n', 8],
    ['invalid-retry', 'data: a\nretry: x\n\n', 8],
    ['retry-out-of-range', `${calm}retry: 99999999999\n`, 12],
    ['id-with-null', 'data: a\nid: \0\n\n', 8],
    ['id-not-sendable', 'data: a\nid: \u0001\n\n', 8],
    ['block-without-data', `${calm}event: x\n\n`, 12],
    ['unfinished-block', `${calm}data: x\n`, 12],
    ['mixed-line-ends', 'data: a\ndata: b\r\n\n', 8],
    ['cr-line-end', 'data: a\rdata: b\r\r', 0],
    ['two-json-values', 'data: {}\ndata: []\n\n', 9],
    ['foreign-line-break', 'data: ü\ndata: a\u2028b\n\n', 16],
    ['invalid-utf8', bodyOf('data: ü\ndata: a', 0xe4, 'b\n\n'), 16],
    ['replacement-character', 'data: ü\ndata: a\ufffdb\n\n', 16],
    ['empty-data', 'event: x\ndata:\n\n', 14],
  ];
  for (const [code, body, offset] of places) {
    it(`${code} tells of the place`, () => assert.deepEqual(found(body), [`${code}@${offset}`]));
  }

  it('misplaced-bom stands beside what the line is because of it', () => {
    assert.deepEqual(found(`${calm}\ufeffdata: a\n\n`), ['misplaced-bom@12', 'unknown-field@12']);
  });

  it('is told of the last line of a body, also where nothing ends it', () => {
    assert.deepEqual(found(bodyOf('data: ü', 0xe4, 'b')), ['invalid-utf8@8', 'unfinished-block@0']);
    assert.deepEqual(found(bodyOf(0xef, 0xbb, 0xbf, ': caf', 0xe9, ' au')), ['invalid-utf8@8', 'unfinished-block@0']);
    assert.deepEqual(found(bodyOf('data: a\ndata: \u2028b')), ['foreign-line-break@14', 'unfinished-block@0']);
    const long = 'data: ' + 'x'.repeat(longLineBytes);
    assert.deepEqual(found(long), ['long-line@0', 'unfinished-block@0']);
  });

  it('does not take a character that the end of the body cut through for bytes that are none', () => {
    for (const cut of [[0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xe0], [0xed], [0xf0], [0xf4]]) {
      assert.deepEqual(found(bodyOf('data: a', ...cut)), ['unfinished-block@0'], `cut after ${String(cut)}`);
    }
    for (const bad of [[0xff], [0xe2, 0x28], [0x80], [0xed, 0xa0], [0xf4, 0x90]]) {
      assert.deepEqual(found(bodyOf('data: a', ...bad)), ['invalid-utf8@7', 'unfinished-block@0'], String(bad));
    }
  });

  it('is told once a record, at the first place', () => {
    const body = bodyOf('data: ', 0xff, '\u2028\ndata: ', 0xff, '\u2028\n\n', 'data: ', 0xff, '\n\n');
    assert.deepEqual(found(body), ['foreign-line-break@7', 'invalid-utf8@6', 'invalid-utf8@29']);
  });

  it('of a comment or another line inside a block is told with that line, not with the block', () => {
    const { records } = parseBody(bodyOf('data: a\n: caf', 0xe9, '\nretry: 5\u2028\n\n'));
    assert.deepEqual(
      records.map(({ kind, diagnostics }) => [kind, ...diagnostics.map(({ code }) => code)]),
      [['comment', 'invalid-utf8'], ['invalid', 'invalid-retry', 'foreign-line-break'], ['event']],
    );
  });

  it('of a field of a block is told with the block, not with a line inside it', () => {
    const { records } = parseBody(bytesOf('data: a\u2028\n: ping\nfoo: x\n\n'));
    assert.deepEqual(
      records.map(({ kind, diagnostics }) => [kind, ...diagnostics.map(({ code }) => code)]),
      [['comment'], ['invalid', 'unknown-field'], ['event', 'foreign-line-break']],
    );
  });

  it('of a stream that says all as it should is none', () => {
    for (const lineEnd of ['\n', '\r\n']) {
      const lines = [
        'retry: 3000',
        '',
        ': ping',
        '',
        'id: é1',
        'event: x',
        'data: {"a": "ü…😀"}',
        '',
        'data: a',
        'data: b',
        '',
        '',
      ];
      assert.deepEqual(found(lines.join(lineEnd)), []);
      assert.deepEqual(found('\ufeff' + lines.join(lineEnd)), []);
    }
  });

  it('is a warning where a browser ignores or alters something, and information where only others stumble', () => {
    const infos = diagnosticCodes.filter((code) => diagnosticRules[code].severity === 'info');
    assert.deepEqual(infos, [
      'block-without-data',
      'mixed-line-ends',
      'cr-line-end',
      'foreign-line-break',
      'replacement-character',
      'long-line',
      'large-event',
      'empty-data',
    ]);
  });
});

describe('line ends', () => {
  it('that differ are told of once a body, at the first line that differs', () => {
    assert.deepEqual(found('data: a\r\n\r\ndata: b\n\ndata: c\r\n\n'), ['mixed-line-ends@11']);
    assert.deepEqual(found('data: a\n\ndata: b\r\n\r\ndata: c\n\r\n'), ['mixed-line-ends@9']);
  });

  it('that differ only in whether LF follows CR are told of with the line after, where that is known', () => {
    assert.deepEqual(found('data: a\r\n\r\ndata: b\r\rdata: c\r\r'), ['mixed-line-ends@11', 'cr-line-end@11']);
    assert.deepEqual(found('data: a\r\rdata: b\r\n\r\n'), ['cr-line-end@0', 'mixed-line-ends@9']);
  });

  it('that are CR alone are told of once a body', () => {
    assert.deepEqual(found('data: a\r\rdata: b\r\rdata: c\r\r'), ['cr-line-end@0']);
  });

  it('that differ at an empty line are told of with the next record', () => {
    assert.deepEqual(found(': a\r\n\ndata: b\n\n'), ['mixed-line-ends@5']);
  });
});

describe('data of several JSON values', () => {
  const text = (...lines: readonly string[]) => `${lines.map((line) => `data: ${line}\n`).join('')}\n`;

  it('is told of objects and arrays, two or more, also over several lines each', () => {
    assert.deepEqual(found(text('{"a":1}', '{"b":2}', '{"c":3}')), ['two-json-values@28']);
    assert.deepEqual(found(text('[1]', '{"b":2}')), ['two-json-values@10']);
    assert.deepEqual(found(text('{', '  "a": 1', '}', '{', '  "b": 2', '}')), ['two-json-values@31']);
  });

  it('is told of several on one line, with the place of the second', () => {
    assert.deepEqual(found(text('{"a":1}{"b":2}')), ['two-json-values@13']);
    assert.deepEqual(found(text('{"ü":"}{"} {"b":[{}]} {"c":3}')), ['two-json-values@18']);
    assert.deepEqual(found(text('{"a":{}}{"b":"\\"{"}')), ['two-json-values@14']);
  });

  it('is not told of one value on a line, whatever its strings hold', () => {
    for (const line of ['{"a":"}{"}', '["][","} {"]', '{"a":"{{x}}{{y}}\\""}', '{a}{b}', '{"a":1}{b}', '}{']) {
      assert.deepEqual(found(text(line)), [], line);
    }
  });

  it('is not told of one value, whatever its lines', () => {
    for (const lines of [
      ['{', '"a": [', '{', '}', ',', '{', '}', ']', '}'],
      ['[', '[1],', '[2]', ']'],
      ['[', '{"a":1},', '{"b":2}', ']'],
    ]) {
      assert.deepEqual(found(text(...lines)), []);
    }
  });

  it('is not told of what only looks like JSON', () => {
    for (const lines of [
      ['{a}', '{b}'],
      ['[x]', '[y]'],
      ['{"a":1}', '{"b":'],
      ['1', '2'],
      ['{"a":1}', 'text'],
    ]) {
      assert.deepEqual(found(text(...lines)), []);
    }
  });

  it('is not looked for in data of more than 64 KiB', () => {
    const value = JSON.stringify({ a: 'x'.repeat(40_000) });
    assert.deepEqual(found(text(value, value)), []);
  });
});

describe('what is large', () => {
  it('is a line of more than 64 KiB, of any kind', () => {
    const rest = (name: string, length: number) => name + 'x'.repeat(length - name.length);
    assert.deepEqual(found(`${rest('data: ', longLineBytes)}\n\n`), []);
    assert.deepEqual(found(`${calm}${rest('data: ', longLineBytes + 1)}\n\n`), ['long-line@12']);
    assert.deepEqual(found(`${rest(': ', longLineBytes + 1)}\r\n`), ['long-line@0']);
  });

  it('is an ID of more than 8 KiB', () => {
    assert.deepEqual(found(`data: a\nid: ${'x'.repeat(longIdBytes)}\n\n`), []);
    assert.deepEqual(found(`data: a\nid: ${'x'.repeat(longIdBytes + 1)}\n\n`), ['long-id@8']);
    assert.deepEqual(found(`data: a\nid: ${'ü'.repeat(longIdBytes / 2 + 1)}\n\n`), ['long-id@8']);
  });

  it('is an event of more bytes than set, 1 MiB where nothing is set', () => {
    const lines = (bytes: number) => 'data: 3456789\n'.repeat((bytes - 1) / 14 - 1) + 'data: 3456789\n\n';
    const limits = { ...defaultStreamLimits, largeEventBytes: 1000 };
    assert.deepEqual(found(lines(14 * 71 + 1), { limits }), []);
    assert.deepEqual(found(calm + lines(14 * 72 + 1), { limits }), ['large-event@12']);
    assert.equal(defaultStreamLimits.largeEventBytes, 1024 * 1024);
    assert.deepEqual(found(lines(14 * 74_899 + 1)), ['large-event@0']);
  });
});

describe('the note of a record', () => {
  const diagnostics: readonly Diagnostic[] = [
    { code: 'mixed-line-ends', offset: 90 },
    { code: 'unknown-field', offset: 100 },
    { code: 'invalid-utf8', offset: 117 },
  ];

  it('keeps diagnostics with their places, counted from the record', () => {
    const note = noteOfDiagnostics(diagnostics, 100);
    assert.equal(note, 'mixed-line-ends@-10,unknown-field,invalid-utf8@17');
    assert.deepEqual(diagnosticsOfNote(note, 100), diagnostics);
  });

  it('is none where nothing was found', () => {
    assert.equal(noteOfDiagnostics([], 100), null);
    assert.deepEqual(diagnosticsOfNote('', 100), []);
  });

  it('is read without the codes that this version does not know', () => {
    assert.deepEqual(diagnosticsOfNote('of-tomorrow@5,unknown-field', 7), [{ code: 'unknown-field', offset: 7 }]);
  });

  it('warns by its codes', () => {
    assert.equal(isWarningNote('empty-data@6,foreign-line-break'), false);
    assert.equal(isWarningNote('empty-data@6,invalid-utf8@7'), true);
  });
});
