import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExportFault, ExportFaultCode } from '../core/export/exportFault.ts';
import type { ExportDestination, ExportOutcome } from '../store/exportClient.ts';

/** Writes an export to a destination. */
export type RunExport = (destination: ExportDestination) => Promise<ExportOutcome>;

/** Errors of file systems that are not of this machine. */
const faultCodes: Readonly<Record<string, ExportFaultCode>> = {
  FileNotFound: 'no-folder',
  FileNotADirectory: 'no-folder',
  FileIsADirectory: 'not-a-file',
  NoPermissions: 'not-allowed',
};

/**
 * Writes an export to a file of any file system that VS Code knows: one that is not of this machine gets a copy of a
 * temporary one, under another name until it is whole.
 */
export async function exportToFile(uri: vscode.Uri, run: RunExport, signal: AbortSignal): Promise<ExportOutcome> {
  if (uri.scheme === 'file') {
    return run({ to: 'file', file: uri.fsPath });
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sse-debugger-export-'));
  try {
    const file = path.join(folder, 'export');
    const outcome = await run({ to: 'file', file });
    return outcome.outcome === 'written' ? await moveTo(uri, file, outcome, signal) : outcome;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function moveTo(
  uri: vscode.Uri,
  file: string,
  outcome: ExportOutcome,
  signal: AbortSignal,
): Promise<ExportOutcome> {
  const partial = besides(uri, 'partial');
  try {
    await vscode.workspace.fs.copy(vscode.Uri.file(file), partial, { overwrite: true });
    if (signal.aborted) {
      await erase(partial);
      return { outcome: 'cancelled' };
    }
    await replace(uri, partial);
    return outcome;
  } catch (error) {
    await erase(partial);
    return { outcome: 'failed', fault: faultOf(error) };
  }
}

/** Renames a file to a name that another may have. VS Code would erase that one before it tries. */
async function replace(uri: vscode.Uri, by: vscode.Uri): Promise<void> {
  const { fs } = vscode.workspace;
  const old = besides(uri, 'old');
  const isThere = await Promise.resolve(fs.stat(uri)).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    await fs.rename(by, uri);
    return;
  }
  await fs.rename(uri, old, { overwrite: true });
  try {
    await fs.rename(by, uri);
  } catch (error) {
    await fs.rename(old, uri);
    throw error;
  }
  await erase(old);
}

function besides(uri: vscode.Uri, extension: string): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..', `.${path.posix.basename(uri.path)}.${extension}`);
}

/** Erases a file that is there, and is no failure where it is not. */
async function erase(uri: vscode.Uri): Promise<void> {
  await Promise.resolve(vscode.workspace.fs.delete(uri)).catch(() => undefined);
}

function faultOf(error: unknown): ExportFault {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof vscode.FileSystemError ? faultCodes[error.code] : undefined;
  return { code: code ?? 'unknown', message };
}
