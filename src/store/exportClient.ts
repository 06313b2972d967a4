import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { assertNever } from '../core/assertNever.ts';
import type { ExportOrder, ExportResult, FromExport } from '../core/protocol/exportMessages.ts';
import { partialFile } from './captureExport.ts';

/** What an export may be told and asked while it runs. */
export interface ExportOptions {
  /** Called with how much is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** Ends the export; nothing of it is left. */
  readonly signal?: AbortSignal;
}

/**
 * Exports a capture in a thread of its own, which neither the capture nor VS Code waits for. Rejects where it cannot be
 * written or was aborted; then no file is left.
 */
export async function runExport(
  workerFile: string,
  order: ExportOrder,
  { onProgress, signal }: ExportOptions = {},
): Promise<ExportResult> {
  signal?.throwIfAborted();
  const worker = new Worker(workerFile, { workerData: order });
  try {
    return await new Promise<ExportResult>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('The export was cancelled')), { once: true });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('The export thread has ended')));
      worker.on('message', (message: FromExport) => {
        switch (message.type) {
          case 'progress':
            onProgress?.(message.done);
            break;
          case 'written':
            resolve({ records: message.records, bytes: message.bytes });
            break;
          case 'failed':
            reject(new Error(message.message));
            break;
          default:
            assertNever(message);
        }
      });
    });
  } finally {
    await worker.terminate();
    await rm(partialFile(order.target), { force: true });
  }
}
