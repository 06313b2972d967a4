import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DiagnosticCode } from '../../../../src/core/sse/diagnostic.ts';
import type { ParsedRecord } from '../../../../src/core/sse/parsedRecord.ts';
import { assertTiles, bodyOf, chunksOf, parseChunks } from '../../../support/sse/parsedBody.ts';
import { referenceParse } from '../../../support/sse/referenceParser.ts';

/** Kind, raw bytes as Latin-1 (so that each byte is one character), codes. */
type ExpectedRecord = readonly [kind: ParsedRecord['kind'], raw: string, ...codes: DiagnosticCode[]];

interface Fixture {
  readonly rule: string;
  /** Texts and single bytes. */
  readonly body: readonly (string | number)[];
  /** Last event ID known from before. */
  readonly knownId?: string;
  /** Type, data and last event ID of each event. */
  readonly events: readonly (readonly [type: string, data: string, lastEventId: string])[];
  readonly records: readonly ExpectedRecord[];
  readonly lastEventId?: string;
  readonly retryMs?: number;
}

const bom = [0xef, 0xbb, 0xbf];

const rules: Readonly<Record<string, readonly Fixture[]>> = {
  'rule 1, decoding (HTML 9.2.5)': [
    {
      rule: 'strips one BOM, whose bytes belong to the first record',
      body: [...bom, 'data: a\n\n'],
      events: [['message', 'a', '']],
      records: [['event', '\xef\xbb\xbfdata: a\n\n']],
    },
    {
      rule: 'strips no second BOM: it is part of the field name',
      body: [...bom, ...bom, 'data: a\n\n'],
      events: [],
      records: [['invalid', '\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n', 'misplaced-bom', 'unknown-field']],
    },
    {
      rule: 'strips no BOM later in the body',
      body: ['data: a\n\n', ...bom, 'data: b\n\n'],
      events: [['message', 'a', '']],
      records: [
        ['event', 'data: a\n\n'],
        ['invalid', '\xef\xbb\xbfdata: b\n\n', 'misplaced-bom', 'unknown-field'],
      ],
    },
    {
      rule: 'does not take the text form of a BOM for one',
      body: ['\u00ef\u00bb\u00bfdata: a\n\n'],
      events: [],
      records: [['invalid', '\xc3\xaf\xc2\xbb\xc2\xbfdata: a\n\n', 'unknown-field']],
    },
    {
      rule: 'takes the beginning of a BOM for text',
      body: [0xef, 0xbb, '\ndata: a\n\n'],
      events: [['message', 'a', '']],
      records: [
        ['invalid', '\xef\xbb\n', 'unknown-field', 'invalid-utf8'],
        ['event', 'data: a\n\n'],
      ],
    },
    {
      rule: 'takes a BOM and an empty line for no record of their own',
      body: [...bom, '\ndata: a\n\n'],
      events: [['message', 'a', '']],
      records: [['event', '\xef\xbb\xbf\ndata: a\n\n']],
    },
    {
      rule: 'decodes UTF-8 of every length',
      body: ['data: aü€\u{1f600}\n\n'],
      events: [['message', 'aü€\u{1f600}', '']],
      records: [['event', 'data: a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80\n\n']],
    },
    {
      rule: 'puts U+FFFD for each maximal part of an ill-formed sequence',
      body: ['data: ', 0xff, 'a', 0xe2, 0x82, 'b', 0xf0, 0x9f, 0x98, 'c', 0xc0, 0x80, '\n\n'],
      events: [['message', '\ufffda\ufffdb\ufffdc\ufffd\ufffd', '']],
      records: [['event', 'data: \xffa\xe2\x82b\xf0\x9f\x98c\xc0\x80\n\n', 'invalid-utf8']],
    },
    {
      rule: 'lets no ill-formed sequence swallow a line end',
      body: ['data: a', 0xe2, 0x82, '\n', 'data: b', 0xf0, '\r\n\r\n'],
      events: [['message', 'a\ufffd\nb\ufffd', '']],
      records: [['event', 'data: a\xe2\x82\ndata: b\xf0\r\n\r\n', 'invalid-utf8', 'mixed-line-ends']],
    },
    {
      rule: 'takes U+FFFD that was sent for text',
      body: ['data: \ufffd\n\n'],
      events: [['message', '\ufffd', '']],
      records: [['event', 'data: \xef\xbf\xbd\n\n', 'replacement-character']],
    },
  ],
  'rule 2, line ends (HTML 9.2.5)': [
    {
      rule: 'ends a line with LF',
      body: ['event: x\ndata: a\n\n'],
      events: [['x', 'a', '']],
      records: [['event', 'event: x\ndata: a\n\n']],
    },
    {
      rule: 'ends a line with CRLF, which is one end, also where a chunk ends between (eventsource-parser#17)',
      body: ['event: x\r\ndata: a\r\ndata: b\r\n\r\n'],
      events: [['x', 'a\nb', '']],
      records: [['event', 'event: x\r\ndata: a\r\ndata: b\r\n\r\n']],
    },
    {
      rule: 'ends a line with CR alone',
      body: ['event: x\rdata: a\r\rdata: b\r\r'],
      events: [
        ['x', 'a', ''],
        ['message', 'b', ''],
      ],
      records: [
        ['event', 'event: x\rdata: a\r\r', 'cr-line-end'],
        ['event', 'data: b\r\r'],
      ],
    },
    {
      rule: 'takes line ends in any mixture (eventsource#326)',
      body: ['data: a\n\ndata: b\r\n\ndata: c\r\r\ndata: d\n\r\n'],
      events: ['a', 'b', 'c', 'd'].map((data) => ['message', data, '']),
      records: [
        ['event', 'data: a\n\n'],
        ['event', 'data: b\r\n\n', 'mixed-line-ends'],
        ['event', 'data: c\r\r\n', 'cr-line-end'],
        ['event', 'data: d\n\r\n'],
      ],
    },
    {
      rule: 'takes LF and then CR for two ends',
      body: ['data: a\n\rdata: b\n\r'],
      events: [
        ['message', 'a', ''],
        ['message', 'b', ''],
      ],
      records: [
        ['event', 'data: a\n\r', 'mixed-line-ends'],
        ['event', 'data: b\n\r', 'cr-line-end'],
      ],
    },
    {
      rule: 'ends comments and ignored lines alike with CR and CRLF',
      body: [':a\r:b\r\nfoo\rbar: x\r\n\r\rdata: a\r\r'],
      events: [['message', 'a', '']],
      records: [
        ['comment', ':a\r'],
        ['comment', ':b\r\n', 'cr-line-end'],
        ['invalid', 'foo\r', 'unknown-field', 'mixed-line-ends'],
        ['invalid', 'bar: x\r\n\r\r', 'unknown-field'],
        ['event', 'data: a\r\r'],
      ],
    },
    {
      rule: 'does not end a line with U+2028, U+2029, U+0085, VT or FF (httpx-sse#34)',
      body: ['data: a\u2028b\u2029c\u0085d\ve\ff\n\n'],
      events: [['message', 'a\u2028b\u2029c\u0085d\ve\ff', '']],
      records: [['event', 'data: a\xe2\x80\xa8b\xe2\x80\xa9c\xc2\x85d\x0be\x0cf\n\n', 'foreign-line-break']],
    },
  ],
  'rule 3, fields (HTML 9.2.6)': [
    {
      rule: 'removes at most one space after the colon',
      body: ['data:  a\ndata:b\ndata:\tc\ndata: \n\n'],
      events: [['message', ' a\nb\n\tc\n', '']],
      records: [['event', 'data:  a\ndata:b\ndata:\tc\ndata: \n\n']],
    },
    {
      rule: 'gives a field without a colon an empty value: event is message again, id is reset, data is a line',
      body: ['event: x\nevent\nid: 1\nid\ndata\ndata\n\n'],
      knownId: 'before',
      events: [['message', '\n', '']],
      records: [['event', 'event: x\nevent\nid: 1\nid\ndata\ndata\n\n']],
      lastEventId: '',
    },
    {
      rule: 'keeps colons of the value',
      body: ['data: a: b:c\n\n'],
      events: [['message', 'a: b:c', '']],
      records: [['event', 'data: a: b:c\n\n']],
    },
    {
      rule: 'compares names literally: no other case, no space around them',
      body: ['Data: a\n data: b\ndata : c\nEVENT: x\n\n'],
      events: [],
      records: [
        ['invalid', 'Data: a\n', 'unknown-field'],
        ['invalid', ' data: b\n', 'unknown-field'],
        ['invalid', 'data : c\n', 'unknown-field'],
        ['invalid', 'EVENT: x\n\n', 'unknown-field'],
      ],
    },
    {
      rule: 'does not take names that begin or end like a field for it',
      body: ['eventually: x\nidentity: 1\ndatas: a\nretrying: 5\nmydata: b\ndat: c\n\n'],
      events: [],
      records: [
        ['invalid', 'eventually: x\n', 'unknown-field'],
        ['invalid', 'identity: 1\n', 'unknown-field'],
        ['invalid', 'datas: a\n', 'unknown-field'],
        ['invalid', 'retrying: 5\n', 'unknown-field'],
        ['invalid', 'mydata: b\n', 'unknown-field'],
        ['invalid', 'dat: c\n\n', 'unknown-field'],
      ],
    },
    {
      rule: 'goes on with a block around a line that it ignores',
      body: ['data: before\nerror: x\ndata: after\n\n'],
      events: [['message', 'before\nafter', '']],
      records: [
        ['invalid', 'error: x\n', 'unknown-field'],
        ['event', 'data: before\nerror: x\ndata: after\n\n'],
      ],
    },
    {
      rule: 'takes the last event type and the last ID of a block',
      body: ['event: a\nid: 1\nevent: b\nid: 2\ndata: x\n\n'],
      events: [['b', 'x', '2']],
      records: [['event', 'event: a\nid: 1\nevent: b\nid: 2\ndata: x\n\n']],
      lastEventId: '2',
    },
    {
      rule: 'dispatches an event of type error as any other (sourcegraph#15620)',
      body: ['event: error\ndata: x\n\n'],
      events: [['error', 'x', '']],
      records: [['event', 'event: error\ndata: x\n\n']],
    },
  ],
  'rule 4, comments (HTML 9.2.6)': [
    {
      rule: 'ignores a line that begins with a colon, also within a block',
      body: [': ping\n\ndata: a\n:\n:data: x\ndata: b\n\n'],
      events: [['message', 'a\nb', '']],
      records: [
        ['comment', ': ping\n\n'],
        ['comment', ':\n'],
        ['comment', ':data: x\n'],
        ['event', 'data: a\n:\n:data: x\ndata: b\n\n'],
      ],
    },
  ],
  'rule 5, dispatch (HTML 9.2.6)': [
    {
      rule: 'dispatches empty data, with or without a colon (vscode#309104)',
      body: ['data\n\nid: 1\ndata:\n\nevent: e\ndata: \n\n'],
      events: [
        ['message', '', ''],
        ['message', '', '1'],
        ['e', '', '1'],
      ],
      records: [
        ['event', 'data\n\n', 'empty-data'],
        ['event', 'id: 1\ndata:\n\n', 'empty-data'],
        ['event', 'event: e\ndata: \n\n', 'empty-data'],
      ],
      lastEventId: '1',
    },
    {
      rule: 'dispatches nothing without data, and forgets the type',
      body: ['event: x\n\ndata: a\n\n'],
      events: [['message', 'a', '']],
      records: [
        ['dropped', 'event: x\n\n', 'block-without-data'],
        ['event', 'data: a\n\n'],
      ],
    },
    {
      rule: 'keeps the ID of a block without data',
      body: ['id: 7\n\ndata: a\n\nevent: x\nid: 8\n\ndata: b\n\n'],
      events: [
        ['message', 'a', '7'],
        ['message', 'b', '8'],
      ],
      records: [
        ['id', 'id: 7\n\n'],
        ['event', 'data: a\n\n'],
        ['dropped', 'event: x\nid: 8\n\n', 'block-without-data'],
        ['event', 'data: b\n\n'],
      ],
      lastEventId: '8',
    },
    {
      rule: 'dispatches nothing for empty lines, which belong to the record before',
      body: ['\n\r\n\rdata: a\n\n\n\r\n\r'],
      events: [['message', 'a', '']],
      records: [['event', '\n\r\n\rdata: a\n\n\n\r\n\r', 'mixed-line-ends', 'cr-line-end']],
    },
    {
      rule: 'joins data lines with LF: two JSON values without an empty line between are one event (anthropic#1162)',
      body: ['data: {"a":1}\ndata: {"b":2}\n\n'],
      events: [['message', '{"a":1}\n{"b":2}', '']],
      records: [['event', 'data: {"a":1}\ndata: {"b":2}\n\n', 'two-json-values']],
    },
  ],
  'rule 6, id (HTML 9.2.6, 9.2.4)': [
    {
      rule: 'applies an ID to all later events (eventsource#358)',
      body: ['id: 1\ndata: a\n\ndata: b\n\n'],
      events: [
        ['message', 'a', '1'],
        ['message', 'b', '1'],
      ],
      records: [
        ['event', 'id: 1\ndata: a\n\n'],
        ['event', 'data: b\n\n'],
      ],
      lastEventId: '1',
    },
    {
      rule: 'resets the ID by an empty one',
      body: ['id: 1\ndata: a\n\nid:\ndata: b\n\n'],
      events: [
        ['message', 'a', '1'],
        ['message', 'b', ''],
      ],
      records: [
        ['event', 'id: 1\ndata: a\n\n'],
        ['event', 'id:\ndata: b\n\n'],
      ],
      lastEventId: '',
    },
    {
      rule: 'ignores an ID with U+0000, and keeps the one before (eventsource-parser#34)',
      body: ['id: a\0b\ndata: x\n\nid: 1\nid: \0\ndata: y\n\n'],
      knownId: 'before',
      events: [
        ['message', 'x', 'before'],
        ['message', 'y', '1'],
      ],
      records: [
        ['invalid', 'id: a\0b\n', 'id-with-null'],
        ['event', 'data: x\n\n'],
        ['invalid', 'id: \0\n', 'id-with-null'],
        ['event', 'id: 1\nid: \0\ndata: y\n\n'],
      ],
      lastEventId: '1',
    },
    {
      rule: 'applies an ID that no header can carry (undici#5746), and takes one beyond Latin-1 for good',
      body: ['id: a\u0001b\ndata: x\n\nid: …\ndata: y\n\n'],
      events: [
        ['message', 'x', 'a\u0001b'],
        ['message', 'y', '…'],
      ],
      records: [
        ['event', 'id: a\x01b\ndata: x\n\n', 'id-not-sendable'],
        ['event', 'id: \xe2\x80\xa6\ndata: y\n\n'],
      ],
      lastEventId: '…',
    },
    {
      rule: 'begins with the ID known from before (WPT format-field-id-2)',
      body: ['data: a\n\n'],
      knownId: '5',
      events: [['message', 'a', '5']],
      records: [['event', 'data: a\n\n']],
      lastEventId: '5',
    },
  ],
  'rule 7, the end of a body (HTML 9.2.6)': [
    {
      rule: 'drops an unfinished block, with its ID',
      body: ['id: 1\ndata: a\n\nid: 2\ndata: b\n'],
      events: [['message', 'a', '1']],
      records: [
        ['event', 'id: 1\ndata: a\n\n'],
        ['dropped', 'id: 2\ndata: b\n', 'unfinished-block'],
      ],
      lastEventId: '1',
    },
    {
      rule: 'drops an unfinished line, also a retry or a comment',
      body: ['data: a\n\nretry: 10'],
      events: [['message', 'a', '']],
      records: [
        ['event', 'data: a\n\n'],
        ['dropped', 'retry: 10', 'unfinished-block'],
      ],
    },
    {
      rule: 'drops a block that ends in the middle of a character',
      body: ['data: a', 0xe2, 0x82],
      events: [],
      records: [['dropped', 'data: a\xe2\x82', 'unfinished-block']],
    },
    {
      rule: 'takes a CR at the end for the empty line that it is',
      body: ['data: a\r\n\r'],
      events: [['message', 'a', '']],
      records: [['event', 'data: a\r\n\r']],
    },
    { rule: 'makes nothing of an empty body', body: [], events: [], records: [] },
    {
      rule: 'makes a record of a body of empty lines, so that every byte has one',
      body: ['\n\n'],
      events: [],
      records: [['dropped', '\n\n']],
    },
  ],
  'rule 8, retry (HTML 9.2.6)': [
    {
      rule: 'takes retry as soon as its line is read, without a dispatch',
      body: ['retry: 1500\n'],
      events: [],
      records: [['retry', 'retry: 1500\n']],
      retryMs: 1500,
    },
    {
      rule: 'reads ASCII digits in base ten, zeros before them too',
      body: ['retry:0010\ndata: a\n\n'],
      events: [['message', 'a', '']],
      records: [
        ['retry', 'retry:0010\n'],
        ['event', 'data: a\n\n'],
      ],
      retryMs: 10,
    },
    {
      rule: 'takes a retry that stands in an unfinished block',
      body: ['data: a\nretry: 7\n'],
      events: [],
      records: [
        ['retry', 'retry: 7\n'],
        ['dropped', 'data: a\nretry: 7\n', 'unfinished-block'],
      ],
      retryMs: 7,
    },
    {
      rule: 'marks a retry that no timer can wait for (azure-sdk-for-js#39976)',
      body: ['retry: 2147483647\nretry: 2147483648\n\n'],
      events: [],
      records: [
        ['retry', 'retry: 2147483647\n'],
        ['retry', 'retry: 2147483648\n\n', 'retry-out-of-range'],
      ],
      retryMs: 2_147_483_648,
    },
    ...['', '1.5', '-1', '+1', '1e3', '0x10', ' 5', '5 ', '1000 ms', '3s', 'abc', '１', '\u0661', '5\0'].map(
      (value): Fixture => ({
        rule: `ignores a retry of ${JSON.stringify(value)}`,
        body: ['retry: 20\nretry: ', value, '\n\n'],
        events: [],
        records: [
          ['retry', 'retry: 20\n'],
          ['invalid', Buffer.from(`retry: ${value}\n\n`).toString('latin1'), 'invalid-retry'],
        ],
        retryMs: 20,
      }),
    ),
  ],
};

