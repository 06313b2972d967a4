import { rm, stat } from 'node:fs/promises';
import { exportFormatIds } from '../../../src/core/export/exportFormat.ts';
import { report } from '../childProcess.ts';
import { watchLoad } from '../load.ts';
import { loadEngine } from './engineModule.ts';

/** Exports a capture to a file, from before the call until the file has its name. */
const [capture = '', name = '', target = ''] = process.argv.slice(2);
const format = exportFormatIds.find((id) => id === name);
if (format === undefined) {
  throw new RangeError(`${name} is no format`);
}

const { engine } = loadEngine();
// Starts a thread once, so that its code is loaded before anything is measured.
await engine.exportCapture(capture, {
  selection: { selection: 'records', seqs: [1] },
  format,
  output: { to: 'file', file: target },
});
await rm(target);

const stopWatching = watchLoad();
const start = performance.now();
const outcome = await engine.exportCapture(capture, {
  selection: { selection: 'all' },
  format,
  output: { to: 'file', file: target },
});
const seconds = (performance.now() - start) / 1000;
const load = stopWatching();
if (outcome.outcome !== 'written' || outcome.bytes !== (await stat(target)).size) {
  throw new Error(`the export was not written: ${JSON.stringify(outcome)}`);
}
report({ seconds, load, records: outcome.records, bytes: outcome.bytes });
