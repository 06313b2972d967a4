import * as vscode from 'vscode';
import { isJsonContainer } from '../core/json.ts';
import { prettyJson } from '../core/prettyJson.ts';
import type { Session } from '../engine/session.ts';
import { recordScheme } from './ids.ts';
import type { SessionRegistry } from './sessionRegistry.ts';

/** Longer data is shown as it came: to parse and to indent it would hold up everything else. */
const maxJsonLength = 8_000_000;

function isJsonDocument(data: string): boolean {
  return data.length <= maxJsonLength && isJsonContainer(data);
}

async function dataOf(session: Session, seq: number): Promise<string | undefined> {
  return (await session.record(seq, { dataLength: Number.MAX_SAFE_INTEGER }))?.data;
}

/** Where the provider finds a record. The last part is what the tab shows. */
function recordUri(session: Session, seq: number, extension: string): vscode.Uri {
  const name = session
    .snapshot()
    .title.replace(/[^\p{L}\p{N}._-]+/gu, ' ')
    .trim();
  return vscode.Uri.from({ scheme: recordScheme, path: `/${session.id}/${seq}/${name} #${seq}.${extension}` });
}

/** Where the data of a record is found, in the language that it is in; `undefined`: there is no such record. */
async function uriOf(session: Session, seq: number): Promise<vscode.Uri | undefined> {
  const data = await dataOf(session, seq);
  return data === undefined ? undefined : recordUri(session, seq, isJsonDocument(data) ? 'json' : 'txt');
}

/** Opens the data of a record, whole, in a read-only editor: JSON on indented lines, all else as it came. */
export async function openRecord(session: Session, seq: number): Promise<void> {
  const uri = await uriOf(session, seq);
  if (uri === undefined) {
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Active });
}

/**
 * Compares the data of two records in a read-only diff: the first and the last of those that are given, in the order in
 * which they came; one alone with the one of the same type before it.
 */
export async function compareRecords(session: Session, seqs: readonly number[]): Promise<void> {
  const [first, ...others] = [...seqs].sort((a, b) => a - b);
  const last = others.at(-1);
  if (first === undefined) {
    return;
  }
  const [left, right] = last === undefined ? [await session.previousOfType(first), first] : [first, last];
  if (left === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Record {0} is the first of its type: there is none before it to compare with.', first),
    );
    return;
  }
  const [leftUri, rightUri] = await Promise.all([uriOf(session, left), uriOf(session, right)]);
  if (leftUri !== undefined && rightUri !== undefined) {
    const title = vscode.l10n.t('{0}: #{1} ↔ #{2}', session.snapshot().title, left, right);
    await vscode.commands.executeCommand('vscode.diff', leftUri, rightUri, title);
  }
}

/** Reads the data of records for editors, also after a reload of the window. */
export class RecordDocuments implements vscode.TextDocumentContentProvider {
  readonly #sessions: SessionRegistry;

  constructor(sessions: SessionRegistry) {
    this.#sessions = sessions;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const [, id, seq] = /^\/([\w-]+)\/(\d+)\//.exec(uri.path) ?? [];
    if (id === undefined || seq === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    const data = await dataOf(await this.#sessions.restoreCapture(id), Number(seq));
    if (data === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return uri.path.endsWith('.json') && isJsonDocument(data) ? prettyJson(data) : data;
  }
}
