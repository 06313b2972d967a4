import assert from 'node:assert/strict';
import type { RecordWindow } from '../../../src/core/record/record.ts';
import { longGapThreshold } from '../../../webview/list/longGap.ts';
import { maxPages, pageSize, RowPages } from '../../../webview/list/rowPages.ts';
import { findPosition } from '../../../webview/list/rowSearch.ts';
import { RowSource } from '../../../webview/list/rowSource.ts';
import { row } from '../support/rows.ts';
import { typeColours, typeLook, typeShapes } from '../../../webview/list/typeLook.ts';

function window(first: number, count: number, total = 1_000_000): RecordWindow {
  const rows = Array.from({ length: Math.max(0, Math.min(count, total - first)) }, (_, index) => row(first + index));
  return { total, first, rows };
}

describe('RowPages', () => {
  it('asks for whole pages around what is wanted', () => {
    const pages = new RowPages();
    assert.deepEqual(pages.missing(100, 130), { first: pageSize, count: 130 - pageSize });
  });

  it('has what it was given', () => {
    const pages = new RowPages();
    pages.add(window(pageSize, 2 * pageSize));
    assert.equal(pages.missing(pageSize, 3 * pageSize), undefined);
    assert.equal(pages.row(pageSize + 5)?.seq, pageSize + 6);
    assert.equal(pages.row(0), undefined);
  });

  it('asks only for what the last page lacks when the view has grown', () => {
    const pages = new RowPages();
    pages.add(window(0, 10, 10));
    assert.deepEqual(pages.missing(0, 30), { first: 10, count: 20 });
    pages.add({ total: 30, first: 10, rows: window(10, 20).rows });
    assert.equal(pages.missing(0, 30), undefined);
    assert.equal(pages.row(29)?.seq, 30);
  });

  it('leaves out rows that would leave a hole before them', () => {
    const pages = new RowPages();
    pages.add(window(10, 5));
    assert.equal(pages.row(10), undefined);
  });

  it('never loses rows to an older, shorter answer', () => {
    const pages = new RowPages();
    pages.add(window(0, 30, 30));
    pages.add(window(0, 20, 20));
    assert.equal(pages.row(29)?.seq, 30);
  });

  it('forgets the pages that were used longest ago', () => {
    const pages = new RowPages();
    for (let page = 0; page <= maxPages; page++) {
      pages.add(window(page * pageSize, pageSize));
      pages.row(0);
    }
    assert.notEqual(pages.row(0), undefined);
    assert.equal(pages.row(pageSize), undefined);
  });
});

describe('longGapThreshold', () => {
  const gaps = (...values: (number | null)[]) => values.map((gap) => ({ gap }));

  it('is far above the usual gap', () => {
    assert.equal(longGapThreshold(gaps(null, 300, 300, 300, 15_000)), 2400);
  });

  it('is at least a second, and unknown where there are few gaps', () => {
    assert.equal(longGapThreshold(gaps(1, 1, 1, 1, 500)), 1000);
    assert.equal(longGapThreshold(gaps(1, 9000)), Infinity);
  });
});

