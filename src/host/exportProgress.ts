import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ExportProgress } from '../core/protocol/exportMessages.ts';
import { formatBytes } from '../core/words/format.ts';
import { countRecords } from './exportPick.ts';

/** What is done sooner needs no notification that comes and goes. Milliseconds. */
const quickMs = 300;

/** Work that can be watched and ended. */
export type ExportWork<T> = (onProgress: (progress: ExportProgress) => void, signal: AbortSignal) => Promise<T>;

/** Does work and shows, unless it is done at once, how far it is and a button that ends it. */
export async function withExportProgress<T>(title: string, work: ExportWork<T>): Promise<T> {
  const controller = new AbortController();
  let show: (progress: ExportProgress) => void = () => undefined;
  const running = work((progress) => show(progress), controller.signal);
  const waiting = new AbortController();
  const isQuick = await Promise.race([
    running.then(() => true),
    sleep(quickMs, false, { signal: waiting.signal }).catch(() => true),
  ]).finally(() => waiting.abort());
  if (isQuick) {
    return running;
  }
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (notification, token) => {
    token.onCancellationRequested(() => controller.abort());
    let shown = 0;
    show = ({ done, records, bytes }) => {
      const percent = done * 100;
      const message = `${countRecords(records)} · ${formatBytes(bytes, vscode.env.language)}`;
      notification.report({ increment: percent - shown, message });
      shown = percent;
    };
    return running;
  });
}
