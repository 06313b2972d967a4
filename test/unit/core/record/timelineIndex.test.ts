import assert from 'node:assert/strict';
import fc from 'fast-check';
import { binAt } from '../../../../src/core/record/timelineBins.ts';
import { TimelineIndex, type TimelineRecord, type TimelineRecords } from '../../../../src/core/record/timelineIndex.ts';
import type { TimelineCounts, TimeRange } from '../../../../src/core/record/timeline.ts';

/** Records in memory, with an index over them. */
class IndexedRecords implements TimelineRecords {
  readonly index: TimelineIndex;
  readonly records: TimelineRecord[] = [];
  scanned = 0;

  constructor(maxPages?: number) {
    this.index = new TimelineIndex(maxPages);
  }

  add(record: Omit<TimelineRecord, 'seq'>): void {
    this.records.push({ ...record, seq: this.records.length + 1 });
    this.index.add(record.kind, record.type, record.time, record.hasWarning);
  }

  scan(first: number, end: number, visit: (record: TimelineRecord) => void): void {
    this.scanned += end - first;
    this.records.slice(first, end).forEach(visit);
  }

  positionOf(seq: number): number {
    return seq - 1;
  }

  read(bins: number, range: TimeRange | null = null): TimelineCounts {
    return this.index.read({ bins, range }, this);
  }
}

/** What a timeline should say, by looking at each record. */
function countedOneByOne(
  records: readonly TimelineRecord[],
  { start, binMs, bins, lanes }: TimelineCounts,
): number[][] {
  const first = Math.round(start / binMs);
  return lanes.map(({ name, source }) => {
    const counts = new Array<number>(bins).fill(0);
    for (const { kind, type, time, hasWarning } of records) {
      const bin = binAt(time, binMs) - first;
      const isOfLane =
        source === 'type'
          ? kind === 'event' && type === name
          : source === 'kind'
            ? kind !== 'event' && kind === name
            : hasWarning;
      if (isOfLane && bin >= 0 && bin < bins) {
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
    }
    return counts;
  });
}

const gap = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 5, arbitrary: fc.double({ min: 0, max: 5, noNaN: true }) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 5000, noNaN: true }) },
);
const arrivals = fc.array(
  fc.record({
    gap,
    kind: fc.constantFrom('event', 'event', 'event', 'comment', 'invalid', 'connection'),
    type: fc.constantFrom('delta', 'ping', 'message'),
    hasWarning: fc.constantFrom(false, false, false, true),
  }),
  { maxLength: 1500 },
);

function indexed(
  given: readonly { readonly gap: number; readonly kind: TimelineRecord['kind']; type: string; hasWarning: boolean }[],
  maxPages?: number,
): IndexedRecords {
  const records = new IndexedRecords(maxPages);
  let time = 0;
  for (const { gap: wait, kind, type, hasWarning } of given) {
    time += wait;
    records.add({ kind, type: kind === 'event' ? type : '', time, hasWarning });
  }
  return records;
}