describe('findPosition', () => {
  async function search(seqs: readonly number[], wanted: number): Promise<{ position: number; reads: number }> {
    let reads = 0;
    const position = await findPosition(
      wanted,
      seqs.length,
      ({ seq }) => seq,
      (probe) => {
        reads++;
        const seq = seqs[probe];
        return Promise.resolve(seq === undefined ? undefined : row(0, { seq }));
      },
    );
    return { position, reads };
  }

  it('finds a record in the view of all kinds with one question', async () => {
    const seqs = Array.from({ length: 100_000 }, (_, index) => index + 1);
    assert.deepEqual(await search(seqs, 77_777), { position: 77_776, reads: 1 });
  });

  it('finds a record in views with holes with few questions', async () => {
    const seqs = Array.from({ length: 100_000 }, (_, index) => index + 1).filter(
      (seq) => seq % 3 === 0 && seq > 50_000,
    );
    for (const wanted of [50_001, 77_778, 99_999]) {
      const { position, reads } = await search(seqs, wanted);
      assert.equal(seqs[position], wanted);
      assert.ok(reads <= 12, `${reads} questions`);
    }
  });

  it('finds the next record where the wanted one is hidden, and the end where there is none', async () => {
    assert.equal((await search([1, 5, 9], 6)).position, 2);
    assert.equal((await search([1, 5, 9], 1)).position, 0);
    assert.equal((await search([1, 5, 9], 10)).position, 3);
    assert.equal((await search([], 10)).position, 0);
  });

  it('is quick in uneven views too', async () => {
    const seqs = Array.from({ length: 4096 }, (_, index) => index ** 3 + 1);
    const { position, reads } = await search(seqs, 2000 ** 3 + 1);
    assert.equal(position, 2000);
    assert.ok(reads <= 26, `${reads} questions`);
  });
});

describe('RowSource', () => {
  interface Question {
    readonly first: number;
    readonly answer: (window: RecordWindow) => Promise<void>;
  }

  function source(): { rows: RowSource; questions: Question[] } {
    const questions: Question[] = [];
    const rows = new RowSource(
      (_kinds, first) =>
        new Promise((resolve) => {
          questions.push({
            first,
            answer: async (answered) => {
              resolve(answered);
              await new Promise(setImmediate);
            },
          });
        }),
      () => undefined,
    );
    rows.reset(['event'], 1_000_000);
    return { rows, questions };
  }

  it('never asks for what was scrolled past while the host was busy', async () => {
    const { rows, questions } = source();
    for (const first of [0, 10_048, 20_032, 30_016, 40_000]) {
      rows.want(first, first + 40);
    }
    assert.deepEqual(
      questions.map(({ first }) => first),
      [0, 10_048],
    );
    await questions[0]!.answer(window(0, pageSize));
    assert.equal(questions.length, 3);
    assert.equal(questions[2]!.first, 40_000);
  });

  it('drops answers for another view', async () => {
    const { rows, questions } = source();
    rows.want(0, 40);
    rows.reset(['comment'], 10);
    await questions[0]!.answer(window(0, 40));
    assert.equal(rows.row(0), undefined);
    assert.equal(rows.total, 10);
  });

  it('does not ask again and again for what does not come', async () => {
    const { rows, questions } = source();
    rows.want(0, 40);
    await questions[0]!.answer({ total: 0, first: 0, rows: [] });
    assert.equal(questions.length, 1);
  });

  it('grows with the rows that come, and not back with an older snapshot', async () => {
    const { rows, questions } = source();
    rows.want(0, 40);
    await questions[0]!.answer(window(0, pageSize, 1_000_050));
    rows.grow(1_000_010);
    assert.equal(rows.total, 1_000_050);
  });
});

describe('typeLook', () => {
  it('is stable: captures look the same in every version', () => {
    assert.deepEqual(typeLook('message'), typeLook('message'));
    assert.equal(typeLook('message').colour, 'blue');
  });

  it('tells types apart that come together', () => {
    for (const types of [
      ['price', 'trade'],
      ['order', 'quote', 'trade'],
      ['debug', 'info', 'warn', 'error'],
      ['delta', 'done', 'error', 'ping'],
      ['message', 'delta', 'usage', 'done'],
    ]) {
      assert.equal(new Set(types.map((type) => typeLook(type).colour)).size, types.length, types.join());
    }
  });

  it('uses all colours and shapes', () => {
    const looks = Array.from({ length: 400 }, (_, index) => typeLook(`type-${index}`));
    assert.equal(new Set(looks.map(({ colour }) => colour)).size, typeColours.length);
    assert.equal(
      new Set(looks.map(({ colour, shape }) => `${colour} ${shape}`)).size,
      typeColours.length * typeShapes.length,
    );
  });
});
