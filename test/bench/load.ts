import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a run cost the process that it ran in. */
export interface Load {
  /** Highest resident memory, bytes above what it was at the start. */
  readonly peakBytes: number;
  /** Resident memory at tenths of the run, bytes above what it was at the start. */
  readonly growth: readonly number[];
  /** Longest time for which the event loop of the main thread did not turn, milliseconds. */
  readonly stallMs: number;
}

const sampleMs = 10;

/** Begins to watch resident memory and the event loop of this process; returns what ends it. */
export function watchLoad(): () => Load {
  const idle = process.memoryUsage.rss();
  const samples = [idle];
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const timer = setInterval(() => samples.push(process.memoryUsage.rss()), sampleMs);
  return () => {
    clearInterval(timer);
    delays.disable();
    samples.push(process.memoryUsage.rss());
    const tenths = Array.from(
      { length: 10 },
      (_, index) => samples[Math.ceil(((index + 1) * samples.length) / 10) - 1],
    );
    return {
      peakBytes: samples.reduce((peak, sample) => Math.max(peak, sample), 0) - idle,
      growth: tenths.map((sample) => (sample ?? idle) - idle),
      stallMs: delays.max / 1e6,
    };
  };
}
