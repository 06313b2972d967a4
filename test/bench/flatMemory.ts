import { runClient } from './childProcess.ts';
import { formatCount, formatMiB } from './format.ts';
import type { Load } from './load.ts';

/** A capture ten times as long: whether resident memory stays where it was. Needs about 5 GB of disk by default. */
export async function measureFlatMemory(server: string, events: number): Promise<void> {
  console.log(`flat memory: ${formatCount(events)} events`);
  const { seconds, load } = await runClient<{ seconds: number; load: Load }>(
    new URL('./clients/engine.ts', import.meta.url),
    [server, events],
  );
  console.log(`  ${formatCount(events / seconds)} events/s over ${seconds.toFixed(2)} s`);
  console.log(`  resident memory above idle at tenths of the run: ${load.growth.map(formatMiB).join(', ')}`);
  console.log(`  peak resident memory above idle: ${formatMiB(load.peakBytes)}`);
  console.log(`  longest event loop stall of the main thread: ${load.stallMs.toFixed(1)} ms`);
}
