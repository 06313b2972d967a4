import * as vscode from 'vscode';
import { maxNoteLength } from '../core/record/recordMark.ts';
import type { Session } from '../engine/session.ts';

/** Bookmarks records; takes the bookmarks away where all of them have one. */
export async function toggleBookmarks(session: Session, seqs: readonly number[]): Promise<void> {
  const marked = (await session.marks()).filter(({ seq }) => seqs.includes(seq));
  const bare = seqs.filter((seq) => !marked.some((mark) => mark.seq === seq));
  if (bare.length > 0) {
    await session.setMarks(bare, '');
    return;
  }
  await session.setMarks(seqs, null);
  const noted = marked.filter(({ note }) => note !== '');
  if (noted.length > 0) {
    void offerUndo(session, noted);
  }
}

async function offerUndo(session: Session, noted: readonly { seq: number; note: string }[]): Promise<void> {
  const undo = vscode.l10n.t('Undo');
  const text =
    noted.length === 1
      ? vscode.l10n.t('The note was removed.')
      : vscode.l10n.t('{0} notes were removed.', noted.length);
  if ((await vscode.window.showInformationMessage(text, undo)) === undo) {
    for (const { seq, note } of noted) {
      await session.setMarks([seq], note);
    }
  }
}

/** Lets the user write a note at a record. An empty one leaves a bookmark. */
export async function editNote(session: Session, seq: number): Promise<void> {
  const mark = (await session.marks()).find((candidate) => candidate.seq === seq);
  const note = await vscode.window.showInputBox({
    title: vscode.l10n.t('Note at record {0}', seq),
    prompt: vscode.l10n.t('Kept with the capture; empty: a bookmark alone'),
    value: mark?.note ?? '',
    validateInput: (text) =>
      text.length > maxNoteLength ? vscode.l10n.t('No more than {0} characters', maxNoteLength) : undefined,
  });
  if (note !== undefined) {
    await session.setMarks([seq], note.trim());
  }
}
