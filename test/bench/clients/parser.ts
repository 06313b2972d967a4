import { get } from 'node:http';
import { createParser } from 'eventsource-parser';
import { report } from '../childProcess.ts';

/** Bare `node:http` and eventsource-parser: from before the request until the end of the body. */
const [server = '', events = ''] = process.argv.slice(2);
const count = Number(events);

const start = performance.now();
let received = 0;
const parser = createParser({ onEvent: () => received++ });
get(`${server}/burst?events=${count}`, (response) => {
  response.setEncoding('utf8');
  response.on('data', (text: string) => parser.feed(text));
  response.on('end', () => {
    if (received !== count) {
      throw new Error(`the parser found ${received} of ${count} events`);
    }
    report({ seconds: (performance.now() - start) / 1000 });
  });
});
