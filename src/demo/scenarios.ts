import type { Scenario } from './scenario.ts';
import { broken } from './scenarios/broken.ts';
import { chat } from './scenarios/chat.ts';
import { firehose } from './scenarios/firehose.ts';
import { flaky } from './scenarios/flaky.ts';
import { html } from './scenarios/html.ts';
import { slow } from './scenarios/slow.ts';
import { status } from './scenarios/status.ts';
import { ticker } from './scenarios/ticker.ts';

const streams: readonly Scenario[] = [ticker, chat, flaky, broken, firehose, slow, status, html];

/** Lists the routes for somebody who looks with a browser or curl. */
const index: Scenario = {
  path: '/',
  methods: ['GET'],
  summary: 'this list',
  run(exchange) {
    const width = Math.max(...streams.map(({ path }) => path.length));
    const lines = streams.map(({ path, summary }) => `${path.padEnd(width)}  ${summary}`);
    const text = `Demo server of SSE Debugger\n\n${lines.join('\n')}\n\nspeed=N makes every stream but the firehose N times as fast.\n`;
    exchange.respond(200, { 'content-type': 'text/plain; charset=utf-8' }, text);
    return Promise.resolve();
  },
};

/** All routes by path. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map(
  [index, ...streams].map((scenario) => [scenario.path, scenario]),
);
