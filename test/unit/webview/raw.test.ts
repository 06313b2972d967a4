import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { hexDump } from '../../../src/core/export/hexDump.ts';
import type { RecordDetail } from '../../../src/core/record/record.ts';
import { RawBytes } from '../../../webview/detail/rawBytes.ts';
import { rawPieces, type RawPiece } from '../../../webview/detail/rawLine.ts';
import { RawRows } from '../../../webview/detail/rawRows.ts';
import { RawSource } from '../../../webview/detail/rawSource.ts';
import { until } from '../../support/until.ts';

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A record of these many bytes, of which none have come with it. */
function recordOf(rawLength: number, raw = new Uint8Array()): RecordDetail {
  return {
    row: {
      seq: 1,
      kind: 'event',
      time: 0,
      gap: null,
      type: 'message',
      id: '',
      ownId: false,
      size: 0,
      preview: '',
      diagnostics: [],
      connection: null,
    },
    wallTime: 0,
    attempt: 1,
    fields: [],
    data: '',
    dataLength: 0,
    raw,
    rawLength,
    rawOffset: 0,
    diagnostics: [],
  };
}

/** Bytes that came in chunks with these ends, a millisecond apart. */
function rawOf(bytes: Uint8Array, ends: readonly number[] = [bytes.length], begin = 0): RawBytes {
  const raw = new RawBytes(recordOf(bytes.length));
  raw.add({ bytes, chunks: { begin, ends: Float64Array.from(ends.flatMap((end, at) => [end, at])) } });
  return raw;
}

/** All rows of bytes, cut in steps of a length. */
function cut(raw: RawBytes, columns: number, step = 1000): RawRows {
  const rows = new RawRows(raw, columns);
  while (rows.advance(step)) {
    // To the end.
  }
  return rows;
}

const pieceWords = (piece: RawPiece): string =>
  piece.kind === 'border' ? `border:${piece.position}${piece.splits}` : `${piece.kind}:${piece.text}`;

function written(raw: RawBytes, columns = 80): readonly (readonly (string | number)[])[] {
  const rows = cut(raw, columns);
  return Array.from({ length: rows.size }, (_, position) => {
    const row = rows.row(position);
    return [row.start, ...rawPieces(raw, row).map(pieceWords)];
  });
}

describe('the rows of raw bytes', () => {
  it('are the lines, each with its end as what it is', () => {
    assert.deepEqual(written(rawOf(bytesOf('a\r\nb\nc\r\rd'))), [
      [0, 'text:a', 'end:CR', 'end:LF'],
      [3, 'text:b', 'end:LF'],
      [5, 'text:c', 'end:CR'],
      [7, 'end:CR'],
      [8, 'text:d'],
    ]);
    assert.deepEqual(written(rawOf(new Uint8Array())), []);
  });

  it('have offsets in bytes', () => {
    assert.deepEqual(written(rawOf(bytesOf('é\n👍\n'))), [
      [0, 'text:é', 'end:LF'],
      [3, 'text:👍', 'end:LF'],
    ]);
  });

  it('show invalid UTF-8 as hex and a real U+FFFD as itself', () => {
    assert.deepEqual(written(rawOf(Uint8Array.of(0x61, 0xff, 0xc3, 0x28))), [
      [0, 'text:a', 'escape:\\xFF', 'escape:\\xC3', 'text:('],
    ]);
    assert.deepEqual(written(rawOf(bytesOf('\ufffd'))), [[0, 'text:\ufffd']]);
    for (const [what, bytes] of [
      ['an overlong form', [0xc0, 0xaf]],
      ['an overlong form of three bytes', [0xe0, 0x80, 0xaf]],
      ['a surrogate', [0xed, 0xa0, 0x80]],
      ['more than U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
      ['a sequence that is cut off', [0xf0, 0x9f]],
    ] as const) {
      const escapes = bytes.map((byte) => `escape:\\x${byte.toString(16).toUpperCase()}`);
      assert.deepEqual(written(rawOf(Uint8Array.from(bytes))), [[0, ...escapes]], what);
    }
  });

  it('show controls, the BOM and bidi marks by name', () => {
    assert.deepEqual(written(rawOf(bytesOf('\ufeffa\0\x1b\t\u202e\u2028'))), [
      [0, 'escape:U+FEFF', 'text:a', 'escape:NUL', 'escape:ESC', 'escape:TAB', 'escape:U+202E', 'escape:U+2028'],
    ]);
  });

  it('break a line that is too long, and never within a character', () => {
    assert.deepEqual(written(rawOf(bytesOf('abcdef漢字👍\n')), 5), [
      [0, 'text:abcde'],
      [5, 'text:f漢字'],
      [12, 'text:👍', 'end:LF'],
    ]);
  });

  it('show within the line where a chunk begins', () => {
    assert.deepEqual(written(rawOf(bytesOf('ab\ncd\n'), [1, 4, 6])), [
      [0, 'border:0', 'text:a', 'border:1', 'text:b', 'end:LF'],
      [3, 'text:c', 'border:2', 'text:d', 'end:LF'],
    ]);
  });

  it('name the character that a chunk border cuts in two, and show a CRLF that is cut', () => {
    assert.deepEqual(written(rawOf(bytesOf('aé\r\n'), [2, 4, 5]), 200), [
      [0, 'border:0', 'text:a', 'border:1é', 'text:é', 'end:CR', 'border:2', 'end:LF'],
    ]);
  });

  it('have no border where one chunk brought the record, or more than it', () => {
    assert.deepEqual(written(rawOf(bytesOf('a\n'))), [[0, 'text:a', 'end:LF']]);
    assert.deepEqual(written(rawOf(bytesOf('a\n'), [20], -7)), [[0, 'text:a', 'end:LF']]);
  });

  it('have the border of a chunk that began before the record at its first byte', () => {
    assert.deepEqual(written(rawOf(bytesOf('ab\n'), [2, 9], -7)), [[0, 'border:0', 'text:ab', 'border:1', 'end:LF']]);
  });

  it('hold every byte once and in order, and each border once, however the bytes come and are cut', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 5 }),
      fc.constantFrom('\r', '\n', '\r\n', 'é', '漢', '👍', 'word', ' ', '\0').map(bytesOf),
    );
    const ends = fc.array(fc.nat(60), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        ends,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (pieces, cuts, columns, partBytes, step) => {
          const bytes = Uint8Array.from(pieces.flatMap((part) => [...part]));
          const inner = [...new Set(cuts)].filter((at) => at > 0 && at < bytes.length).toSorted((a, b) => a - b);
          const chunkEnds = [...inner, bytes.length];
          const raw = new RawBytes(recordOf(bytes.length));
          const rows = new RawRows(raw, columns);
          for (let start = 0; start < bytes.length; start += partBytes) {
            const end = Math.min(start + partBytes, bytes.length);
            const first = chunkEnds.findIndex((chunkEnd) => chunkEnd > start);
            const last = chunkEnds.findIndex((chunkEnd) => chunkEnd >= end);
            raw.add({
              bytes: bytes.subarray(start, end),
              chunks: {
                begin: first === 0 ? 0 : (chunkEnds[first - 1] ?? 0),
                ends: Float64Array.from(
                  chunkEnds.slice(first, last + 1).flatMap((chunkEnd, at) => [chunkEnd, first + at]),
                ),
              },
            });
            while (rows.advance(step)) {
              // To the end of what has come.
            }
          }
          let end = 0;
          const borders: number[] = [];
          for (let position = 0; position < rows.size; position++) {
            const row = rows.row(position);
            assert.equal(row.start, end, 'no gap and no overlap');
            assert.ok(row.end > row.start);
            assert.equal(rows.rowAt(row.start), position);
            assert.equal(rows.rowAt(row.end - 1), position);
            end = row.end;
            for (const found of rawPieces(raw, row)) {
              if (found.kind === 'border') {
                borders.push(found.position);
              }
            }
          }
          assert.equal(end, bytes.length, 'all bytes');
          assert.deepEqual(borders, inner.length === 0 ? [] : chunkEnds.map((_, position) => position));
          // However they came, they are the rows of the whole.
          const whole = cut(rawOf(bytes, chunkEnds), columns);
          const starts = (all: RawRows): readonly number[] =>
            Array.from({ length: all.size }, (_, position) => all.row(position).start);
          assert.deepEqual(starts(rows), starts(whole));
        },
      ),
    );
  });
});

