import assert from 'node:assert/strict';
import type { Timeline, TimelineLane } from '../../../src/core/record/timeline.ts';
import { axisTicks, drawnLanes, markStrength, tickLabel } from '../../../webview/timeline/timelineLayout.ts';

function timeline(lanes: readonly TimelineLane[]): Timeline {
  return { start: 0, binMs: 10, bins: 2, lanes, spans: [], extent: null, marks: null };
}

function types(number: number): TimelineLane[] {
  return Array.from({ length: number }, (_, index) => ({
    name: `t${index}`,
    source: 'type',
    counts: [index + 1, 0],
    total: index + 1,
  }));
}

describe('drawnLanes', () => {
  it('keeps types in the order of their first events, whichever is ahead', () => {
    assert.deepEqual(
      drawnLanes(timeline(types(3))).map(({ name }) => name),
      ['t0', 't1', 't2'],
    );
  });

  it('adds up the types that have no lane of their own', () => {
    const lanes = drawnLanes(timeline(types(12)));
    assert.equal(lanes.length, 9);
    assert.deepEqual(lanes.at(-1), { name: '', source: 'rest', counts: [10, 0], total: 10, peak: 10 });
  });

  it('has no lane "other" for a single type', () => {
    assert.deepEqual(new Set(drawnLanes(timeline(types(9))).map(({ source }) => source)), new Set(['type']));
  });

  it('has lanes for comments and faults only where there are any', () => {
    const lanes = drawnLanes(
      timeline([
        { name: 'comment', source: 'kind', counts: [0, 2], total: 2 },
        { name: 'invalid', source: 'kind', counts: [0, 0], total: 0 },
        { name: 'connection', source: 'kind', counts: [1, 1], total: 2 },
      ]),
    );
    assert.deepEqual(
      lanes.map(({ name }) => name),
      ['comment'],
    );
  });
});

describe('markStrength', () => {
  it('shows one event beside a thousand, and more for more', () => {
    assert.equal(markStrength(0, 1000), 0);
    assert.ok(markStrength(1, 1000) > 0.3);
    assert.ok(markStrength(1, 1000) < markStrength(100, 1000));
    assert.equal(markStrength(1000, 1000), 1);
  });
});

describe('time axis', () => {
  it('labels round times, as many as fit', () => {
    assert.deepEqual(axisTicks(0, 10_000, 5), [0, 2000, 4000, 6000, 8000, 10_000]);
    assert.deepEqual(axisTicks(1500, 3500, 4), [1500, 2000, 2500, 3000, 3500]);
    for (const span of [3, 70, 999, 12_345, 3_600_000, 90_000_000, 1e10]) {
      assert.ok(axisTicks(0, span, 4).length <= 5, `${span}`);
      assert.ok(axisTicks(0, span, 4).length >= 1, `${span}`);
    }
  });

  it('writes times as short as their step allows', () => {
    assert.equal(tickLabel(0, 500), '0');
    assert.equal(tickLabel(500, 500), '500 ms');
    assert.equal(tickLabel(1500, 500), '1.5 s');
    assert.equal(tickLabel(12_000, 2000), '12 s');
    assert.equal(tickLabel(150_000, 30_000), '2:30');
    assert.equal(tickLabel(3_750_000, 600_000), '1:02:30');
  });
});
