import { runClient } from './childProcess.ts';
import { formatCount } from './format.ts';
import { quantile } from './statistics.ts';

const rate = 100;
const seconds = 20;
/** Events of the first second: they find cold code. */
const skipped = rate;

/** How long an event of a calm stream takes from the server's write to the store. */
export async function measureLatency(server: string): Promise<void> {
  const events = rate * seconds;
  console.log(`latency: ${formatCount(events)} events at ${rate} a second, from the server's write to the commit`);
  const { latencies } = await runClient<{ latencies: number[] }>(new URL('./clients/latency.ts', import.meta.url), [
    server,
    events,
    rate,
    skipped,
  ]);
  const at = (share: number): string => `${quantile(latencies, share).toFixed(1)} ms`;
  console.log(`  p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}, of ${formatCount(latencies.length)} events`);
}