/** A steady stream of so many events. */
function steady(count: number, stepMs: number, maxPages?: number): IndexedRecords {
  const records = new IndexedRecords(maxPages);
  for (let event = 0; event < count; event += 1) {
    records.add({ kind: 'event', type: event % 10 === 0 ? 'ping' : 'delta', time: event * stepMs, hasWarning: false });
  }
  return records;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

describe('a timeline', () => {
  it('counts each record of any stretch in the bin of its time and the lane of its type or kind', () => {
    fc.assert(
      fc.property(
        arrivals,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.integer({ min: 4, max: 600 }),
        (given, from, share, bins) => {
          const records = indexed(given);
          const length = records.records.at(-1)?.time ?? 0;
          const start = from * length;
          const timeline = records.read(bins, { start, end: start + Math.max(0.01, share * length) });
          assert.deepEqual(
            timeline.lanes.map(({ counts }) => [...counts]),
            countedOneByOne(records.records, timeline),
          );
        },
      ),
    );
  });

  it('covers what was asked for, in round bins of which there are no more than that', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 0.01, max: 1e9, noNaN: true }),
        fc.integer({ min: 4, max: 4096 }),
        (start, length, bins) => {
          const records = steady(1, 1);
          const timeline = records.read(bins, { start, end: start + length });
          assert.ok(timeline.bins <= bins);
          assert.ok(timeline.start <= start + 1e-6);
          assert.ok(timeline.start + timeline.bins * timeline.binMs >= start + length - 1e-3);
          assert.match(timeline.binMs.toExponential(3), /^[125]\.000e/);
        },
      ),
    );
  });

  it('loses no record, and reads only few, when there are more than its pages hold one by one', () => {
    const records = steady(40_000, 0.7, 256);
    const timeline = records.read(500);
    assert.equal(
      timeline.lanes.reduce((total, { counts }) => total + sum(counts), 0),
      40_000,
    );
    assert.ok(records.scanned <= 10_000, `${records.scanned} records read`);
    const naive = countedOneByOne(records.records, timeline);
    timeline.lanes.forEach(({ counts }, lane) =>
      counts.forEach((count, bin) => {
        const exact = naive[lane]?.[bin] ?? 0;
        assert.ok(
          Math.abs(count - exact) <= Math.max(2, 0.05 * exact),
          `lane ${lane}, bin ${bin}: ${count}, not ${exact}`,
        );
      }),
    );
  });

  it('keeps a burst apart from the stall before it, however large its pages are', () => {
    const records = new IndexedRecords(64);
    for (let event = 0; event < 20_000; event += 1) {
      records.add({
        kind: 'event',
        type: 'a',
        time: event < 10_000 ? event * 0.1 : 60_000 + event * 0.1,
        hasWarning: false,
      });
    }
    const { lanes, binMs } = records.read(100);
    const stalled = lanes[0]?.counts.filter((_, bin) => bin * binMs > 2000 && (bin + 1) * binMs < 60_000) ?? [];
    assert.equal(sum(stalled), 0);
  });

  it('tells few records apart, with their numbers', () => {
    const records = steady(100_000, 1);
    const { marks, lanes } = records.read(100, { start: 500, end: 510 });
    assert.deepEqual(
      marks?.map(({ time, seq, lane }) => [time, seq, lanes[lane]?.name]),
      Array.from({ length: 10 }, (_, at) => [500 + at, 501 + at, at === 0 ? 'ping' : 'delta']),
    );
    assert.equal(records.read(100).marks, null);
  });

  it('counts events of types beyond the lanes it has as events of no type', () => {
    const records = new IndexedRecords();
    for (let type = 0; type < 500; type += 1) {
      records.add({ kind: 'event', type: `type ${type}`, time: type, hasWarning: false });
    }
    const { lanes } = records.read(50);
    assert.ok(lanes.length < 50);
    assert.equal(
      lanes.reduce((total, { counts }) => total + sum(counts), 0),
      500,
    );
    assert.ok(lanes.some(({ source, name }) => source === 'kind' && name === 'event'));
  });

  it('says how many records a lane has in all, whatever is in sight', () => {
    const { lanes } = steady(1000, 1).read(10, { start: 0, end: 10 });
    assert.deepEqual(
      lanes.map(({ name, total }) => [name, total]),
      [
        ['ping', 100],
        ['delta', 900],
      ],
    );
  });

  it('goes on where its stored form ended', () => {
    fc.assert(
      fc.property(arrivals, arrivals, (before, after) => {
        const whole = indexed([...before, ...after], 16);
        const first = indexed(before, 16);
        const { head, bytes } = first.index.store();
        const restored = new TimelineIndex(16);
        restored.restore(JSON.parse(JSON.stringify(head)) as typeof head, bytes);
        whole.records
          .slice(before.length)
          .forEach(({ kind, type, time, hasWarning }) => restored.add(kind, type, time, hasWarning));
        assert.deepEqual(restored.read({ bins: 50, range: null }, whole), whole.read(50));
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a stored form whose parts do not fit each other', () => {
    const { head, bytes } = steady(100, 1).index.store();
    assert.throws(() => new TimelineIndex().restore(head, bytes.subarray(1)), RangeError);
  });
});
