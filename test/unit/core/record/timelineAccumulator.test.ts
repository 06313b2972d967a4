import assert from 'node:assert/strict';
import { TimelineAccumulator } from '../../../../src/core/record/timelineAccumulator.ts';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

describe('a timeline accumulator', () => {
  it('counts every record in the bin of its time and the lane of its type or kind', () => {
    const timeline = new TimelineAccumulator();
    timeline.add('event', 'a', 0);
    timeline.add('event', 'b', 9);
    timeline.add('comment', '', 17);
    const { binMs, lanes } = timeline.read(2048);
    assert.equal(binMs, 8);
    assert.deepEqual(
      lanes.map(({ name, source, counts }) => [name, source, counts]),
      [
        ['a', 'type', [1, 0, 0]],
        ['b', 'type', [0, 1, 0]],
        ['comment', 'kind', [0, 0, 1]],
      ],
    );
  });

  it('loses no record when the capture outlasts its bins', () => {
    const timeline = new TimelineAccumulator();
    for (let time = 0; time < 1_000_000; time += 100) {
      timeline.add('event', 'a', time);
    }
    const { bins, binMs, lanes } = timeline.read(2048);
    assert.ok(bins <= 2048);
    assert.ok(bins * binMs >= 999_900);
    assert.equal(sum(lanes[0]?.counts ?? []), 10_000);
  });

  it('gives no more bins than were asked for', () => {
    const timeline = new TimelineAccumulator();
    for (let time = 0; time < 10_000; time += 1) {
      timeline.add('event', 'a', time);
    }
    const { bins, lanes } = timeline.read(100);
    assert.ok(bins <= 100);
    assert.equal(sum(lanes[0]?.counts ?? []), 10_000);
  });

  it('counts events of types beyond the lanes it has as events of no type', () => {
    const timeline = new TimelineAccumulator();
    for (let type = 0; type < 500; type += 1) {
      timeline.add('event', `type ${type}`, type);
    }
    const { lanes } = timeline.read(2048);
    assert.ok(lanes.length < 100);
    assert.equal(
      lanes.reduce((total, { counts }) => total + sum(counts), 0),
      500,
    );
    assert.ok(lanes.some(({ source, name }) => source === 'kind' && name === 'event'));
  });

  it('goes on where its stored form ended', () => {
    const timeline = new TimelineAccumulator();
    timeline.add('event', 'a', 20_000);
    const restored = new TimelineAccumulator();
    restored.restore(timeline.store());
    timeline.add('event', 'a', 30_000);
    restored.add('event', 'a', 30_000);
    assert.deepEqual(restored.read(2048), timeline.read(2048));
  });
});
