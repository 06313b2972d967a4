import * as vscode from 'vscode';
import type { SessionSnapshot } from '../../core/connection/sessionSnapshot.ts';
import { isLive } from '../../core/connection/sessionSnapshot.ts';
import type { Session } from '../../engine/session.ts';
import { countEvents } from '../sessionText.ts';
import { sessionIdOf } from '../sessionRegistry.ts';
import type { CommandFactory } from './command.ts';
import { captureOf, pickSession, resolveSession } from './sessionArgument.ts';

function isSessionLive(session: Session): boolean {
  return isLive(session.snapshot().state);
}

export const disconnect: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Disconnect'), isSessionLive);
    await session?.disconnect();
  };

export const reconnect: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Reconnect'));
    session?.reconnect();
  };

export const clear: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Clear'));
    await session?.clear();
  };

export const undoClear: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(
      sessions,
      argument,
      vscode.l10n.t('Undo Clear'),
      (candidate) => candidate.snapshot().clearedRecords > 0,
    );
    await session?.undoClear();
  };

export const openSession: CommandFactory =
  ({ sessions, panels }) =>
  async (argument) => {
    const capture = captureOf(argument);
    if (capture !== undefined) {
      panels.show(await sessions.openCapture(sessionIdOf(capture.file)));
      return;
    }
    // Without an argument it is the user who looks for a session: the active one is at hand already.
    const session =
      argument === undefined && sessions.sessions().length > 1
        ? await pickSession(sessions.sessions(), vscode.l10n.t('Open Session'))
        : await resolveSession(sessions, argument, vscode.l10n.t('Open Session'));
    if (session !== undefined) {
      panels.show(session);
    } else if (argument === undefined && sessions.sessions().length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No session is open. Connect to a URL first.'));
    }
  };

async function confirmRemoval(title: string, snapshot: SessionSnapshot | undefined): Promise<boolean> {
  const remove = vscode.l10n.t('Remove');
  const detail =
    snapshot === undefined
      ? vscode.l10n.t('Its capture is deleted from disk. This cannot be undone.')
      : vscode.l10n.t('Its capture ({0}) is deleted from disk. This cannot be undone.', countEvents(snapshot));
  const question = vscode.l10n.t('Remove the session “{0}”?', title);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, remove)) === remove;
}

export const removeSession: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const capture = captureOf(argument);
    if (capture !== undefined) {
      const title = capture.snapshot?.title ?? sessionIdOf(capture.file);
      if (await confirmRemoval(title, capture.snapshot)) {
        await sessions.removeCapture(capture.file);
      }
      return;
    }
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Remove Session'));
    if (session !== undefined && (await confirmRemoval(session.snapshot().title, session.snapshot()))) {
      await sessions.remove(session);
    }
  };
