import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { compileQuery } from '../../../src/core/query/matchQuery.ts';
import { necessaryTexts } from '../../../src/core/query/necessaryText.ts';
import { parseQuery } from '../../../src/core/query/parseQuery.ts';
import { recordKinds } from '../../../src/core/record/recordKind.ts';
import { CaptureBody } from '../../../src/store/captureBody.ts';
import { CaptureStore } from '../../../src/store/captureStore.ts';
import { conditionOf } from '../../../src/store/recordCondition.ts';
import { RecordReader } from '../../../src/store/recordReader.ts';
import { RecordSearch } from '../../../src/store/recordSearch.ts';

/** A capture that grows, with a reader beside it. */
class GrowingCapture {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'sse-debugger-search-'));
  readonly #file = path.join(this.#folder, 'capture.sqlite');
  readonly #store = new CaptureStore(this.#file, 'create');
  readonly #database = new DatabaseSync(this.#file, { readOnly: true });
  #time = 0;

  constructor() {
    this.#store.beginBody({ attempt: 1, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 1_000_000 });
  }

  write(text: string): void {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) {
      this.#time += 10;
      this.#store.write(bytes, new Float64Array([bytes.length, this.#time]));
    }
  }

  endBody(): void {
    this.#store.endBody();
  }

  search(text: string, { prefiltered = true, afterSeq = 0 } = {}): RecordSearch {
    const parsed = parseQuery(text);
    assert.ok(parsed.ok);
    return new RecordSearch(this.#database, new RecordReader(this.#database, new CaptureBody(this.#database)), {
      predicate: compileQuery(parsed.query),
      kinds: recordKinds,
      texts: prefiltered ? necessaryTexts(parsed.query) : undefined,
      condition: prefiltered ? conditionOf(parsed.query, recordKinds) : undefined,
      afterSeq,
    });
  }

  dispose(): void {
    this.#database.close();
    this.#store.close();
    rmSync(this.#folder, { recursive: true });
  }
}

function finished(search: RecordSearch): readonly number[] {
  while (search.advance()) {
    // Each call does a piece.
  }
  return search.matches.slice(0, search.matches.length);
}

function withCapture<T>(work: (capture: GrowingCapture) => T): T {
  const capture = new GrowingCapture();
  try {
    return work(capture);
  } finally {
    capture.dispose();
  }
}