describe('the chunks of a record', () => {
  it('count the times from the first, and a chunk once that two parts tell of', () => {
    const raw = new RawBytes(recordOf(6));
    raw.add({ bytes: bytesOf('abc'), chunks: { begin: -2, ends: Float64Array.of(1, 100, 3, 104) } });
    // What was told of as ending with the first part goes on in the second.
    raw.add({ bytes: bytesOf('def'), chunks: { begin: 1, ends: Float64Array.of(5, 104, 9, 110) } });
    assert.deepEqual(
      Array.from({ length: raw.chunks.size }, (_, position) => raw.chunks.chunk(position)),
      [
        { number: 1, begin: -2, end: 1, sinceFirst: 0 },
        { number: 2, begin: 1, end: 5, sinceFirst: 4 },
        { number: 3, begin: 5, end: 9, sinceFirst: 10 },
      ],
    );
  });
});

describe('the source of raw bytes', () => {
  it('reads part by part until it has all, and shows the record before until the first part is here', async () => {
    const bytes = new Uint8Array(2_000_000).map((_, at) => at % 251);
    const source = new RawSource(() => undefined);
    const asked: number[] = [];
    const read = async (_: number, start: number, length: number) => {
      asked.push(start);
      await Promise.resolve();
      const part = bytes.subarray(start, start + length);
      return { bytes: part, chunks: { begin: start, ends: Float64Array.of(start + part.length, start) } };
    };
    const shown = (): RawBytes | undefined => source.bytes;
    source.show(recordOf(bytes.length), read);
    assert.equal(shown(), undefined);
    await until('all bytes are here', () => shown()?.isComplete === true);
    assert.ok(asked.length > 3);
    assert.deepEqual(shown()?.bytes, bytes);
    const before = shown();
    source.show(recordOf(1), read);
    assert.equal(shown(), before);
  });

  it('keeps to what came with the record where no more can be had', async () => {
    const raw = bytesOf('abc');
    await new Promise<void>((resolve) => {
      const source = new RawSource(() => {
        assert.deepEqual(source.bytes?.bytes, raw);
        assert.equal(source.bytes.isComplete, true);
        resolve();
      });
      source.show(recordOf(10, raw), () => Promise.resolve(null));
    });
  });
});

describe('a hex dump', () => {
  it('has offsets, sixteen bytes and ASCII, as hexdump -C', () => {
    assert.equal(
      hexDump(bytesOf('data: {"a":"é"}\n\n'), 0x1000),
      [
        '00001000  64 61 74 61 3a 20 7b 22  61 22 3a 22 c3 a9 22 7d  |data: {"a":".."}|\n',
        '00001010  0a 0a                                             |..|\n',
      ].join(''),
    );
  });
});
