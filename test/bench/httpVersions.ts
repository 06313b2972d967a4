import { firstMessage, forkModule, runClient } from './childProcess.ts';
import { formatCount, formatRatio } from './format.ts';
import { median } from './statistics.ts';

const client = new URL('./clients/secureEngine.ts', import.meta.url);

/** The engine over HTTP/2 beside itself over HTTP/1.1, both over TLS, each run in a fresh process. */
export async function measureHttpVersions(events: number, rounds: number): Promise<void> {
  const server = forkModule(new URL('./server.ts', import.meta.url), ['tls']);
  try {
    const url = String(await firstMessage(server));
    const seconds: Record<'1.1' | '2', number[]> = { '1.1': [], '2': [] };
    for (let round = 0; round < rounds; round++) {
      for (const version of round % 2 === 0 ? (['1.1', '2'] as const) : (['2', '1.1'] as const)) {
        const run = await runClient<{ readonly seconds: number }>(client, [url, events, version]);
        seconds[version].push(run.seconds);
      }
    }
    console.log(`HTTP versions over TLS: ${formatCount(events)} events, median of ${rounds} rounds`);
    for (const version of ['1.1', '2'] as const) {
      const rate = formatCount(events / median(seconds[version]));
      const each = seconds[version].map((run) => run.toFixed(2)).join(', ');
      console.log(`  HTTP/${version.padEnd(33)} ${rate.padStart(10)} events/s  (${each} s)`);
    }
    console.log(`ratio of HTTP/2 to HTTP/1.1: ${formatRatio(median(seconds['1.1']) / median(seconds['2']))}`);
  } finally {
    server.disconnect();
  }
}