describe('a search', () => {
  it('finds the records that match, in order', () => {
    withCapture((capture) => {
      capture.write('data: one\n\ndata: two\n\ndata: one and two\n\n');

      assert.deepEqual(finished(capture.search('one')), [1, 3]);
      assert.deepEqual(finished(capture.search('size:>3')), [3]);
    });
  });

  it('puts each match on its timeline, however it was found', () => {
    withCapture((capture) => {
      capture.write('event: a\ndata: one\n\nevent: b\ndata: two\n\nevent: a\ndata: two\n\n');
      for (const query of ['two', 'type:a', 'type:a two', 'size:>2', 'kind:event']) {
        const search = capture.search(query);
        const { length } = finished(search);
        assert.ok(length > 0, query);
        assert.equal(search.timeline.statistics.read().all.events, length, query);
        const { lanes } = search.timeline.reader.read({ bins: 16, range: null });
        assert.equal(
          lanes.reduce((sum, { counts }) => sum + counts.reduce((all, count) => all + count, 0), 0),
          length,
          query,
        );
      }
    });
  });

  it('goes on where it ended when the capture has grown', () => {
    withCapture((capture) => {
      capture.write('data: one\n\ndata: o');
      const search = capture.search('one');
      assert.deepEqual(finished(search), [1]);

      capture.write('ne\n\ndata: two\n\n: one\n');

      assert.deepEqual(finished(search), [1, 2, 4]);
    });
  });

  it('finds a text in several data lines, and in a block that never ends', () => {
    withCapture((capture) => {
      capture.write('data: a\ndata: needle\n\ndata: the needle');
      const search = capture.search('needle');
      assert.deepEqual(finished(search), [1]);

      capture.endBody();

      assert.deepEqual(finished(search), [1, 2]);
    });
  });

  it('finds lines inside a block and the block itself', () => {
    withCapture((capture) => {
      capture.write('data: needle\n: needle\ndata: x\n\n');

      assert.deepEqual(finished(capture.search('needle')), [1, 2]);
    });
  });

  it('finds the type that an event has without naming it', () => {
    withCapture((capture) => {
      capture.write('data: a\n\nevent: other\ndata: b\n\n');

      assert.deepEqual(finished(capture.search('type:message')), [1]);
      assert.deepEqual(finished(capture.search('type:mess*')), [1]);
      assert.deepEqual(finished(capture.search('mess')), [1]);
    });
  });

  it('finds an inherited ID by its field, and an own one by any text', () => {
    withCapture((capture) => {
      capture.write('id: x7\ndata: a\n\ndata: b\n\n');

      assert.deepEqual(finished(capture.search('id:x7')), [1, 2]);
      assert.deepEqual(finished(capture.search('x7')), [1]);
      assert.deepEqual(finished(capture.search('has:id')), [1]);
    });
  });

  it('leaves out what was cleared', () => {
    withCapture((capture) => {
      capture.write('data: one\n\ndata: one\n\n');

      assert.deepEqual(finished(capture.search('one', { afterSeq: 1 })), [2]);
    });
  });

  it('gives the gap since the record before, also where records between were left out', () => {
    withCapture((capture) => {
      capture.write('data: a\n\n');
      capture.write('data: b\n\n');

      assert.deepEqual(finished(capture.search('gap:>5ms b')), [2]);
      assert.deepEqual(finished(capture.search('gap:>5ms')), [2]);
    });
  });

  it('finds the same from afar as by reading every record, however the stream is cut', () => {
    const piece = fc.constantFrom(
      'data: ab\n',
      'data:b',
      'a',
      'B',
      '\n',
      '\n\n',
      ': ab\n',
      'event: ab\n',
      'id: ab\n',
      'x: ab\n',
      'é',
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(piece, { maxLength: 8 }), { maxLength: 8 }),
        fc.constantFrom(
          'ab',
          'b OR type:ab',
          'data:ab kind:event',
          '-x ab',
          'type:*ab*',
          'type:=ab',
          'NOT type:=ab,message',
          'NOT (type:="" OR seq:[2..3])',
          'kind:comment OR time:<=20 gap:>0',
          'size:[2..4} b',
          'NOT (kind:event has:id)',
        ),
        (writes, query) => {
          withCapture((capture) => {
            const growing = capture.search(query);
            for (const write of writes) {
              capture.write(write.join(''));
              finished(growing);
            }
            capture.endBody();

            const expected = finished(capture.search(query, { prefiltered: false }));

            assert.deepEqual(finished(growing), expected);
            assert.deepEqual(finished(capture.search(query)), expected);
          });
        },
      ),
      { numRuns: 60 },
    );
  }).timeout(20_000);

  it('finds values in JSON the same from afar as by reading every record, however they are written', () => {
    const piece = fc.constantFrom(
      'data: {"ab":"xy z"}\n\n',
      'data: {"ab":5}\n\n',
      'data: {"ab" : "5"}\n\n',
      'data: {"ab":\ndata: 55}\n\n',
      'data: {"\\u0061b":5,"o":"x\\u0079 z"}\n\n',
      'data: {"ab":[5,{"ab":-1e1}]}\n\n',
      'data: {"ab":{"0":"XY Z"}}\n\n',
      'data: {"AB":5,"ab":null}\n\n',
      'data: {"c":"\\"ab\\":5"}\n\n',
      'event: ab\ndata: "ab":5\n\n',
      ': {"ab":5}\n',
      'data: {"a',
      'b":5.0}\n\n',
    );
    const query = fc.constantFrom(
      'data.ab:5',
      'data.ab:>4',
      'data.ab:[-10 TO 5}',
      'data.ab:*',
      'data.ab:"y z"',
      'data.ab[*].ab:<0',
      'data.ab.0:"xy z"',
      'data.ab:=5 OR data.o:"xy z"',
      'data.ab:/^x/',
      'data.ab:>4 5',
    );
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 6 }), { maxLength: 6 }), query, (writes, text) => {
        withCapture((capture) => {
          const growing = capture.search(text);
          for (const write of writes) {
            capture.write(write.join(''));
            finished(growing);
          }
          capture.endBody();

          const expected = finished(capture.search(text, { prefiltered: false }));

          assert.deepEqual(finished(growing), expected);
          assert.deepEqual(finished(capture.search(text)), expected);
        });
      }),
      { numRuns: 50 },
    );
  }).timeout(20_000);

  it('finds all in stretches that are full of matches, and beyond them', () => {
    withCapture((capture) => {
      const block = `data: {"ab":5,"pad":"${'x'.repeat(500)}"}\n\n`;
      for (let at = 0; at < 10; at++) {
        capture.write(block.repeat(2000));
      }
      const search = capture.search('data.ab:>4');
      assert.equal(finished(search).length, 20_000);

      capture.write('data: {"ab":5}\n\ndata: {"ab":1}\n\n');

      assert.equal(finished(search).length, 20_001);
    });
  });
});
