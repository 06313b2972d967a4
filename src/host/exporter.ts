import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import type { ExportResult } from '../core/protocol/exportMessages.ts';
import type { CopyForm } from '../core/protocol/recordMessages.ts';
import type { Session } from '../engine/session.ts';
import { exportFormats } from '../core/export/exportFormat.ts';
import { exportName } from '../core/export/exportName.ts';
import { describeExportFault } from '../core/words/exportFault.ts';
import { describeExportFormat } from '../core/words/exportFormat.ts';
import { formatBytes } from '../core/words/format.ts';
import type { ExportDestination, ExportOutcome } from '../store/exportClient.ts';
import type { ExportChoice, LastExport } from './exportChoice.ts';
import { exportToFile } from './exportFile.ts';
import { countRecords, pickExport } from './exportPick.ts';
import { withExportProgress } from './exportProgress.ts';
import { selectionOf, type ExportSubject } from './exportSubject.ts';
import { curlOf, exportOfCopy } from './recordCopy.ts';
import type { SessionRegistry } from './sessionRegistry.ts';

/** More than this makes clipboards and editors slow, or is refused by them. Bytes. */
const maxTextBytes = 16 * 1024 * 1024;

/** Exports captures as the user wants it, and says what became of it. */
export class Exporter {
  readonly #sessions: SessionRegistry;
  readonly #last: LastExport;

  constructor(sessions: SessionRegistry, last: LastExport) {
    this.#sessions = sessions;
    this.#last = last;
  }

  /** Asks what to export and does it. */
  async ask(subject: ExportSubject, scope?: ExportChoice['scope']): Promise<void> {
    const last = this.#last.choice;
    const choice = await pickExport(subject, scope === undefined ? last : { ...last, scope });
    if (choice !== undefined) {
      await this.#last.rememberChoice(choice);
      await this.run(subject, choice);
    }
  }

  async run(subject: ExportSubject, choice: ExportChoice): Promise<void> {
    switch (choice.target) {
      case 'file':
        return this.#toFile(subject, choice);
      case 'clipboard':
      case 'editor':
        return this.#toText(subject, choice);
      default:
        return assertNever(choice.target);
    }
  }

  /** Copies the selected records. */
  async copy(subject: ExportSubject, session: Session, what: CopyForm): Promise<void> {
    const { selected } = subject;
    const copied = exportOfCopy(what, selected.length);
    if (copied === undefined) {
      await vscode.env.clipboard.writeText(await curlOf(session, selected));
      return;
    }
    const choice = { scope: 'selected', format: copied.format, target: 'clipboard' } as const;
    const result = await this.#toMemory(subject, choice);
    const text = result && copied.finish(decode(result.content).text);
    if (text === '') {
      // What the clipboard holds is worth more than nothing.
      void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to copy: the record has no data.'));
    } else if (text !== undefined) {
      await vscode.env.clipboard.writeText(text);
    }
  }

  async #toFile(subject: ExportSubject, choice: ExportChoice): Promise<void> {
    const uri = await this.#askFile(subject, choice);
    if (uri === undefined) {
      return;
    }
    await this.#last.rememberFolder(vscode.Uri.joinPath(uri, '..').toString());
    const outcome = await withExportProgress(titleOf(subject), (onProgress, signal) =>
      exportToFile(uri, (output) => this.#export(subject, choice, output, { onProgress, signal }), signal),
    );
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    switch (outcome.outcome) {
      case 'written':
        // What the user does with the message is no part of the export.
        void offer(vscode.l10n.t('Exported {0} to {1}', describeAmount(outcome), name), uri);
        return;
      case 'cancelled':
        return;
      case 'failed':
        void vscode.window.showErrorMessage(describeExportFault(outcome.fault, name, vscode.l10n.t));
        return;
      default:
        assertNever(outcome);
    }
  }

