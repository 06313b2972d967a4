import assert from 'node:assert/strict';
import { MarkSource } from '../../../webview/filter/markSource.ts';

interface Question {
  readonly first: number;
  readonly last: number;
  readonly answer: (seqs: readonly number[]) => void;
  readonly fail: () => void;
}

/** A source with what it asks, to be answered by hand. */
function asked(): { readonly source: MarkSource; readonly questions: Question[]; readonly read: () => void } {
  const questions: Question[] = [];
  const source = new MarkSource(() => undefined);
  const read = (): void =>
    source.reset(
      (first, last) =>
        new Promise((resolve, reject) => {
          questions.push({ first, last, answer: resolve, fail: () => reject(new Error('Another search')) });
        }),
    );
  return { source, questions, read };
}

/** Lets answers reach who asked. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await Promise.resolve();
  }
}

describe('the marks of the rows in sight', () => {
  it('are asked for once for each stretch', async () => {
    const { source, questions, read } = asked();
    source.show(1, 30);
    read();
    source.show(1, 30);
    questions[0]?.answer([3, 7]);
    await settled();
    source.show(1, 30);

    assert.deepEqual([...source.seqs], [3, 7]);
    assert.equal(questions.length, 1);
  });

  it('are asked for one stretch at a time, and never for one that was scrolled past', async () => {
    const { source, questions, read } = asked();
    read();
    source.show(1, 30);
    source.show(31, 60);
    source.show(61, 90);
    assert.equal(questions.length, 1);
    questions[0]?.answer([]);
    await settled();

    assert.deepEqual(
      questions.map(({ first, last }) => [first, last]),
      [
        [1, 30],
        [61, 90],
      ],
    );
  });

  it('are asked for again when more may be marked', async () => {
    const { source, questions, read } = asked();
    read();
    source.show(1, 30);
    questions[0]?.answer([]);
    await settled();
    source.refresh();
    questions[1]?.answer([5]);
    await settled();

    assert.deepEqual([...source.seqs], [5]);
  });

  it('are none of an older search, nor where a search is over', async () => {
    const { source, questions, read } = asked();
    read();
    source.show(1, 30);
    read();
    questions[0]?.answer([1]);
    questions[1]?.fail();
    await settled();
    assert.deepEqual([...source.seqs], []);

    read();
    questions[2]?.answer([9]);
    await settled();
    assert.deepEqual([...source.seqs], [9]);
    source.reset(undefined);
    assert.deepEqual([...source.seqs], []);
  });
});
