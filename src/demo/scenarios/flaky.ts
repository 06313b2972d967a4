import { assertNever } from '../../core/assertNever.ts';
import { formatBlock } from '../framing.ts';
import { lastNumber } from '../resume.ts';
import type { Scenario } from '../scenario.ts';

const intervalMs = 200;
const cycle = 24;

/** What becomes of the connection at an event. */
type Mishap =
  | 'none'
  /** The event arrives whole, then the body ends in an orderly way. */
  | 'end-after'
  /** Half of the event arrives, then the connection is dropped. */
  | 'cut-within'
  /** Half of the event arrives, then the body ends as if all were well. */
  | 'end-within';

/**
 * The mishap at the event with a number: always the same, so that what a user sees can be repeated. The first event of
 * a connection always arrives whole, or a client that resumes could never get past it.
 */
function mishapAt(number: number, firstOfConnection: number): Mishap {
  switch (number % cycle) {
    case 7:
      return 'end-after';
    case 15:
      return number === firstOfConnection ? 'none' : 'cut-within';
    case 0:
      return number === firstOfConnection ? 'none' : 'end-within';
    default:
      return 'none';
  }
}

/** A stream over a bad connection: nothing is lost by a client that resumes as it should. */
export const flaky: Scenario = {
  path: '/flaky',
  methods: ['GET'],
  summary: 'ends or breaks now and then, also in the middle of an event; resumes after Last-Event-ID',
  async run(exchange) {
    exchange.openStream();
    await exchange.writeBlock({ retry: 1000 });
    const first = (lastNumber(exchange.lastEventId) ?? 0) + 1;
    for (let number = first; ; number++) {
      const percent = Math.floor(((number % cycle) * 100) / cycle);
      const data = JSON.stringify({ step: number, percent });
      const block = formatBlock({ id: number, event: 'progress', data });
      const half = block.slice(0, block.length >> 1);
      const mishap = mishapAt(number, first);
      switch (mishap) {
        case 'none':
          await exchange.write(block);
          break;
        case 'end-after':
          await exchange.write(block);
          exchange.end();
          return;
        case 'cut-within':
          await exchange.cut(half);
          return;
        case 'end-within':
          await exchange.write(half);
          exchange.end();
          return;
        default:
          assertNever(mishap);
      }
      await exchange.wait(intervalMs);
    }
  },
};
