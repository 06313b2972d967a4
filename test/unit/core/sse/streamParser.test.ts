import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ParsedRecord } from '../../../../src/core/sse/parsedRecord.ts';
import { StreamParser } from '../../../../src/core/sse/streamParser.ts';

interface Parsed {
  readonly records: readonly ParsedRecord[];
  readonly lastEventId: string;
  readonly retryMs: number | undefined;
}

function parse(chunks: readonly Uint8Array[], lastEventId = ''): Parsed {
  const records: ParsedRecord[] = [];
  const parser = new StreamParser(
    {
      record: (record) => records.push({ ...record }),
      extend: (bytes) => {
        const last = records.at(-1);
        assert.ok(last, 'extend is not called before the first record');
        last.end += bytes;
        if (last.kind !== 'event' && last.kind !== 'comment') {
          Object.assign(last, { size: last.end - last.start });
        }
      },
    },
    lastEventId,
  );
  for (const chunk of chunks) {
    parser.push(chunk);
  }
  return { records, ...parser.end() };
}

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    chunks.push(bytes.slice(start, start + size));
  }
  return chunks;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** What a record says, short enough to compare: kind, type, data and own ID. */
function story(body: string | Uint8Array, lastEventId = '') {
  const bytes = typeof body === 'string' ? bytesOf(body) : body;
  const { records } = parse([bytes], lastEventId);
  return records.map(({ kind, type, dataStart, dataEnd, ownId, diagnostics }) => ({
    kind,
    ...(type === '' ? {} : { type }),
    ...(dataStart === -1 ? {} : { data: textOf(bytes.subarray(dataStart, dataEnd)) }),
    ...(ownId === undefined ? {} : { id: ownId }),
    ...(diagnostics.length === 0 ? {} : { diagnostics }),
  }));
}

