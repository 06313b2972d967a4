import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { LogHistogram } from '../../../../src/core/record/logHistogram.ts';
import { StatisticsAccumulator, storedStatisticsSchema } from '../../../../src/core/record/statisticsAccumulator.ts';

const values = fc.array(
  fc.oneof(
    fc.nat({ max: 300 }),
    fc.nat(),
    fc.maxSafeNat().map((value) => value % 2 ** 45),
  ),
  { minLength: 1, maxLength: 400 },
);

function exactPercentile(of: readonly number[], share: number): number {
  const sorted = of.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

describe('a histogram', () => {
  it('gives percentiles with an error of less than 1 %, and the greatest value exactly', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const histogram = new LogHistogram();
        given.forEach((value) => histogram.add(value));
        const exact = exactPercentile(given, share);
        assert.ok(
          Math.abs(histogram.percentile(share) - exact) <= exact * 0.008,
          `${histogram.percentile(share)}, not ${exact}`,
        );
        assert.equal(histogram.max, Math.max(...given));
      }),
    );
  });

  it('comes back from its stored form as it was', () => {
    fc.assert(
      fc.property(values, (given) => {
        const histogram = new LogHistogram();
        given.forEach((value) => histogram.add(value));
        const restored = new LogHistogram();
        restored.restore(histogram.store());
        assert.deepEqual(restored.store(), histogram.store());
        assert.equal(restored.count, given.length);
      }),
    );
  });
});

describe('statistics', () => {
  it('tell rates, gaps and sizes of all events and of each type', () => {
    const statistics = new StatisticsAccumulator();
    for (let event = 0; event <= 100; event += 1) {
      statistics.add(event % 2 === 0 ? 'even' : 'odd', event * 100, event % 2 === 0 ? 10 : 1000);
    }
    const { all, types, otherEvents } = statistics.read();
    assert.equal(otherEvents, 0);
    assert.equal(all.events, 101);
    assert.equal(all.bytes, 51 * 10 + 50 * 1000);
    assert.deepEqual(all.rate, { mean: 10.1, peak: 10 });
    assert.equal(all.gap?.max, 100);
    assert.ok(Math.abs(all.gap.p50 - 100) < 1);
    assert.deepEqual(all.size && [all.size.p50, all.size.max], [10, 1000]);
    assert.deepEqual(
      types.map(({ type, events, gap, firstAt }) => [type, events, gap?.max, firstAt]),
      [
        ['even', 51, 200, 0],
        ['odd', 50, 200, 100],
      ],
    );
  });

  it('say nothing of what they cannot know', () => {
    const statistics = new StatisticsAccumulator();
    assert.deepEqual(statistics.read().all.size, null);
    statistics.add('one', 5, 0);
    const { all } = statistics.read();
    assert.deepEqual([all.gap, all.rate.mean, all.firstAt, all.rate.peak], [null, null, 5, 1]);
  });

  it('stay small whatever types a stream names', () => {
    const statistics = new StatisticsAccumulator();
    for (let event = 0; event < 1000; event += 1) {
      statistics.add(`type ${event}`, event, 1);
    }
    const { types, otherEvents, all } = statistics.read();
    assert.equal(all.events, 1000);
    assert.equal(types.length + otherEvents, 1000);
    assert.ok(types.length < 100);
  });

  it('go on where their stored form ended', () => {
    const given = fc.array(
      fc.record({ type: fc.constantFrom('a', 'b'), wait: fc.nat({ max: 3000 }), size: fc.nat({ max: 1e6 }) }),
    );
    fc.assert(
      fc.property(given, given, (before, after) => {
        const whole = new StatisticsAccumulator();
        const first = new StatisticsAccumulator();
        let time = 0;
        before.forEach(({ type, wait, size }) => {
          time += wait;
          whole.add(type, time, size);
          first.add(type, time, size);
        });
        const restored = new StatisticsAccumulator();
        restored.restore(v.parse(storedStatisticsSchema, JSON.parse(JSON.stringify(first.store()))));
        after.forEach(({ type, wait, size }) => {
          time += wait;
          whole.add(type, time, size);
          restored.add(type, time, size);
        });
        assert.deepEqual(restored.read(), whole.read());
      }),
      { numRuns: 30 },
    );
  });
});
