import { parentPort, workerData } from 'node:worker_threads';
import type { ExportOrder, FromExport } from '../core/protocol/exportMessages.ts';
import { exportCapture } from './captureExport.ts';
import { exportFaultOf } from './exportError.ts';

/** The export thread: does one export and ends. */
function run(order: ExportOrder, post: (message: FromExport, transfer?: readonly ArrayBuffer[]) => void): void {
  try {
    const result = exportCapture(order, (progress) => post({ type: 'progress', ...progress }));
    post({ type: 'written', ...result }, [result.content.buffer]);
  } catch (error) {
    post({ type: 'failed', fault: exportFaultOf(error) });
  }
}

const port = parentPort;
if (port !== null) {
  // The main thread is the only one that starts this one.
  run(workerData as ExportOrder, (message, transfer) => port.postMessage(message, transfer));
}
