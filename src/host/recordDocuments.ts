import * as vscode from 'vscode';
import { isJsonContainer } from '../core/json.ts';
import type { Session } from '../engine/session.ts';
import { recordScheme } from './ids.ts';
import type { SessionRegistry } from './sessionRegistry.ts';

/** Parsing longer data only to choose a language would hold up everything else. */
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

/** Opens the data of a record, whole and as it came, in a read-only editor. */
export async function openRecord(session: Session, seq: number): Promise<void> {
  const data = await dataOf(session, seq);
  if (data === undefined) {
    return;
  }
  const document = await vscode.workspace.openTextDocument(
    recordUri(session, seq, isJsonDocument(data) ? 'json' : 'txt'),
  );
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Active });
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
    return data;
  }
}
