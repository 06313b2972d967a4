import { formatBlock } from '../framing.ts';
import type { Scenario } from '../scenario.ts';

const silenceMs = 8000;
const eventsPerBurst = 20;

/** The events that a buffering proxy would have held back: made at even intervals, delivered at once. */
export function burst(number: number, deliveredAt: Date): string {
  const blocks: string[] = [];
  for (let index = 0; index < eventsPerBurst; index++) {
    const heldFor = Math.round((silenceMs * (eventsPerBurst - 1 - index)) / eventsPerBurst);
    blocks.push(
      formatBlock({
        id: number * eventsPerBurst + index + 1,
        data: JSON.stringify({ madeAt: new Date(deliveredAt.getTime() - heldFor).toISOString() }),
      }),
    );
  }
  return blocks.join('');
}

/** A stream behind a proxy that buffers: open, then silence, then everything at once. */
export const slow: Scenario = {
  path: '/slow',
  methods: ['GET'],
  summary: 'long silences, then a burst, as behind a proxy that buffers',
  async run(exchange) {
    exchange.openStream();
    for (let number = 0; ; number++) {
      await exchange.wait(silenceMs);
      await exchange.write(burst(number, new Date()));
    }
  },
};
