import * as vscode from 'vscode';
import type { SavedFilter } from '../core/protocol/filterMessages.ts';
import type { FilterLibrary } from './filterLibrary.ts';

const maxNameLength = 80;

/** Asks for a name and saves a filter by it. Returns whether it was saved. */
export async function saveFilter(library: FilterLibrary, query: string): Promise<boolean> {
  const known = library.memory.saved.find((filter) => filter.query === query);
  const name = await askName(library, vscode.l10n.t('Save Filter'), query, known?.name ?? '', known?.name);
  if (name === undefined) {
    return false;
  }
  await library.save({ name, query });
  return true;
}

/** Asks for another name of a saved filter. */
export async function renameFilter(library: FilterLibrary, name: string): Promise<void> {
  const filter = library.find(name);
  const newName = filter && (await askName(library, vscode.l10n.t('Rename Filter'), filter.query, name, name));
  if (newName !== undefined) {
    await library.rename(name, newName);
  }
}

/** Deletes a saved filter, and offers to bring it back. */
export async function deleteFilter(library: FilterLibrary, name: string): Promise<void> {
  const filter = library.find(name);
  if (filter === undefined) {
    return;
  }
  await library.delete(name);
  const undo = vscode.l10n.t('Undo');
  // Not awaited: who asked for it goes on while the message is there.
  void vscode.window
    .showInformationMessage(vscode.l10n.t('Deleted the filter {0}.', name), undo)
    .then(async (answer) => {
      if (answer === undo) {
        await library.save(filter);
      }
    });
}

async function askName(
  library: FilterLibrary,
  title: string,
  query: string,
  value: string,
  ownName: string | undefined,
): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: query,
    value,
    placeHolder: vscode.l10n.t('Name of the filter'),
    validateInput: (text) => {
      const trimmed = text.trim();
      if (trimmed === '') {
        return vscode.l10n.t('A filter needs a name.');
      }
      if (trimmed.length > maxNameLength) {
        return vscode.l10n.t('At most {0} characters.', maxNameLength);
      }
      return trimmed !== ownName && library.find(trimmed) !== undefined
        ? {
            message: vscode.l10n.t('{0} is replaced.', trimmed),
            severity: vscode.InputBoxValidationSeverity.Warning,
          }
        : undefined;
    },
  });
  return name?.trim();
}

type FilterItem = vscode.QuickPickItem & { readonly query?: string; readonly saved?: SavedFilter };

/** Lets the user choose a saved or recent filter, and rename and delete saved ones. `undefined`: none was chosen. */
export function pickFilter(library: FilterLibrary): Promise<string | undefined> {
  const rename: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('edit'),
    tooltip: vscode.l10n.t('Rename…'),
  };
  const remove: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('trash'),
    tooltip: vscode.l10n.t('Delete'),
  };
  const pick = vscode.window.createQuickPick<FilterItem>();
  pick.title = vscode.l10n.t('Apply Filter');
  pick.placeholder = vscode.l10n.t('Saved and recent filters');
  pick.matchOnDescription = true;
  const refresh = (): void => {
    const { saved, recent } = library.memory;
    const items: FilterItem[] = [
      { label: vscode.l10n.t('Saved'), kind: vscode.QuickPickItemKind.Separator },
      ...saved.map((filter) => ({
        label: filter.name,
        description: filter.query,
        query: filter.query,
        saved: filter,
        buttons: [rename, remove],
      })),
      { label: vscode.l10n.t('Recent'), kind: vscode.QuickPickItemKind.Separator },
      ...recent.map((query) => ({ label: query, query })),
    ];
    pick.items = items;
  };
  refresh();
  return new Promise((resolve) => {
    let isReplaced = false;
    pick.onDidTriggerItemButton(async ({ item, button }) => {
      if (item.saved === undefined) {
        return;
      }
      if (button === rename) {
        // The box for the name takes the place of the list, which comes back after it.
        isReplaced = true;
        pick.hide();
        await renameFilter(library, item.saved.name);
        resolve(await pickFilter(library));
      } else {
        await deleteFilter(library, item.saved.name);
        refresh();
      }
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.query);
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      if (!isReplaced) {
        resolve(undefined);
      }
    });
    pick.show();
  });
}
