import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Timeline, TimelineLane, TimelineSpan } from '../../../src/core/record/timeline.ts';
import {
  axisTicks,
  bandsOf,
  drawnLanes,
  laneRoom,
  lanesOf,
  markStrength,
  rateSteps,
  reconnectsIn,
  stalls,
  tickLabel,
} from '../../../webview/timeline/timelineLayout.ts';

function timeline(lanes: readonly TimelineLane[], binMs = 10): Timeline {
  const bins = Math.max(0, ...lanes.map(({ counts }) => counts.length));
  return { start: 0, binMs, bins, lanes, spans: [], extent: null, marks: null };
}

function lane(source: TimelineLane['source'], name: string, counts: readonly number[], total?: number): TimelineLane {
  return { source, name, counts, total: total ?? counts.reduce((sum, count) => sum + count, 0) };
}

function types(number: number): TimelineLane[] {
  return Array.from({ length: number }, (_, index) => lane('type', `t${index}`, [index + 1, 0]));
}

const names = (drawn: readonly { readonly name: string; readonly source: string }[]): readonly string[] =>
  drawn.map(({ name, source }) => name || source);

describe('the lanes of a timeline', () => {
  it('keep types in the order of their first events, whichever is ahead', () => {
    assert.deepEqual(names(drawnLanes(timeline(types(3)), 10)), ['t0', 't1', 't2']);
  });

  it('add up the types that have no lane of their own, the least frequent ones', () => {
    const lanes = drawnLanes(timeline(types(12)), 10);
    assert.deepEqual(names(lanes), ['t5', 't6', 't7', 't8', 't9', 't10', 't11', 'rest']);
    assert.equal(lanes.at(-1)?.total, 1 + 2 + 3 + 4 + 5);
  });

  it('never add up a single type, which could have the lane itself', () => {
    for (const room of [1, 2, 3, 5]) {
      assert.deepEqual(new Set(drawnLanes(timeline(types(room)), room).map(({ source }) => source)), new Set(['type']));
    }
  });

  it('choose by the whole capture, so that none changes while one zooms', () => {
    const often = lane('type', 'often', [0, 0], 1000);
    const now = lane('type', 'now', [5, 5], 10);
    const also = lane('type', 'also', [5, 5], 10);
    assert.deepEqual(names(drawnLanes(timeline([now, often, also]), 2)), ['often', 'rest']);
  });

  it('have one of comments and one of diagnostics where there are any, and no others of kinds', () => {
    const lanes = drawnLanes(
      timeline([
        lane('kind', 'comment', [0, 2]),
        lane('kind', 'invalid', [1, 0]),
        lane('kind', 'connection', [1, 1]),
        lane('diagnostic', '', [1, 0]),
      ]),
      10,
    );
    assert.deepEqual(names(lanes), ['comment', 'diagnostic']);
  });

  it('are never more than there is room for, and no event is left out', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 30 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        fc.boolean(),
        (number, room, hasComments, hasDiagnostics) => {
          const given = [
            ...types(number),
            ...(hasComments ? [lane('kind', 'comment', [1, 1])] : []),
            ...(hasDiagnostics ? [lane('diagnostic', '', [1, 1])] : []),
          ];
          const lanes = drawnLanes(timeline(given), room);
          assert.ok(lanes.length <= room, `${lanes.length} lanes`);
          const events = lanes.filter(({ source }) => source === 'type' || source === 'rest');
          assert.equal(
            events.reduce((sum, { total }) => sum + total, 0),
            (number * (number + 1)) / 2,
          );
        },
      ),
    );
  });

  it('lie below one another within the height', () => {
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 240 }), fc.nat({ max: 12 }), (height, wanted) => {
        const { ruler, connection, rate, lanes } = bandsOf(height, Math.min(wanted, laneRoom(height)));
        const bands = [ruler, connection, rate, ...lanes];
        bands.forEach((band, at) => assert.ok(band.top >= (bands[at - 1]?.top ?? 0) + (bands[at - 1]?.height ?? 0)));
        const last = bands.at(-1) ?? ruler;
        assert.ok(last.top + last.height <= height);
      }),
    );
  });

  it('are asked for by what they hold', () => {
    const lanes = drawnLanes(timeline([...types(12), lane('kind', 'comment', [1])]), 4);
    assert.deepEqual(names(lanes), ['t10', 't11', 'rest', 'comment']);
    assert.deepEqual(
      lanes.map((each) => lanesOf(each, lanes)),
      [
        { lanes: 'type', type: 't10' },
        { lanes: 'type', type: 't11' },
        { lanes: 'otherTypes', except: ['t10', 't11'] },
        { lanes: 'kind', kind: 'comment' },
      ],
    );
    assert.deepEqual(lanesOf(undefined, lanes), { lanes: 'all' });
  });
});

