import assert from 'node:assert/strict';
import type { RecordRow } from '../../../src/core/record/record.ts';
import { ListSelection } from '../../../webview/list/listSelection.ts';
import { RowSelection } from '../../../webview/list/rowSelection.ts';
import { RowSource } from '../../../webview/list/rowSource.ts';
import { row } from '../support/rows.ts';

/** A selection over a view whose rows are found one after the other, as those of a filter are. */
function selectionOver(all: readonly RecordRow[]): {
  readonly selection: ListSelection;
  readonly source: RowSource;
  readonly selected: (readonly number[])[];
  readonly find: (total: number) => Promise<void>;
} {
  let found = 0;
  const source = new RowSource(
    (_, first, count) =>
      Promise.resolve({ total: found, first, rows: all.slice(0, found).slice(first, first + count) }),
    () => undefined,
  );
  source.reset(['event'], 0);
  const selected: (readonly number[])[] = [];
  const selection = new ListSelection(
    {
      addController: () => undefined,
      removeController: () => undefined,
      requestUpdate: () => undefined,
      updateComplete: Promise.resolve(true),
    },
    { source: () => source, changed: () => undefined, draw: () => undefined, selected: (seqs) => selected.push(seqs) },
  );
  return {
    selection,
    source,
    selected,
    find: async (total) => {
      found = total;
      source.grow(total);
      await selection.grown();
    },
  };
}

const rows = [2, 3, 5, 8].map((position) => row(position));

describe('the selection of a list', () => {
  it('waits for a record that the filter has not found yet', async () => {
    const { selection, selected, find } = selectionOver(rows);
    selection.drop(6);
    await selection.grown();
    assert.equal(selection.activeSeq, null);
    assert.equal(selection.expectedSeq, 6);
    await find(2);
    assert.equal(selection.activeSeq, null);
    await find(4);
    assert.equal(selection.activeSeq, 6);
    assert.equal(selection.rows.active, 2);
    assert.deepEqual(selected, [[6], [6]], 'its details are shown all the time');
  });

  it('takes no other record for one that the filter hides, and keeps it for the next filter', async () => {
    const { selection, selected, find } = selectionOver(rows);
    selection.drop(5);
    await selection.grown();
    await find(4);
    assert.equal(selection.activeSeq, null);
    assert.equal(selection.expectedSeq, 5);
    assert.equal(selection.rows.active, undefined);
    assert.deepEqual(selected, [[5]]);
  });

  it('waits no longer once another record is chosen, or none', async () => {
    const { selection, source, find } = selectionOver(rows);
    await find(4);
    await source.readRow(0);
    selection.drop(5);
    await selection.grown();
    selection.choose(RowSelection.only(0));
    await find(4);
    assert.notEqual(selection.expectedSeq, 5);
    assert.equal(selection.rows.active, 0);

    selection.drop(5);
    await selection.grown();
    selection.clear();
    assert.equal(selection.expectedSeq, null);
  });

  it('looks again where rows were found while it looked', async () => {
    const { selection, find } = selectionOver(rows);
    await find(1);
    selection.drop(9);
    const looking = selection.grown();
    await find(4);
    await looking;
    assert.equal(selection.activeSeq, 9);
  });

  it('drops what it found in a view that has become another', async () => {
    const { selection, source, find } = selectionOver(rows);
    await find(4);
    selection.drop(6);
    const looking = selection.grown();
    source.reset(['event'], 0);
    selection.drop(6);
    await looking;
    assert.equal(selection.activeSeq, null);
    assert.equal(selection.rows.active, undefined);
  });

  it('tells that nothing is selected any more', () => {
    const { selection, selected } = selectionOver(rows);
    selection.drop(null);
    assert.deepEqual(selected, [[]]);
  });
});
