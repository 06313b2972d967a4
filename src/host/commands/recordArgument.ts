import * as v from 'valibot';
import * as vscode from 'vscode';
import { recordSelectionSchema, rowContextSchema } from '../../core/protocol/recordMessages.ts';
import type { Session } from '../../engine/session.ts';
import type { Services } from '../services.ts';

/** Records of an open session. */
export interface ChosenRecords {
  readonly session: Session;
  /** Ascending, at least one. */
  readonly seqs: readonly number[];
}

/**
 * The records that a command is about: those it was called with; the row that was right-clicked, with the rest of the
 * selection where it is one of it; else what is selected in the active session. Tells the user where there is none.
 */
export function chosenRecords({ sessions, panels }: Services, argument: unknown): ChosenRecords | undefined {
  const given = v.safeParse(recordSelectionSchema, argument);
  const row = v.safeParse(rowContextSchema, argument);
  const id = given.success ? given.output.sessionId : row.success ? row.output.sessionId : undefined;
  const session = id === undefined ? sessions.active : sessions.get(id);
  if (session === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select a record first.'));
    return undefined;
  }
  const selected = panels.selectedSeqs(session);
  const seqs = given.success
    ? given.output.seqs
    : row.success && !selected.includes(row.output.seq)
      ? [row.output.seq]
      : selected;
  if (seqs.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select a record first.'));
    return undefined;
  }
  return { session, seqs };
}
