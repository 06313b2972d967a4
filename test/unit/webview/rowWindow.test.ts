import assert from 'node:assert/strict';
import * as rowWindow from '../../../webview/list/rowWindow.ts';

const small: rowWindow.RowGeometry = { total: 1000, rowPx: 22, viewportPx: 440 };
const huge: rowWindow.RowGeometry = { total: 10_000_000, rowPx: 22, viewportPx: 451 };

describe('row window', () => {
  it('draws the rows in sight, the first and last of them in part', () => {
    assert.deepEqual(rowWindow.visibleRows(0, small), { first: 0, end: 20, offsetPx: 0 });
    assert.deepEqual(rowWindow.visibleRows(10.5, small), { first: 10, end: 31, offsetPx: 11 });
  });

  it('draws no row beyond the last', () => {
    const few = { ...small, total: 3 };
    assert.deepEqual(rowWindow.visibleRows(0, few), { first: 0, end: 3, offsetPx: 0 });
    assert.deepEqual(rowWindow.visibleRows(0, { ...small, total: 0 }), { first: 0, end: 0, offsetPx: 0 });
    assert.equal(rowWindow.maxTop(few), 0);
  });

  it('is a pixel of the scroll bar for a pixel of the list while that fits', () => {
    assert.equal(rowWindow.isScaled(small), false);
    assert.equal(rowWindow.canvasPx(small), 22_000);
    assert.equal(rowWindow.scrollPxOf(100, small), 2200);
    assert.equal(rowWindow.topOf(2211, small), 100.5);
  });

  it('stays below the height that a browser can lay out, also at 400 % zoom', () => {
    assert.ok(rowWindow.canvasPx(huge) * 4 < 33_554_428);
    assert.equal(rowWindow.isScaled(huge), true);
  });

  it('reaches the first and the last row by the scroll bar beyond that height', () => {
    const lastScrollPx = rowWindow.canvasPx(huge) - huge.viewportPx;
    assert.equal(rowWindow.topOf(0, huge), 0);
    assert.equal(rowWindow.topOf(lastScrollPx, huge), rowWindow.maxTop(huge));
    assert.equal(rowWindow.visibleRows(rowWindow.maxTop(huge), huge).end, huge.total);
    assert.equal(rowWindow.scrollPxOf(rowWindow.maxTop(huge), huge), lastScrollPx);
  });

  it('finds a position again that it wrote to the scroll bar', () => {
    for (const geometry of [small, huge]) {
      const top = rowWindow.maxTop(geometry) / 3;
      assert.ok(Math.abs(rowWindow.topOf(rowWindow.scrollPxOf(top, geometry), geometry) - top) < 1e-6 * geometry.total);
    }
  });

  it('moves only as far as a row needs to come into sight', () => {
    assert.equal(rowWindow.topThatShows(15, 10, small), 10);
    assert.equal(rowWindow.topThatShows(5, 10, small), 5);
    assert.equal(rowWindow.topThatShows(30, 10, small), 11);
    assert.equal(rowWindow.topThatShows(9_999_999, 0, huge), rowWindow.maxTop(huge));
  });

  it('puts a row that was far away in the middle, and leaves one in sight where it is', () => {
    assert.equal(rowWindow.topAround(500, 0, small), 490);
    assert.equal(rowWindow.topAround(12, 10, small), 10);
  });

  it('knows the end, whatever the total', () => {
    assert.equal(rowWindow.isAtEnd(rowWindow.maxTop(huge), huge), true);
    assert.equal(rowWindow.isAtEnd(rowWindow.maxTop(huge) - 1, huge), false);
    assert.equal(rowWindow.isAtEnd(0, { ...small, total: 3 }), true);
  });

  it('pages by whole rows and keeps one of the page before', () => {
    assert.equal(rowWindow.pageRows(small), 19);
    assert.equal(rowWindow.pageRows({ ...small, viewportPx: 10 }), 1);
  });
});
