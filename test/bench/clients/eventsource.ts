import { EventSource } from 'eventsource';
import { report } from '../childProcess.ts';
import { eventTypes } from '../streamEvents.ts';

/** npm `eventsource`: from before the request until the last event's handler. */
const [server = '', events = ''] = process.argv.slice(2);
const count = Number(events);

const start = performance.now();
const source = new EventSource(`${server}/burst?events=${count}`);
let received = 0;
const handler = (): void => {
  received++;
  if (received === count) {
    source.close();
    report({ seconds: (performance.now() - start) / 1000 });
  }
};
for (const type of eventTypes) {
  source.addEventListener(type, handler);
}
source.addEventListener('error', (error) => {
  throw new Error(`eventsource failed after ${received} of ${count} events: ${error.message ?? 'no reason given'}`);
});
