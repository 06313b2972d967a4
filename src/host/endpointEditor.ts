import * as vscode from 'vscode';
import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import { describeUrlFault } from '../core/words/urlFault.ts';
import type { EndpointEntry, EndpointStore } from './endpointStore.ts';
import { settings, settingsSection } from './ids.ts';
import type { SavedEndpoint } from './savedEndpoint.ts';
import { shownUrl } from './shownUrl.ts';

/** Fields that fit into an input of one line. Headers and bodies are edited as JSON, where they can be seen whole. */
type Field = 'name' | 'url' | 'method' | 'group';

/** Opens the settings file that an entry stands in, at the setting. */
async function openSettingsFile({ scope }: EndpointEntry): Promise<void> {
  const revealSetting = { key: `${settingsSection}.${settings.endpoints}`, edit: false };
  switch (scope.target) {
    case vscode.ConfigurationTarget.Global:
      await vscode.commands.executeCommand('workbench.action.openSettingsJson', { revealSetting });
      return;
    case vscode.ConfigurationTarget.Workspace:
      await vscode.commands.executeCommand('workbench.action.openWorkspaceSettingsFile', { revealSetting });
      return;
    case vscode.ConfigurationTarget.WorkspaceFolder:
      if (scope.folder !== undefined) {
        const uri = vscode.Uri.joinPath(scope.folder.uri, '.vscode', 'settings.json');
        await vscode.window.showTextDocument(uri);
      }
  }
}

async function pickField(endpoint: SavedEndpoint): Promise<Field | 'file' | undefined> {
  const none = vscode.l10n.t('none');
  const count = Object.keys(endpoint.headers).length;
  const items: (vscode.QuickPickItem & { readonly field: Field | 'file' })[] = [
    { field: 'name', label: vscode.l10n.t('Name'), description: endpoint.name },
    { field: 'url', label: vscode.l10n.t('URL'), description: shownUrl(endpoint.url) },
    { field: 'method', label: vscode.l10n.t('Method'), description: endpoint.method },
    { field: 'group', label: vscode.l10n.t('Group'), description: endpoint.group ?? none },
    {
      field: 'file',
      label: vscode.l10n.t('Headers, Body and All Else…'),
      description: count === 1 ? vscode.l10n.t('1 header') : vscode.l10n.t('{0} headers', count),
      detail: vscode.l10n.t('Opens the settings file'),
    },
  ];
  const title = vscode.l10n.t('Edit Endpoint “{0}”', endpoint.name);
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Choose what to change') }))
    ?.field;
}

function askFor(field: Field, endpoint: SavedEndpoint): Thenable<string | undefined> {
  const titles: Readonly<Record<Field, string>> = {
    name: vscode.l10n.t('Name of the endpoint'),
    url: vscode.l10n.t('URL of the endpoint'),
    method: vscode.l10n.t('Method of the request'),
    group: vscode.l10n.t('Group of the endpoint; empty: none'),
  };
  if (field === 'method') {
    return vscode.window.showQuickPick(['GET', 'POST', 'PUT', 'PATCH'], { title: titles.method });
  }
  return vscode.window.showInputBox({
    title: titles[field],
    value: endpoint[field] ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (field === 'url') {
        const parsed = parseEndpointUrl(text);
        return parsed.ok ? undefined : describeUrlFault(parsed.fault, vscode.l10n.t);
      }
      return field === 'name' && text.trim() === '' ? vscode.l10n.t('Enter a name') : undefined;
    },
  });
}

/** Lets the user change one field of an endpoint; what is not understood of it is shown in the settings file. */
export async function editEndpointFields(store: EndpointStore, entry: EndpointEntry): Promise<void> {
  const field = entry.ok ? await pickField(entry.endpoint) : 'file';
  if (field === undefined) {
    return;
  }
  if (field === 'file' || !entry.ok) {
    await openSettingsFile(entry);
    return;
  }
  const value = await askFor(field, entry.endpoint);
  if (value !== undefined) {
    const { [field]: _old, ...rest } = { ...(entry.raw as Readonly<Record<string, unknown>>) };
    const trimmed = value.trim();
    await store.replace(entry, trimmed === '' ? rest : { ...(entry.raw as object), [field]: trimmed });
  }
}
