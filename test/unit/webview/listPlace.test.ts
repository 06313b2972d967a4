import assert from 'node:assert/strict';
import { ListPlace } from '../../../webview/list/listPlace.ts';
import { RowSource } from '../../../webview/list/rowSource.ts';
import { row } from '../support/rows.ts';

const viewportRows = 10;

/** A list of which ten rows fit in sight, over a view whose rows are found one after the other: those with even numbers. */
function placeOver(): {
  readonly place: ListPlace;
  readonly tops: number[];
  readonly find: (total: number, isFilled?: boolean) => Promise<void>;
} {
  let found = 0;
  const source = new RowSource(
    (_, first, count) =>
      Promise.resolve({
        total: found,
        first,
        rows: Array.from({ length: Math.max(0, Math.min(count, found - first)) }, (_row, at) => row(2 * (first + at))),
      }),
    () => undefined,
  );
  source.reset(['event'], 0);
  const tops: number[] = [];
  const place = new ListPlace(
    {
      get geometry() {
        return { total: source.total, rowPx: 20, viewportPx: 20 * viewportRows };
      },
      put: (top) => tops.push(top),
    },
    { source: () => source, draw: () => undefined },
  );
  return {
    place,
    tops,
    find: async (total, isFilled = false) => {
      found = total;
      source.grow(total);
      await place.grown(isFilled);
    },
  };
}

describe('the place of a list', () => {
  it('is where it was as soon as a filter has found so many rows, and not before', async () => {
    const { place, tops, find } = placeOver();
    place.want({ by: 'top', top: 100 });
    await find(20);
    assert.deepEqual([tops, place.wish], [[], { by: 'top', top: 100 }]);
    await find(200);
    assert.deepEqual([tops, place.wish], [[100], undefined]);
    await find(300);
    assert.deepEqual(tops, [100]);
  });

  it('keeps a record where it stood, or the next one that the filter leaves', async () => {
    const { place, tops, find } = placeOver();
    place.want({ by: 'record', seq: 101, rowsFromTop: 3 });
    await find(40);
    assert.deepEqual(tops, []);
    await find(100);
    assert.deepEqual(tops, [50 - 3]);

    place.want({ by: 'record', seq: 102, rowsFromTop: 3 });
    await find(100);
    assert.deepEqual(tops, [47, 51 - 3]);
  });

  it('is as near as there are rows once all of them are found', async () => {
    const { place, tops, find } = placeOver();
    place.want({ by: 'record', seq: 1001, rowsFromTop: 3 });
    await find(30, true);
    assert.deepEqual([tops, place.wish], [[29 - 3], undefined]);
  });

  it('is the user’s once he has moved the list', async () => {
    const { place, tops, find } = placeOver();
    place.want({ by: 'top', top: 100 });
    await find(20);
    place.forget();
    await find(200, true);
    assert.deepEqual(tops, []);
  });
});
