import * as vscode from 'vscode';
import type { SessionSnapshot } from '../../core/connection/sessionSnapshot.ts';
import { isLive } from '../../core/connection/sessionSnapshot.ts';
import type { Session } from '../../engine/session.ts';
import { isCaptureInUse } from '../captureInUse.ts';
import { countEvents } from '../sessionText.ts';
import { sessionIdOf } from '../sessionRegistry.ts';
import type { Services } from '../services.ts';
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

export const disconnectAll: CommandFactory =
  ({ sessions }) =>
  async () => {
    await Promise.all(sessions.live().map((session) => session.disconnect()));
  };

export const reconnect: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Reconnect'));
    session?.reconnect();
  };

function isWaiting(session: Session): boolean {
  return session.snapshot().state.name === 'waiting';
}

export const reconnectNow: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Reconnect Now'), isWaiting);
    session?.reconnectNow();
  };

export const giveUp: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Give Up'), isWaiting);
    await session?.giveUp();
  };

function isRead(session: Session): boolean {
  const { state, isReadingPaused } = session.snapshot();
  return state.name === 'open' && !isReadingPaused;
}

function isReadingPaused(session: Session): boolean {
  return session.snapshot().isReadingPaused;
}

/** Lets the server wait: what it sends is read no further. */
export const pauseReading: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Pause Reading'), isRead);
    session?.pauseReading();
  };

export const resumeReading: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Resume Reading'), isReadingPaused);
    session?.resumeReading();
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

/** Tells the user what is wrong with a capture. */
async function orTell<T>({ log }: Services, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const text = isCaptureInUse(error)
      ? vscode.l10n.t('The capture is in use by another window. Close that window, or remove the session there.')
      : error instanceof Error
        ? error.message
        : String(error);
    void vscode.window.showErrorMessage(text);
    return undefined;
  }
}

export const openSession: CommandFactory = (services) => async (argument) => {
  const { sessions, panels } = services;
  const capture = captureOf(argument);
  if (capture !== undefined) {
    const opened = await orTell(services, sessions.openCapture(sessionIdOf(capture.file)));
    if (opened !== undefined) {
      panels.show(opened);
    }
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

export const removeSession: CommandFactory = (services) => async (argument) => {
  const { sessions } = services;
  const capture = captureOf(argument);
  if (capture !== undefined) {
    const title = capture.snapshot?.title ?? sessionIdOf(capture.file);
    if (await confirmRemoval(title, capture.snapshot)) {
      // The tree may show it as a past one for a moment after it was opened.
      const open = sessions.get(sessionIdOf(capture.file));
      await orTell(services, open === undefined ? sessions.removeCapture(capture.file) : sessions.remove(open));
    }
    return;
  }
  const session = await resolveSession(sessions, argument, vscode.l10n.t('Remove Session'));
  if (session !== undefined && (await confirmRemoval(session.snapshot().title, session.snapshot()))) {
    await orTell(services, sessions.remove(session));
  }
};
