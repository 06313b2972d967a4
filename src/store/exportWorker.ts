import { parentPort, workerData } from 'node:worker_threads';
import type { ExportOrder, FromExport } from '../core/protocol/exportMessages.ts';
import { exportCapture } from './captureExport.ts';

/** The export thread: does one export and ends. */
function run(order: ExportOrder, post: (message: FromExport) => void): void {
  try {
    post({ type: 'written', ...exportCapture(order, (done) => post({ type: 'progress', done })) });
  } catch (error) {
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

const port = parentPort;
if (port !== null) {
  // The main thread is the only one that starts this one.
  run(workerData as ExportOrder, (message) => port.postMessage(message));
}
