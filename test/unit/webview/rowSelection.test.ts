import assert from 'node:assert/strict';
import { RowSelection } from '../../../webview/list/rowSelection.ts';

describe('RowSelection', () => {
  it('is one row, or none', () => {
    assert.equal(RowSelection.none.active, undefined);
    assert.equal(RowSelection.none.count, 0);
    const one = RowSelection.only(5);
    assert.equal(one.active, 5);
    assert.deepEqual(one.ranges, [{ first: 5, end: 6 }]);
  });

  it('adds rows and takes them out, in whatever order', () => {
    const several = RowSelection.only(5).toggle(9).toggle(6).toggle(3);
    assert.deepEqual(several.ranges, [
      { first: 3, end: 4 },
      { first: 5, end: 7 },
      { first: 9, end: 10 },
    ]);
    assert.equal(several.active, 3);
    assert.deepEqual(several.toggle(3).toggle(5).ranges, [
      { first: 6, end: 7 },
      { first: 9, end: 10 },
    ]);
  });

  it('splits a stretch where a row is taken out of its middle', () => {
    const split = RowSelection.only(2).extendTo(6).toggle(4);
    assert.deepEqual(split.ranges, [
      { first: 2, end: 4 },
      { first: 5, end: 7 },
    ]);
    assert.equal(split.has(4), false);
    assert.equal(split.count, 4);
  });

  it('keeps an active row that is selected', () => {
    const rest = RowSelection.only(2).toggle(7).toggle(7);
    assert.equal(rest.active, 2);
    assert.equal(rest.toggle(2), RowSelection.none);
  });

  it('stretches from its anchor in both directions, and back', () => {
    const down = RowSelection.only(10).extendTo(13);
    assert.deepEqual(down.ranges, [{ first: 10, end: 14 }]);
    assert.equal(down.active, 13);
    const up = down.extendTo(8);
    assert.deepEqual(up.ranges, [{ first: 8, end: 11 }]);
    assert.deepEqual(up.extendTo(10).ranges, [{ first: 10, end: 11 }]);
  });

  it('holds ten million rows in as little as one', () => {
    const all = RowSelection.only(7).all(10_000_000);
    assert.equal(all.count, 10_000_000);
    assert.equal(all.ranges.length, 1);
    assert.equal(all.active, 7);
    assert.ok(all.has(9_999_999));
    assert.equal(RowSelection.none.all(0), RowSelection.none);
  });
});