describe('the curve of the rate', () => {
  it('counts each event once, whatever the length of its steps', () => {
    const counts = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(counts, fc.nat({ max: 500 }), fc.integer({ min: 1, max: 400 }), (given, first, stepMs) => {
        const drawn = { ...timeline([lane('type', 'a', given), lane('kind', 'comment', given)]), start: first * 10 };
        const events = rateSteps(drawn, stepMs).reduce(
          (sum, { start, end, perSecond }) => sum + (perSecond * (end - start)) / 1000,
          0,
        );
        assert.ok(Math.abs(events - given.reduce((sum, count) => sum + count, 0)) < 1e-6);
      }),
    );
  });
});

describe('stalls', () => {
  const open: TimelineSpan = { state: 'open', start: 0, end: 100_000 };
  const steady = (bins: number): number[] => new Array<number>(bins).fill(1);

  it('are stretches far longer than usual without a record, while the connection is open', () => {
    const counts = [...steady(20), ...new Array<number>(50).fill(0), ...steady(20)];
    const span = { ...open, end: 9000 };
    assert.deepEqual(stalls(timeline([lane('type', 'a', counts)], 100), [span]), [{ start: 2000, end: 7000 }]);
    assert.deepEqual(stalls(timeline([lane('type', 'a', counts)], 100), [{ ...span, state: 'waiting' }]), []);
  });

  it('go on until something comes', () => {
    assert.deepEqual(stalls(timeline([lane('type', 'a', [...steady(20), 0, 0])], 100), [{ ...open, end: 9000 }]), [
      { start: 2000, end: 9000 },
    ]);
  });

  it('are not seen in a stream that is slow at all times', () => {
    const counts = Array.from({ length: 100 }, (_, bin) => (bin % 10 === 0 ? 1 : 0));
    assert.deepEqual(stalls(timeline([lane('type', 'a', counts)], 1000), [{ ...open, end: 91_000 }]), []);
  });
});

describe('reconnects', () => {
  it('are counted without the first connection', () => {
    const spans: TimelineSpan[] = [0, 10, 20].flatMap((start) => [
      { state: 'connecting', start, end: start + 1 },
      { state: 'open', start: start + 1, end: start + 10 },
    ]);
    assert.equal(reconnectsIn(spans, { start: 0, end: 100 }), 2);
    assert.equal(reconnectsIn(spans, { start: 15, end: 100 }), 1);
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
    for (const span of [0.3, 3, 70, 999, 12_345, 3_600_000, 90_000_000, 1e10]) {
      assert.ok(axisTicks(0, span, 4).length <= 5, `${span}`);
      assert.ok(axisTicks(0, span, 4).length >= 1, `${span}`);
    }
  });

  it('writes times as short as their step allows', () => {
    assert.equal(tickLabel(0, 500), '0');
    assert.equal(tickLabel(0.3, 0.1), '0.3 ms');
    assert.equal(tickLabel(1000.25, 0.05), '1.00025 s');
    assert.equal(tickLabel(500, 500), '500 ms');
    assert.equal(tickLabel(1500, 500), '1.5 s');
    assert.equal(tickLabel(12_000, 2000), '12 s');
    assert.equal(tickLabel(150_000, 30_000), '2:30');
    assert.equal(tickLabel(3_750_000, 600_000), '1:02:30');
  });
});
