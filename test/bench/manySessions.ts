import { runClient } from './childProcess.ts';
import { formatCount, formatMiB } from './format.ts';
import type { Load } from './load.ts';

const sessions = 50;
const rate = 2000;
const seconds = 10;

/** Many sessions at a steady rate: whether the engine keeps up and loses nothing. The client throws if it does. */
export async function measureManySessions(server: string): Promise<void> {
  const events = rate * seconds;
  console.log(`many sessions: ${sessions} at once, ${formatCount(rate)} events/s each for ${seconds} s`);
  const run = await runClient<{ seconds: number; load: Load }>(new URL('./clients/manySessions.ts', import.meta.url), [
    server,
    sessions,
    events,
    rate,
  ]);
  const total = sessions * events;
  console.log(`  ${formatCount(total)} of ${formatCount(total)} events committed`);
  console.log(`  ${formatCount(total / run.seconds)} events/s over ${run.seconds.toFixed(2)} s`);
  console.log(`  peak resident memory above idle: ${formatMiB(run.load.peakBytes)}`);
  console.log(`  longest event loop stall of the main thread: ${run.load.stallMs.toFixed(1)} ms`);
}
