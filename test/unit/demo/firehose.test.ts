import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { firehoseEvents } from '../../../src/demo/scenarios/firehose.ts';
import { get } from './demoClient.ts';
import { runningServer } from './runningServer.ts';

describe('/firehose', () => {
  const at = runningServer();

  it('sends as many events as asked for, none twice and none left out, then ends', async () => {
    const { events, ending } = await get(at('/firehose?rate=200000&count=5000'));
    assert.equal(ending, 'ended');
    assert.deepEqual(
      events.map(({ id }) => Number(id)),
      Array.from({ length: 5000 }, (_, index) => index + 1),
    );
    for (const { id, data } of events) {
      assert.equal((JSON.parse(data) as { sequence: number }).sequence, Number(id));
    }
  });

  it('does not exceed its rate', async () => {
    const start = performance.now();
    const { events } = await get(at('/firehose?rate=500&count=50'));
    const elapsed = performance.now() - start;
    assert.equal(events.length, 50);
    // The first event is due at once, the other 49 take 2 ms each.
    assert.ok(elapsed >= 98, `${elapsed} ms`);
  });

  it('resumes after the Last-Event-ID, and says with status 204 that there is no more', async () => {
    const rest = await get(at('/firehose?rate=100000&count=10'), { lastEventId: '7' });
    assert.deepEqual(
      rest.events.map(({ id }) => id),
      ['8', '9', '10'],
    );
    assert.equal((await get(at('/firehose?count=10'), { lastEventId: '10' })).status, 204);
  });

  it('starts at once at a low rate', async () => {
    assert.equal((await get(at('/firehose?rate=0.1'), { events: 1 })).events[0]?.id, '1');
  });

  for (const query of ['rate=0', 'rate=many', 'rate=2000000', 'count=0', 'count=1.5']) {
    it(`refuses ?${query}`, async () => {
      assert.equal((await get(at(`/firehose?${query}`))).status, 400);
    });
  }

  it('makes the same events in whatever batches', () => {
    assert.equal(firehoseEvents(1, 3) + firehoseEvents(4, 2), firehoseEvents(1, 5));
  });
});
