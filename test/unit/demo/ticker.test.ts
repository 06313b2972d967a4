import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tickerEvent } from '../../../src/demo/scenarios/ticker.ts';
import { get } from './demoClient.ts';
import { runningServer } from './runningServer.ts';

describe('/ticker', () => {
  const at = runningServer();

  it('numbers its events, sets the reconnection time and sends heartbeats', async () => {
    const { events, retries, comments } = await get(at('/ticker?speed=1000'), { events: 25 });
    assert.deepEqual(
      events.map(({ id }) => Number(id)),
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
    assert.deepEqual(retries, [3000]);
    assert.ok(comments.length >= 2);
    assert.ok(comments.every((comment) => comment === 'heartbeat'));
    assert.deepEqual(new Set(events.map(({ event }) => event)), new Set(['price', 'trade']));
  });

  it('continues after the Last-Event-ID with the events that would have followed', async () => {
    const whole = await get(at('/ticker?speed=1000'), { events: 8 });
    const resumed = await get(at('/ticker?speed=1000'), { events: 3, lastEventId: '5' });
    const symbols = (received: typeof whole) =>
      received.events.map(({ id, data }) => ({ id, price: (JSON.parse(data) as { price: number }).price }));
    assert.deepEqual(symbols(resumed), symbols(whole).slice(5));
  });

  for (const lastEventId of ['abc', '-3', '1.5', '99999999999999999999']) {
    it(`starts from the beginning, and says so, after the ID "${lastEventId}" of another stream`, async () => {
      const { events, comments } = await get(at('/ticker'), { events: 1, lastEventId });
      assert.equal(events[0]?.id, '1');
      assert.match(comments[0] ?? '', /not from this stream/);
    });
  }

  it('makes the same event of the same number', () => {
    const time = new Date(0);
    assert.deepEqual(tickerEvent(17, time), tickerEvent(17, time));
  });
});