describe('a parser, at every size of chunks', () => {
  for (const [clause, fixtures] of Object.entries(rules)) {
    describe(clause, () => {
      for (const fixture of fixtures) {
        it(fixture.rule, () => assertFixture(fixture));
      }
    });
  }
});

function assertFixture({ body: parts, knownId = '', events, records, lastEventId = knownId, retryMs }: Fixture): void {
  const body = bodyOf(...parts);
  const expectedEvents = events.map(([type, data, id]) => ({ type, data, lastEventId: id }));
  for (let size = 1; size <= Math.max(1, body.length); size += 1) {
    const parsed = parseChunks(chunksOf(body, size), { lastEventId: knownId });
    const where = `chunks of ${size}`;
    assert.deepEqual(parsed.events, expectedEvents, where);
    assert.deepEqual(
      parsed.records.map((record) => asExpected(body, record)),
      records,
      where,
    );
    assert.equal(parsed.lastEventId, lastEventId, where);
    assert.equal(parsed.retryMs, retryMs, where);
    assertTiles(parsed.records, body.length);
  }
  assert.deepEqual(referenceParse(body, knownId), { events: expectedEvents, lastEventId, retryMs }, 'the reference');
}

function asExpected(body: Uint8Array, { kind, start, end, diagnostics }: ParsedRecord): ExpectedRecord {
  return [kind, Buffer.from(body.subarray(start, end)).toString('latin1'), ...diagnostics.map(({ code }) => code)];
}
