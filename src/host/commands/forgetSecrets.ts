import * as vscode from 'vscode';
import type { CommandFactory } from './command.ts';

export const forgetSecrets: CommandFactory =
  ({ secrets }) =>
  async () => {
    const keys = secrets.keys();
    if (keys.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No secret is stored.'));
      return;
    }
    const chosen = await vscode.window.showQuickPick([...keys], {
      title: vscode.l10n.t('Forget Stored Secrets'),
      placeHolder: vscode.l10n.t('Choose the secrets to forget; you are asked for them again when they are needed'),
      canPickMany: true,
    });
    await secrets.forget(chosen ?? []);
  };