  async #toText(subject: ExportSubject, choice: ExportChoice): Promise<void> {
    const result = await this.#toMemory(subject, choice);
    if (result !== undefined) {
      await show(result, choice);
    }
  }

  /** Exports to memory; `undefined`: the user ended it, or has been told why not. */
  async #toMemory(subject: ExportSubject, choice: ExportChoice): Promise<ExportResult | undefined> {
    const output = { to: 'memory', maxBytes: maxTextBytes } as const;
    const outcome = await withExportProgress(titleOf(subject), (onProgress, signal) =>
      this.#export(subject, choice, output, { onProgress, signal }),
    );
    switch (outcome.outcome) {
      case 'written':
        return outcome;
      case 'cancelled':
        return undefined;
      case 'failed':
        if (outcome.fault.code === 'too-large') {
          // Not awaited: the message may stand there for long.
          void this.#offerFile(subject, choice);
        } else {
          void vscode.window.showErrorMessage(describeExportFault(outcome.fault, subject.title, vscode.l10n.t));
        }
        return undefined;
      default:
        return assertNever(outcome);
    }
  }

  async #offerFile(subject: ExportSubject, choice: ExportChoice): Promise<void> {
    const save = vscode.l10n.t('Save to File…');
    const limit = formatBytes(maxTextBytes, vscode.env.language);
    const words =
      choice.target === 'clipboard'
        ? vscode.l10n.t('The export has more than {0}, too much for the clipboard. A file takes all of it.', limit)
        : vscode.l10n.t('The export has more than {0}, too much for an editor. A file takes all of it.', limit);
    if ((await vscode.window.showWarningMessage(words, save)) === save) {
      await this.run(subject, { ...choice, target: 'file' });
    }
  }

  #export(
    subject: ExportSubject,
    { scope, format }: ExportChoice,
    output: ExportDestination,
    options: Parameters<SessionRegistry['exportCapture']>[2],
  ): Promise<ExportOutcome> {
    return this.#sessions.exportCapture(
      subject.file,
      { selection: selectionOf(subject, scope), format, output },
      options,
    );
  }

  async #askFile(subject: ExportSubject, { format }: ExportChoice): Promise<vscode.Uri | undefined> {
    const { extension } = exportFormats[format];
    const { name } = describeExportFormat(format, vscode.l10n.t);
    const file = exportName(subject.title, new Date(subject.startedAt), extension);
    const folder = this.#folder();
    return vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export Events'),
      saveLabel: vscode.l10n.t('Export'),
      filters: { [name]: [extension] },
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, file) }),
    });
  }

  /** The folder of the last export, else the workspace's. */
  #folder(): vscode.Uri | undefined {
    const { folder } = this.#last;
    return folder === undefined ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.parse(folder);
  }
}

function titleOf({ title }: ExportSubject): string {
  return vscode.l10n.t('Exporting events of {0}', title);
}

function describeAmount({ records, bytes }: { readonly records: number; readonly bytes: number }): string {
  return `${countRecords(records)} (${formatBytes(bytes, vscode.env.language)})`;
}

/** Puts a text where it is wanted. */
async function show(result: ExportResult, { format, target }: ExportChoice): Promise<void> {
  const { text, isWhole } = decode(result.content);
  if (target === 'clipboard') {
    await vscode.env.clipboard.writeText(text);
    void vscode.window.showInformationMessage(
      isWhole
        ? vscode.l10n.t('Copied {0}', describeAmount(result))
        : vscode.l10n.t(
            'Copied {0}. Bytes that are no UTF-8 were replaced; a file keeps them.',
            describeAmount(result),
          ),
    );
    return;
  }
  const { languageId } = exportFormats[format];
  const document = await vscode.workspace.openTextDocument({ content: text, language: languageId });
  await vscode.window.showTextDocument(document);
  if (!isWhole) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Bytes that are no UTF-8 were replaced in the editor; a file keeps them.'),
    );
  }
}

/** The text of bytes, and whether it stands for all of them. */
function decode(bytes: Uint8Array): { readonly text: string; readonly isWhole: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes), isWhole: true };
  } catch {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), isWhole: false };
  }
}

/** Says that a file is written, and opens or shows it where the user wants that. */
async function offer(words: string, uri: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open');
  const reveal = vscode.l10n.t('Reveal');
  const revealCommand = revealCommandOf(uri);
  const buttons = revealCommand === undefined ? [open] : [open, reveal];
  const answer = await vscode.window.showInformationMessage(words, ...buttons);
  if (answer === open) {
    await vscode.commands.executeCommand('vscode.open', uri);
  } else if (answer === reveal && revealCommand !== undefined) {
    await vscode.commands.executeCommand(revealCommand, uri);
  }
}

/** The file manager shows files of this machine; the Explorer those of the workspace, wherever it is. */
function revealCommandOf(uri: vscode.Uri): string | undefined {
  const isLocal = uri.scheme === 'file' && vscode.env.remoteName === undefined;
  if (isLocal && vscode.env.uiKind === vscode.UIKind.Desktop) {
    return 'revealFileInOS';
  }
  return vscode.workspace.getWorkspaceFolder(uri) === undefined ? undefined : 'revealInExplorer';
}
