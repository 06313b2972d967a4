import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ParsedRecord } from '../../../../src/core/sse/parsedRecord.ts';
import { defaultStreamLimits } from '../../../../src/core/sse/streamLimits.ts';
import { StreamParser } from '../../../../src/core/sse/streamParser.ts';
import { bytesOf, chunksOf, parseBody, parseChunks } from '../../../support/sse/parsedBody.ts';

const mebibyte = 1024 * 1024;

function parserInto(records: ParsedRecord[], limits = defaultStreamLimits): StreamParser {
  return new StreamParser({ record: (record) => records.push(record), extend: () => undefined }, '', limits);
}

describe('a stream parser', () => {
  it('dispatches at a CR without waiting for the next byte', () => {
    const records: ParsedRecord[] = [];
    parserInto(records).push(bytesOf('data: a\r\r'));
    assert.deepEqual(
      records.map(({ kind }) => kind),
      ['event'],
    );
  });

  it('knows retry and the last event ID while the body goes on', () => {
    const parser = parserInto([]);
    parser.push(bytesOf('retry: 5\nid: 1\n\nid: 2\n'));
    assert.equal(parser.retryMs, 5);
    assert.equal(parser.lastEventId, '1');
  });

  it('takes a retry with more digits than any number has for the largest that is exact: captures could not hold it', () => {
    const parser = parserInto([]);
    parser.push(bytesOf(`retry: ${'9'.repeat(400)}\n`));
    assert.equal(parser.retryMs, Number.MAX_SAFE_INTEGER);
  });

  it('counts the bytes of data in UTF-8, with the line feeds between its lines', () => {
    const { records } = parseBody(bytesOf('data: ab\ndata: ü\n\n'));
    assert.deepEqual(
      records.map(({ size, dataStart }) => ({ size, dataStart })),
      [{ size: 5, dataStart: -1 }],
    );
  });

  it('says how long the block is that is not complete, also before its line ends', () => {
    const parser = parserInto([]);
    parser.push(bytesOf('data: a\n\ndata: b\ndata'));
    assert.equal(parser.pendingBytes, 'data: b\ndata'.length);
    parser.push(bytesOf(': c\n\n'));
    assert.equal(parser.pendingBytes, 0);
  });

  it('takes a line of 4 MB that comes in small chunks', () => {
    const data = 'x'.repeat(4_000_000);
    const { events, records } = parseChunks(chunksOf(bytesOf(`data: ${data}\n\n`), 100));
    assert.equal(events.length, 1);
    assert.equal(events[0]?.data === data, true);
    assert.equal(records[0]?.size, data.length);
  });

  it('takes a line of 100 kB byte by byte', () => {
    const data = 'ü'.repeat(50_000);
    const { events } = parseChunks(chunksOf(bytesOf(`data: ${data}\n\n`), 1));
    assert.equal(events[0]?.data === data, true);
  });

  it('takes a million data lines for one event', () => {
    const { records } = parseBody(bytesOf('data:\n'.repeat(1_000_000) + '\n'));
    assert.equal(records.length, 1);
    assert.equal(records[0]?.size, 999_999);
  });

  it('says that a block is longer than can be taken: a line without end, lines without an empty one', () => {
    for (const text of ['x'.repeat(1000), 'data: x\n'.repeat(125)]) {
      const parser = parserInto([], { ...defaultStreamLimits, maxBlockBytes: 10_000 });
      parser.push(bytesOf('data: '));
      for (let sent = 0; sent < 9000; sent += text.length) {
        parser.push(bytesOf(text));
        assert.equal(parser.overlongBlock, undefined);
      }
      parser.push(bytesOf(text));
      assert.equal(parser.overlongBlock, 10_006);
    }
  });

  it('takes 64 MiB of one block unless told otherwise', () => {
    assert.equal(defaultStreamLimits.maxBlockBytes, 64 * mebibyte);
    const parser = parserInto([]);
    const piece = bytesOf('x'.repeat(mebibyte));
    for (let sent = 0; sent < 64; sent += 1) {
      parser.push(piece);
    }
    assert.equal(parser.overlongBlock, undefined);
    parser.push(bytesOf('d'));
    assert.equal(parser.overlongBlock, 64 * mebibyte + 1);
  });
});
