import { runClient } from './childProcess.ts';
import { formatAim, formatCount, formatMiB, formatRatio } from './format.ts';
import type { Load } from './load.ts';
import { median } from './statistics.ts';
import { eventBytes } from './streamEvents.ts';

const mebibyte = 1024 * 1024;

interface Run {
  readonly seconds: number;
  /** Of the engine only: the others store nothing and are no yardstick for memory. */
  readonly load?: Load;
}

interface Client {
  readonly name: string;
  readonly module: URL;
  readonly runs: Run[];
}

/** The engine beside the two usual ways to read a stream in Node, each run in a fresh process. */
export async function measureThroughput(server: string, events: number, rounds: number): Promise<void> {
  const engine: Client = {
    name: 'engine, socket to committed in SQLite',
    module: new URL('./clients/engine.ts', import.meta.url),
    runs: [],
  };
  const eventsource: Client = {
    name: 'eventsource, stores nothing',
    module: new URL('./clients/eventsource.ts', import.meta.url),
    runs: [],
  };
  const parser: Client = {
    name: 'bare node:http + eventsource-parser',
    module: new URL('./clients/parser.ts', import.meta.url),
    runs: [],
  };
  const clients = [engine, eventsource, parser];

  console.log(`throughput: ${formatCount(events)} events of ${eventBytes} bytes, median of ${rounds} rounds`);
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another one, so that none always has the machine at its best.
    for (let turn = 0; turn < clients.length; turn++) {
      const client = clients[(round + turn) % clients.length];
      client?.runs.push(await runClient<Run>(client.module, [server, events]));
    }
  }

  const rate = ({ runs }: Client): number => events / median(runs.map(({ seconds }) => seconds));
  for (const client of clients) {
    const seconds = client.runs.map((run) => run.seconds.toFixed(2)).join(', ');
    console.log(`  ${client.name.padEnd(38)} ${formatCount(rate(client)).padStart(10)} events/s  (${seconds} s)`);
  }
  const loads = engine.runs.flatMap(({ load }) => load ?? []);
  const ratio = rate(engine) / rate(eventsource);
  const peakBytes = Math.max(...loads.map((load) => load.peakBytes));
  const stallMs = Math.max(...loads.map((load) => load.stallMs));
  console.log(`ratio vs eventsource: ${formatRatio(ratio)}`);
  console.log(`ratio vs bare http + parser: ${formatRatio(rate(engine) / rate(parser))}`);
  const each = (figures: readonly string[]): string => `(${figures.join(', ')})`;
  const peaks = each(loads.map((load) => formatMiB(load.peakBytes)));
  const stalls = each(loads.map((load) => `${load.stallMs.toFixed(1)} ms`));
  console.log(`peak resident memory above idle: ${formatMiB(peakBytes)}  ${peaks}`);
  console.log(`longest event loop stall of the main thread: ${stallMs.toFixed(1)} ms  ${stalls}`);
  console.log('aims');
  console.log(formatAim("at least half of eventsource's rate", ratio >= 0.5, formatRatio(ratio)));
  console.log(formatAim('less than 150 MiB above idle', peakBytes < 150 * mebibyte, formatMiB(peakBytes)));
  console.log(formatAim('no stall above 50 ms', stallMs <= 50, `${stallMs.toFixed(1)} ms`));
}
