import * as vscode from 'vscode';
import * as v from 'valibot';
import type { SessionSnapshot } from '../../core/connection/sessionSnapshot.ts';
import { cutText } from '../../core/cutText.ts';
import { controlPictures } from '../../core/words/controlPictures.ts';
import { rowContextSchema } from '../../core/protocol/recordMessages.ts';
import { askLastEventId } from '../lastEventIdInput.ts';
import type { CommandFactory } from './command.ts';
import { resolveSession } from './sessionArgument.ts';

/** Characters of an ID in a prompt. */
const maxShownLength = 200;

function received({ lastEventId }: SessionSnapshot): string {
  return lastEventId === ''
    ? vscode.l10n.t('No ID has been received.')
    : vscode.l10n.t('Last received: {0}', controlPictures(cutText(lastEventId, maxShownLength)));
}

/** Lets the user see, change, clear and pin what the next request sends. */
export const editLastEventId: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Edit Last-Event-ID'));
    if (session === undefined) {
      return;
    }
    const { value, source } = session.snapshot().nextLastEventId;
    const answer = await askLastEventId({
      title: vscode.l10n.t('Last-Event-ID of the next request'),
      prompt: () => received(session.snapshot()),
      onDidChangePrompt: sessions.onDidChangeSession,
      value,
      pinned: source === 'pinned',
    });
    if (answer !== undefined) {
      const isStreams = !answer.pinned && answer.value === session.snapshot().lastEventId;
      session.setLastEventId(isStreams ? undefined : answer.value, { pinned: answer.pinned });
    }
  };

/** Asks for an ID and connects again with it, at once. */
export const reconnectFrom: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const title = vscode.l10n.t('Reconnect from Last-Event-ID');
    const session = await resolveSession(sessions, argument, title);
    if (session === undefined) {
      return;
    }
    const { value } = session.snapshot().nextLastEventId;
    const answer = await askLastEventId({
      title,
      prompt: () => received(session.snapshot()),
      onDidChangePrompt: sessions.onDidChangeSession,
      value,
      clearWords: vscode.l10n.t('Reconnect without Last-Event-ID'),
    });
    if (answer !== undefined) {
      session.reconnect({ lastEventId: answer.value });
    }
  };

/** Connects again after the event that was right-clicked, or else the one that is selected in the active session. */
export const reconnectFromHere: CommandFactory =
  ({ sessions, panels }) =>
  async (argument) => {
    const row = v.safeParse(rowContextSchema, argument);
    const session = row.success ? sessions.get(row.output.sessionId) : sessions.active;
    const seq = row.success ? row.output.seq : session && panels.selectedSeq(session);
    if (session === undefined || seq === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Select an event first.'));
      return;
    }
    const id = (await session.recordId(seq)) ?? '';
    if (id === '') {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Record {0} has no ID to reconnect from: neither it nor one before it set one.', seq),
      );
      return;
    }
    session.reconnect({ lastEventId: id });
  };
