import * as vscode from 'vscode';
import { pickFilter, saveFilter as askAndSave } from '../filterDialogs.ts';
import type { CommandFactory } from './command.ts';
import { resolveSession } from './sessionArgument.ts';

/** Uses a saved or recent filter in a session's panel; saved ones can be renamed and deleted there. */
export const applyFilter: CommandFactory =
  ({ sessions, panels, filters }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Apply Filter'));
    const query = session && (await pickFilter(filters));
    if (session !== undefined && query !== undefined) {
      panels.applyFilter(session, query);
    }
  };

/** Saves the filter of a session's panel under a name. */
export const saveFilter: CommandFactory =
  ({ sessions, panels, filters }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Save Filter'));
    const query = session === undefined ? '' : (panels.filter(session)?.text ?? '');
    if (query === '') {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no filter in force to save.'));
    } else {
      await askAndSave(filters, query);
    }
  };
