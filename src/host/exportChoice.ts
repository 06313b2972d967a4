import * as v from 'valibot';
import type * as vscode from 'vscode';
import { exportFormatIds } from '../core/export/exportFormat.ts';

/** Which records: all, those that the panel's filter and switches show, or the selected ones. */
export const exportScopes = ['all', 'filtered', 'selected'] as const;

export type ExportScope = (typeof exportScopes)[number];

export const exportTargets = ['file', 'clipboard', 'editor'] as const;

/** Where to. */
export type ExportTarget = (typeof exportTargets)[number];

const choiceSchema = v.object({
  scope: v.picklist(exportScopes),
  format: v.picklist(exportFormatIds),
  target: v.picklist(exportTargets),
});

/** What the user wants exported, how and where to. */
export type ExportChoice = Readonly<v.InferOutput<typeof choiceSchema>>;

const firstChoice: ExportChoice = { scope: 'all', format: 'ndjson', target: 'file' };

const choiceKey = 'lastExport';
const folderKey = 'lastExportFolder';

/** What was chosen last: it is offered first. */
export class LastExport {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  get choice(): ExportChoice {
    const stored = v.safeParse(choiceSchema, this.#memento.get(choiceKey));
    return stored.success ? stored.output : firstChoice;
  }

  /** The folder of the file that was written last, as a URI. */
  get folder(): string | undefined {
    const stored = v.safeParse(v.string(), this.#memento.get(folderKey));
    return stored.success ? stored.output : undefined;
  }

  async rememberChoice(choice: ExportChoice): Promise<void> {
    await this.#memento.update(choiceKey, choice);
  }

  async rememberFolder(folder: string): Promise<void> {
    await this.#memento.update(folderKey, folder);
  }
}
