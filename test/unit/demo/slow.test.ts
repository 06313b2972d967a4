import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { burst } from '../../../src/demo/scenarios/slow.ts';
import { get } from './demoClient.ts';
import { runningServer } from './runningServer.ts';

describe('/slow', () => {
  const at = runningServer();

  it('sends bursts of events whose IDs go on', async () => {
    const { events } = await get(at('/slow?speed=1000'), { events: 40 });
    assert.deepEqual(
      events.map(({ id }) => Number(id)),
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });

  it('spreads the times at which the events were made over the silence before the burst', () => {
    const delivered = new Date('2026-01-01T00:00:08.000Z');
    const times = [...burst(0, delivered).matchAll(/"madeAt":"([^"]+)"/g)].map(([, time]) => Date.parse(time ?? ''));
    assert.equal(times.length, 20);
    assert.equal(times.at(-1), delivered.getTime());
    assert.deepEqual(
      times.slice(1).map((time, index) => time - (times[index] ?? 0)),
      Array.from({ length: 19 }, () => 400),
    );
  });
});
