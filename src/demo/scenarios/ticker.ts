import type { BlockFields } from '../framing.ts';
import { lastNumber } from '../resume.ts';
import type { Scenario } from '../scenario.ts';

const symbols = ['ACME', 'GLOBEX', 'INITECH', 'HOOLI', 'UMBRA'] as const;
const intervalMs = 500;
const eventsPerHeartbeat = 10;

/**
 * The event with a number. Everything but the time follows from the number, so that a resumed stream continues exactly
 * where it broke off, with any server and at any time.
 */
export function tickerEvent(number: number, time: Date): BlockFields {
  const index = number % symbols.length;
  const price = 100 + 20 * index + 8 * Math.sin(number / 9 + index);
  const event = number % 4 === 0 ? 'trade' : 'price';
  return {
    id: number,
    event,
    data: JSON.stringify({
      symbol: symbols[index],
      price: Number(price.toFixed(2)),
      ...(event === 'trade' ? { quantity: 10 + ((number * 7) % 90) } : {}),
      time: time.toISOString(),
    }),
  };
}

/** Prices without end: a stream that does everything right. */
export const ticker: Scenario = {
  path: '/ticker',
  methods: ['GET'],
  summary: 'prices without end, with ids, retry and heartbeats; resumes after Last-Event-ID',
  async run(exchange) {
    exchange.openStream();
    const last = lastNumber(exchange.lastEventId);
    if (last === null) {
      await exchange.writeComment('the Last-Event-ID is not from this stream: starting from the beginning');
    }
    await exchange.writeBlock({ retry: 3000 });
    for (let number = (last ?? 0) + 1; ; number++) {
      await exchange.writeBlock(tickerEvent(number, new Date()));
      if (number % eventsPerHeartbeat === 0) {
        await exchange.writeComment('heartbeat');
      }
      await exchange.wait(intervalMs);
    }
  },
};
