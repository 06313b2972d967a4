import { numberParameter } from '../parameters.ts';
import { lastNumber } from '../resume.ts';
import type { Scenario } from '../scenario.ts';

const batchIntervalMs = 10;
/** A client that fell behind gets no more than this much of the missed time at once. */
const catchUpMs = 250;
/** One write is about 64 KiB at most, so that back pressure is felt early. */
const maxEventsPerWrite = 400;

const types = ['order', 'order', 'quote', 'quote', 'quote', 'trade', 'order', 'quote'] as const;

/** Consecutive events of the firehose as they go onto the wire. */
export function firehoseEvents(first: number, count: number): string {
  let text = '';
  for (let number = first; number < first + count; number++) {
    const type = types[number % types.length] ?? 'order';
    const price = 10_000 + ((number * 37) % 997);
    text += `id: ${number}\nevent: ${type}\ndata: {"sequence":${number},"price":${price},"size":${1 + (number % 50)},"venue":"X${number % 7}"}\n\n`;
  }
  return text;
}

/** As many events a second as asked for. */
export const firehose: Scenario = {
  path: '/firehose',
  methods: ['GET'],
  summary: 'rate=N events a second (default 1000); count=N ends the stream after event N, for good',
  async run(exchange) {
    const rate = numberParameter(exchange.query, 'rate', { min: 0.1, max: 1_000_000, fallback: 1000 });
    const count = numberParameter(exchange.query, 'count', { min: 1, max: 1e12, fallback: Infinity, integer: true });
    let next = (lastNumber(exchange.lastEventId) ?? 0) + 1;
    if (next > count) {
      // The polite way to tell an EventSource not to come back.
      exchange.respond(204, {});
      return;
    }
    exchange.openStream();
    let previous = performance.now();
    let due = 1;
    while (next <= count) {
      while (due >= 1 && next <= count) {
        const batch = Math.min(Math.floor(due), maxEventsPerWrite, count - next + 1);
        await exchange.write(firehoseEvents(next, batch));
        next += batch;
        due -= batch;
      }
      if (next <= count) {
        await exchange.waitExactly(batchIntervalMs);
      }
      const now = performance.now();
      due += (Math.min(now - previous, catchUpMs) * rate) / 1000;
      previous = now;
    }
    exchange.end();
  },
};
