import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { firstMessage, forkModule } from './childProcess.ts';
import { measureExports } from './exports.ts';
import { describeMachine } from './format.ts';
import { measureFlatMemory } from './flatMemory.ts';
import { measureHttpVersions } from './httpVersions.ts';
import { measureLatency } from './latency.ts';
import { measureManySessions } from './manySessions.ts';
import { measureThroughput } from './throughput.ts';

/** `npm run bench -- [--events N] [--rounds N] [--quick] [--all | --export]`. Prints figures and aims; judges nothing itself. */
const { values } = parseArgs({
  options: {
    events: { type: 'string' },
    rounds: { type: 'string' },
    /** A tenth of the events and one round: to see that it works, not for figures. */
    quick: { type: 'boolean', default: false },
    /** Also the benchmarks of HTTP/2, memory, many sessions, latency and exports. */
    all: { type: 'boolean', default: false },
    /** The benchmark of exports alone. */
    export: { type: 'boolean', default: false },
  },
});

function count(option: 'events' | 'rounds', fallback: number): number {
  const value = values[option] === undefined ? fallback : Number(values[option]);
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`--${option} must be a whole number above 0, not "${values[option] ?? ''}"`);
  }
  return value;
}

const events = count('events', values.quick ? 100_000 : 1_000_000);
const rounds = count('rounds', values.quick ? 1 : 3);

if (!existsSync(path.join(import.meta.dirname, '../../dist/engine.js'))) {
  throw new Error('dist/engine.js does not exist: run "npm run build" first');
}

console.log(describeMachine());
const server = forkModule(new URL('./server.ts', import.meta.url));
try {
  const url = String(await firstMessage(server));
  if (!values.export) {
    await measureThroughput(url, events, rounds);
  }
  if (values.all) {
    await measureHttpVersions(events, rounds);
    await measureFlatMemory(url, events * 10);
    await measureManySessions(url);
    await measureLatency(url);
  }
  if (values.all || values.export) {
    await measureExports(url, events);
  }
} finally {
  server.disconnect();
}
