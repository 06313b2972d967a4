import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportFormatIds } from '../../src/core/export/exportFormat.ts';
import { runClient } from './childProcess.ts';
import { formatAim, formatCount, formatMiB, formatRatio } from './format.ts';
import type { Load } from './load.ts';

const mebibyte = 1024 * 1024;

interface Run {
  readonly seconds: number;
  readonly load: Load;
}

interface ExportRun extends Run {
  readonly records: number;
  readonly bytes: number;
}

/** Exports of one capture in each format, beside a copy of the same file through a process of its own. */
export async function measureExports(server: string, events: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sse-debugger-bench-'));
  try {
    console.log(`exports: ${formatCount(events)} events`);
    const { file } = await runClient<{ file: string }>(new URL('./clients/capture.ts', import.meta.url), [
      server,
      events,
      folder,
    ]);
    const peaks: number[] = [];
    for (const format of exportFormatIds) {
      peaks.push(await measureFormat(file, format, path.join(folder, format)));
    }
    const peak = Math.max(...peaks);
    console.log(formatAim('less than 150 MiB above idle', peak < 150 * mebibyte, formatMiB(peak)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the highest resident memory above idle, bytes. */
async function measureFormat(capture: string, format: string, target: string): Promise<number> {
  const exported = await runClient<ExportRun>(new URL('./clients/export.ts', import.meta.url), [
    capture,
    format,
    target,
  ]);
  const copied = await runClient<Run>(new URL('./clients/copy.ts', import.meta.url), [target, `${target}.copy`]);
  await Promise.all([rm(target), rm(`${target}.copy`)]);
  const speed = (run: Run): number => exported.bytes / 1e6 / run.seconds;
  console.log(
    `  ${format.padEnd(7)} ${speed(exported).toFixed(0).padStart(5)} MB/s, ${formatCount(exported.records / exported.seconds).padStart(9)} records/s, ${formatRatio(copied.seconds / exported.seconds)} of a copy's ${speed(copied).toFixed(0)} MB/s`,
  );
  console.log(
    `          peak ${formatMiB(exported.load.peakBytes)} above idle, ${formatRatio(exported.load.peakBytes / copied.load.peakBytes)} of a copy's; at tenths of the run: ${exported.load.growth.map(formatMiB).join(', ')}`,
  );
  return exported.load.peakBytes;
}
