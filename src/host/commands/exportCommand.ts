import * as v from 'valibot';
import * as vscode from 'vscode';
import { recordSelectionSchema, rowContextSchema } from '../../core/protocol/recordMessages.ts';
import type { Session } from '../../engine/session.ts';
import type { ExportSubject } from '../exportSubject.ts';
import type { Services } from '../services.ts';
import { sessionIdOf, type PastCapture } from '../sessionRegistry.ts';
import { countEvents } from '../sessionText.ts';
import type { CommandFactory } from './command.ts';
import { chosenRecords } from './recordArgument.ts';
import { captureOf, resolveSession } from './sessionArgument.ts';

/**
 * Exports records of a session or of a past capture: the one that it was called with, else the active one, else the one
 * that the user chooses.
 */
export const exportEvents: CommandFactory = (services) => async (argument) => {
  if (v.is(recordSelectionSchema, argument) || v.is(rowContextSchema, argument)) {
    const chosen = chosenRecords(services, argument);
    if (chosen !== undefined) {
      await services.exporter.ask(subjectOf(services, chosen.session, chosen.seqs), 'selected');
    }
    return;
  }
  const subject = await resolveSubject(services, argument);
  if (subject !== undefined) {
    await services.exporter.ask(subject);
  }
};

async function resolveSubject(services: Services, argument: unknown): Promise<ExportSubject | undefined> {
  const capture = captureOf(argument);
  if (capture !== undefined) {
    // The tree may show it as a past one for a moment after it was opened.
    const open = services.sessions.get(sessionIdOf(capture.file));
    return open === undefined ? subjectOfCapture(capture) : subjectOf(services, open);
  }
  const session = await resolveSession(services.sessions, argument, vscode.l10n.t('Export Events'));
  if (session !== undefined) {
    return subjectOf(services, session);
  }
  const picked = services.sessions.sessions().length === 0 ? await pickCapture(services) : undefined;
  return picked === undefined ? undefined : subjectOfCapture(picked);
}

/** A session to export, with what its panel shows and, unless it is given, has selected. */
export function subjectOf(
  { panels }: Services,
  session: Session,
  selected = panels.selectedSeqs(session),
): ExportSubject {
  const { title, startedAt, records } = session.snapshot();
  return {
    file: session.file,
    title,
    startedAt,
    records,
    filter: panels.filter(session),
    selected,
  };
}

function subjectOfCapture({ file, snapshot }: PastCapture): ExportSubject | undefined {
  if (snapshot === undefined) {
    void vscode.window.showErrorMessage(vscode.l10n.t('This capture cannot be read. The log says why.'));
    return undefined;
  }
  const { title, startedAt, records } = snapshot;
  return { file, title, startedAt, records, filter: undefined, selected: [] };
}

async function pickCapture({ sessions }: Services): Promise<PastCapture | undefined> {
  const files = await sessions.pastFiles();
  if (files.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to export. Connect to a URL first.'));
    return undefined;
  }
  const captures = await Promise.all(files.map((file) => sessions.pastCapture(file)));
  const items = captures.flatMap((capture) => {
    const { snapshot } = capture;
    return snapshot === undefined
      ? []
      : [{ label: snapshot.title, description: countEvents(snapshot), detail: snapshot.url, capture }];
  });
  const options = { title: vscode.l10n.t('Export Events'), placeHolder: vscode.l10n.t('Choose an earlier capture') };
  return (await vscode.window.showQuickPick(items, options))?.capture;
}
