import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { RecordPart } from '../../../src/core/record/recordContents.ts';
import { CaptureStore } from '../../../src/store/captureStore.ts';
import { bytesOf } from '../../support/sse/parsedBody.ts';

describe('a part of a record', () => {
  let directory: string;
  let store: CaptureStore;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'record-part-'));
    store = new CaptureStore(path.join(directory, 'a.sqlite'), 'create');
    begin(1);
  });

  afterEach(() => {
    store.close();
    rmSync(directory, { recursive: true });
  });

  function begin(attempt: number): void {
    store.beginBody({ attempt, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 10_000_000 });
  }

  /** Stores a row of the body, in chunks of these texts and times. */
  function write(...chunks: readonly (readonly [text: string, time: number])[]): void {
    let end = 0;
    const ends = chunks.flatMap(([text, time]) => {
      end += bytesOf(text).length;
      return [end, time];
    });
    store.write(bytesOf(chunks.map(([text]) => text).join('')), Float64Array.from(ends));
  }

  const words = (part: RecordPart | undefined) =>
    part && { text: new TextDecoder().decode(part.bytes), begin: part.chunks.begin, ends: [...part.chunks.ends] };

  it('has the chunks that brought it, counted from the first byte of the record', () => {
    write(['data: 1\n\ndata: a', 10], ['b', 20], ['c\n\ndata: 3\n\n', 30]);
    // It begins 9 bytes into the first chunk, and the last goes on for 9 bytes after it.
    assert.deepEqual(words(store.part(2, 0, 1000)), {
      text: 'data: abc\n\n',
      begin: -9,
      ends: [7, 10, 8, 20, 20, 30],
    });
  });

  it('begins and ends where it is asked to, with the chunks of that stretch alone', () => {
    write(['data: 1\n\ndata: a', 10], ['b', 20], ['c\n\ndata: 3\n\n', 30]);
    assert.deepEqual(words(store.part(2, 7, 1)), { text: 'b', begin: 7, ends: [8, 20] });
    assert.deepEqual(words(store.part(2, 6, 2)), { text: 'ab', begin: -9, ends: [7, 10, 8, 20] });
    assert.deepEqual(words(store.part(2, 11, 5)), { text: '', begin: 11, ends: [] });
  });

  it('tells of a chunk that is stored in several rows as the one that it was', () => {
    write(['data: 1\n\nda', 10]);
    write(['ta: ', 10]);
    write(['ab', 10], ['c', 20]);
    write(['d', 20]);
    write(['\n\n: rest\n', 20]);
    const whole = { text: 'data: abcd\n\n', begin: -9, ends: [8, 10, 19, 20] };
    assert.deepEqual(words(store.part(2, 0, 1000)), whole);
    assert.deepEqual(words(store.part(2, 3, 2)), { text: 'a:', begin: -9, ends: [8, 10] });
    assert.deepEqual(words(store.part(2, 8, 1)), { text: 'c', begin: 8, ends: [19, 20] });
  });

  it('has bytes and no chunk from before, where it is the first of another body', () => {
    write(['data: 1\n\n', 10]);
    store.endBody();
    begin(2);
    write(['data: 2\n\n', 20]);
    assert.deepEqual(words(store.part(2, 0, 1000)), { text: 'data: 2\n\n', begin: 0, ends: [9, 20] });
  });

  it('is none of a record that was cleared, or that there is not', () => {
    write(['data: 1\n\n', 10]);
    assert.equal(store.part(2, 0, 10), undefined);
    store.clear();
    assert.equal(store.part(1, 0, 10), undefined);
  });

  it('has the same bytes and chunks, however they are stored and asked for', () => {
    let seq = 0;
    let time = 0;
    const chunks = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        chunks,
        fc.array(fc.nat(40), { maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        (sizes, cuts, length) => {
          const text = `data: ${'x'.repeat(sizes.reduce((sum, size) => sum + size, 0))}\n\n`;
          const ends: number[] = [];
          let end = 0;
          for (const size of sizes) {
            end += size;
            ends.push(end);
          }
          ends[ends.length - 1] = text.length;
          const rowEnds = [...new Set([...cuts.filter((at) => at > 0 && at < text.length), text.length])].toSorted(
            (a, b) => a - b,
          );
          const base = time;
          let start = 0;
          for (const rowEnd of rowEnds) {
            const pieces: [string, number][] = [];
            for (const [at, chunkEnd] of ends.entries()) {
              const from = Math.max(start, at === 0 ? 0 : (ends[at - 1] ?? 0));
              const to = Math.min(rowEnd, chunkEnd);
              if (from < to) {
                pieces.push([text.slice(from, to), base + at + 1]);
              }
            }
            write(...pieces);
            start = rowEnd;
          }
          time += ends.length + 1;
          seq++;
          const seen = new Map<number, number>();
          let bytes = '';
          for (let at = 0; at < text.length; at += length) {
            const part = store.part(seq, at, length);
            assert.ok(part);
            bytes += new TextDecoder().decode(part.bytes);
            const [...values] = part.chunks.ends;
            assert.ok(part.chunks.begin <= at);
            for (let pair = 0; pair < values.length; pair += 2) {
              seen.set(values[pair] ?? 0, (values[pair + 1] ?? 0) - base);
            }
          }
          assert.equal(bytes, text);
          assert.deepEqual(
            [...seen],
            ends.map((chunkEnd, at) => [chunkEnd, at + 1]),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
