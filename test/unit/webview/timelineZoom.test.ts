import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TimelineZoom } from '../../../src/core/protocol/timelineMessages.ts';
import {
  isFollowing,
  pannedBy,
  shownRange,
  TimeScale,
  wholeRange,
  zoomedBy,
  zoomTo,
} from '../../../webview/timeline/timelineZoom.ts';

const ms = (max: number) => fc.double({ min: 0, max, noNaN: true });
const extents = fc.tuple(ms(1e6), ms(1e8)).map(([start, length]) => ({ start, end: start + length }));
const zooms: fc.Arbitrary<(extent: { start: number; end: number }) => TimelineZoom> = fc
  .tuple(ms(1), ms(1))
  .map(([from, share]) => (extent) => {
    const length = extent.end - extent.start;
    return zoomTo({ start: extent.start + from * length, end: extent.start + from * length + share * length }, extent);
  });
const all: TimelineZoom = { zoom: 'all' };
const minute = { start: 0, end: 60_000 };

describe('zooming a timeline', () => {
  it('shows nothing but what there is, however one zooms and pans', () => {
    fc.assert(
      fc.property(extents, zooms, ms(16), fc.double({ min: -2, max: 2, noNaN: true }), (extent, zoom, factor, by) => {
        const whole = wholeRange(extent);
        const slack = (whole.end - whole.start) * 1e-9 + 1e-6;
        const before = zoom(extent);
        for (const after of [
          before,
          zoomedBy(before, extent, factor),
          pannedBy(before, extent, by * (extent.end - extent.start)),
        ]) {
          const { start, end } = shownRange(after, extent);
          assert.ok(start >= whole.start - slack && end <= whole.end + slack, `${start} to ${end}`);
          assert.ok(end - start >= 0.1 - slack, 'a stretch that can be seen');
        }
      }),
    );
  });

  it('keeps what is pointed at where it is, as long as there is something around it', () => {
    const zoom: TimelineZoom = { zoom: 'range', start: 20_000, end: 40_000 };
    for (const anchor of [20_000, 25_000, 39_999]) {
      const scale = new TimeScale(shownRange(zoom, minute), 100, 500);
      const closer = new TimeScale(shownRange(zoomedBy(zoom, minute, 0.25, anchor), minute), 100, 500);
      assert.ok(Math.abs(closer.x(anchor) - scale.x(anchor)) < 1e-6);
      assert.ok(Math.abs(closer.msPerPx - scale.msPerPx / 4) < 1e-6);
    }
  });

  it('follows the newest until the user looks elsewhere', () => {
    const newest = zoomedBy(all, minute, 0.1);
    assert.deepEqual(newest, { zoom: 'newest', spanMs: 6000 });
    assert.deepEqual(shownRange(newest, { start: 0, end: 90_000 }), { start: 84_000, end: 90_000 });

    const earlier = pannedBy(newest, minute, -10_000);
    assert.ok(!isFollowing(earlier));
    assert.deepEqual(shownRange(earlier, { start: 0, end: 90_000 }), { start: 44_000, end: 50_000 });
    assert.ok(isFollowing(pannedBy(earlier, minute, 1e9)));
  });

  it('shows all again where one zooms out far enough', () => {
    assert.deepEqual(zoomedBy(zoomedBy(all, minute, 0.1), minute, 20), all);
  });

  it('shows a capture of a moment as a stretch', () => {
    const { start, end } = shownRange(all, { start: 5, end: 5 });
    assert.ok(end - start >= 10);
  });
});

describe('the scale of a timeline', () => {
  it('finds the time of a place, and the place of a time', () => {
    fc.assert(
      fc.property(ms(1e7), fc.double({ min: 1, max: 1e6, noNaN: true }), ms(2000), (start, length, x) => {
        const scale = new TimeScale({ start, end: start + length }, 84, 900);
        assert.ok(Math.abs(scale.x(scale.time(x)) - x) < 1e-3);
      }),
    );
  });
});
