import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { assertNever } from '../core/assertNever.ts';
import type { ExportFault } from '../core/export/exportFault.ts';
import type {
  ExportOrder,
  ExportOutput,
  ExportProgress,
  ExportResult,
  FromExport,
} from '../core/protocol/exportMessages.ts';
import { exportFaultOf } from './exportError.ts';

/** What to export, as an export thread is told it; where to, without what is the thread's own. */
export interface ExportTask extends Omit<ExportOrder, 'output'> {
  readonly output: ExportDestination;
}

/** Where an export goes: to a file, or back as bytes, unless they are more than `maxBytes`. */
export type ExportDestination =
  { readonly to: 'file'; readonly file: string } | { readonly to: 'memory'; readonly maxBytes: number };

/** What an export may be told and asked while it runs. */
export interface ExportOptions {
  readonly onProgress?: (progress: ExportProgress) => void;
  /** Ends the export; nothing of it is left. */
  readonly signal?: AbortSignal;
}

/** What became of an export. Unless it was written, no file is left, and one that was there is as it was. */
export type ExportOutcome =
  | ({ readonly outcome: 'written' } & ExportResult)
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly fault: ExportFault };

/** Room for new objects in the thread: records live no longer than it takes to write them. MiB. */
const maxYoungGenerationSizeMb = 16;

/** Exports a capture in a thread of its own, which neither the capture nor VS Code waits for. */
export async function runExport(
  workerFile: string,
  task: ExportTask,
  options: ExportOptions = {},
): Promise<ExportOutcome> {
  if (options.signal?.aborted === true) {
    return { outcome: 'cancelled' };
  }
  const output = outputOf(task.output);
  const workerData: ExportOrder = { ...task, output };
  const worker = new Worker(workerFile, { workerData, resourceLimits: { maxYoungGenerationSizeMb } });
  try {
    const outcome = await outcomeOf(worker, options);
    if (outcome.outcome === 'written' && output.to === 'file') {
      await rename(output.partial, output.file);
    }
    return outcome;
  } catch (error) {
    return { outcome: 'failed', fault: exportFaultOf(error) };
  } finally {
    await worker.terminate();
    if (output.to === 'file') {
      await rm(output.partial, { force: true }).catch(() => undefined);
    }
  }
}

function outcomeOf(worker: Worker, { onProgress, signal }: ExportOptions): Promise<ExportOutcome> {
  return new Promise((resolve) => {
    const fail = (error: unknown): void => resolve({ outcome: 'failed', fault: exportFaultOf(error) });
    signal?.addEventListener('abort', () => resolve({ outcome: 'cancelled' }), { once: true });
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('The export thread has ended')));
    worker.on('message', (message: FromExport) => {
      switch (message.type) {
        case 'progress':
          onProgress?.({ done: message.done, records: message.records, bytes: message.bytes });
          break;
        case 'written':
          resolve({
            outcome: 'written',
            records: message.records,
            bytes: message.bytes,
            content: message.content,
          });
          break;
        case 'failed':
          resolve({ outcome: 'failed', fault: message.fault });
          break;
        default:
          assertNever(message);
      }
    });
  });
}

function outputOf(destination: ExportDestination): ExportOutput {
  if (destination.to === 'memory') {
    return destination;
  }
  // What a link points to is written, and the link stays.
  const file = existsSync(destination.file) ? realpathSync(destination.file) : destination.file;
  return { to: 'file', file, partial: path.join(path.dirname(file), `.sse-export-${randomUUID()}.partial`) };
}