describe('a stream parser', () => {
  it('dispatches an event at an empty line, with type message where none is named', () => {
    assert.deepEqual(story('data: a\n\n'), [{ kind: 'event', type: 'message', data: 'a' }]);
  });

  it('takes LF, CRLF and CR as line ends', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      assert.deepEqual(story(`event: x${end}data: a${end}${end}`), [{ kind: 'event', type: 'x', data: 'a' }]);
    }
  });

  it('takes U+2028, U+0085, VT and FF as text', () => {
    const data = 'a\u2028b\u0085c\u000bd\u000ce';
    assert.deepEqual(story(`data: ${data}\n\n`), [{ kind: 'event', type: 'message', data }]);
  });

  it('dispatches an event whose data is empty', () => {
    assert.deepEqual(story('data\n\n'), [{ kind: 'event', type: 'message', data: '' }]);
  });

  it('removes at most one space after the colon', () => {
    assert.deepEqual(story('data:  a\n\ndata:b\n\n'), [
      { kind: 'event', type: 'message', data: ' a' },
      { kind: 'event', type: 'message', data: 'b' },
    ]);
  });

  it('counts the line feeds between several data lines as data', () => {
    const { records } = parse([bytesOf('data: ab\ndata: ü\n\n')]);
    assert.equal(records.length, 1);
    assert.equal(records[0]?.size, 5);
    assert.equal(records[0].dataStart, -1);
  });

  it('strips exactly one BOM', () => {
    assert.deepEqual(story('\ufeffdata: a\n\n'), [{ kind: 'event', type: 'message', data: 'a' }]);
    assert.deepEqual(story('\ufeff\ufeffdata: a\n\n'), [{ kind: 'invalid', diagnostics: ['unknown-field'] }]);
  });

  it('does not take the text form of a BOM for one', () => {
    assert.deepEqual(story('\u00ef\u00bb\u00bfdata: a\n\n')[0]?.kind, 'invalid');
  });

  it('makes a record of each comment, also inside a block', () => {
    assert.deepEqual(
      story(': ping\n\ndata: a\n:pong\ndata: b\n\n').map(({ kind }) => kind),
      ['comment', 'comment', 'event'],
    );
  });

  it('takes retry as soon as the line is read, without a dispatch', () => {
    const { records, retryMs } = parse([bytesOf('retry: 1500\n')]);
    assert.deepEqual(
      records.map(({ kind }) => kind),
      ['retry'],
    );
    assert.equal(retryMs, 1500);
  });

  it('ignores a retry that is not made of ASCII digits', () => {
    for (const value of ['', '1.5', '-1', '1e3', '１', ' 5']) {
      const { records, retryMs } = parse([bytesOf(`retry: ${value}\n\n`)]);
      assert.deepEqual(records[0]?.diagnostics, ['invalid-retry'], value);
      assert.equal(retryMs, undefined);
    }
  });

  it('marks a retry that no timer can wait for', () => {
    assert.deepEqual(parse([bytesOf('retry: 99999999999\n')]).records[0]?.diagnostics, ['retry-out-of-range']);
  });

  it('sets the last event ID at the end of a block, also of one without data', () => {
    const { records, lastEventId } = parse([bytesOf('id: 7\n\n')]);
    assert.equal(records[0]?.kind, 'id');
    assert.equal(lastEventId, '7');
  });

  it('drops the ID of an unfinished block', () => {
    const { records, lastEventId } = parse([bytesOf('id: 1\ndata: a\n\nid: 2\ndata: b\n')]);
    assert.equal(lastEventId, '1');
    assert.deepEqual(records.at(-1)?.diagnostics, ['unfinished-block']);
  });

  it('resets the last event ID by an empty id', () => {
    assert.equal(parse([bytesOf('id: 1\ndata: a\n\nid\ndata: b\n\n')]).lastEventId, '');
  });

  it('ignores an id with U+0000 and says so', () => {
    const { records, lastEventId } = parse([bytesOf('id: 1\0\ndata: a\n\n')], 'before');
    assert.deepEqual(records[0]?.diagnostics, ['id-with-null']);
    assert.equal(records[1]?.ownId, undefined);
    assert.equal(lastEventId, 'before');
  });

  it('carries the ID known from before until the stream sets one (WPT format-field-id-2)', () => {
    assert.equal(parse([bytesOf('data: a\n\n')], '5').lastEventId, '5');
  });

  it('makes a dropped record of a block with a type but without data', () => {
    assert.deepEqual(story('event: x\n\ndata: a\n\n'), [
      { kind: 'dropped', diagnostics: ['block-without-data'] },
      { kind: 'event', type: 'message', data: 'a' },
    ]);
  });

  it('compares field names literally', () => {
    assert.deepEqual(
      story('Data: a\n data: b\ndatas: c\n\n').map(({ kind }) => kind),
      ['invalid', 'invalid', 'invalid'],
    );
  });

  it('takes a field without a colon as one with an empty value', () => {
    assert.deepEqual(story('event: x\nevent\ndata: a\n\n'), [{ kind: 'event', type: 'message', data: 'a' }]);
  });

  it('dispatches at a CR without waiting for the next byte', () => {
    const records: ParsedRecord[] = [];
    const parser = new StreamParser({ record: (record) => records.push(record), extend: () => undefined }, '');
    parser.push(bytesOf('data: a\r\r'));
    assert.equal(records.length, 1);
  });
});

/** Bodies that are dense in everything that can go wrong at a boundary. */
const piece = fc.constantFrom(
  'data',
  'data: ',
  'data:x',
  'event: e',
  'id: 1',
  'id',
  'id: \0',
  'retry: 10',
  'retry: x',
  ': c',
  ':',
  'foo: bar',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  'ü',
  '\u{1f600}',
  '\u2028',
  '\ufeff',
  ' ',
);
const invalidBytes = fc.constantFrom([0xff], [0xe2, 0x82], [0xf0, 0x9f], [0xef, 0xbb, 0xbf]);
const body = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: piece.map((text) => [...bytesOf(text)]) },
      { weight: 1, arbitrary: invalidBytes },
    ),
    {
      maxLength: 60,
    },
  )
  .map((pieces) => Uint8Array.from(pieces.flat()));

describe('the records of a body', () => {
  it('are the same however the body is cut into chunks', () => {
    fc.assert(
      fc.property(body, (bytes) => {
        const whole = parse([bytes]);
        for (const size of [1, 2, 3, 7]) {
          assert.deepEqual(parse(cut(bytes, size)), whole, `chunks of ${size}`);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('cover every byte: those outside of other records follow one another without a gap', () => {
    fc.assert(
      fc.property(body, (bytes) => {
        // A line record inside a block comes before the block's own record and lies within its range.
        const { records } = parse([bytes]);
        const outer = records.filter(
          (record, index) => !records.slice(index + 1).some(({ start }) => start < record.start),
        );
        let offset = 0;
        for (const { start, end } of outer) {
          assert.equal(start, offset);
          offset = end;
        }
        assert.equal(offset, bytes.length);
      }),
      { numRuns: 500 },
    );
  });
});
