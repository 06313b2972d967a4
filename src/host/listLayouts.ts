import * as v from 'valibot';
import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import {
  columnIds,
  listLayoutSchema,
  restColumn,
  usualLayout,
  type ColumnId,
  type ListLayout,
} from '../core/record/listLayout.ts';

const key = 'listLayout';

/** How the user has set the columns of the list, remembered for the workspace. */
export class ListLayouts implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<ListLayout>();
  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get current(): ListLayout {
    const kept = v.safeParse(listLayoutSchema, this.#memento.get(key));
    return kept.success ? kept.output : usualLayout;
  }

  async set(layout: ListLayout): Promise<void> {
    await this.#memento.update(key, layout);
    this.#changed.fire(layout);
  }

  async hide(column: ColumnId): Promise<void> {
    const { current } = this;
    if (column !== restColumn && !current.hidden.includes(column)) {
      await this.set({ ...current, hidden: [...current.hidden, column] });
    }
  }

  /** Lets the user choose the columns that are shown. */
  async choose(): Promise<void> {
    const { current } = this;
    const items = columnIds
      .filter((id) => id !== restColumn)
      .map((id) => ({ label: columnWord(id), id, picked: !current.hidden.includes(id) }));
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Columns of the list'),
      placeHolder: vscode.l10n.t('Choose the columns to show; the data is always there'),
      canPickMany: true,
    });
    if (chosen !== undefined) {
      const shown = chosen.map(({ id }) => id);
      await this.set({ ...current, hidden: items.map(({ id }) => id).filter((id) => !shown.includes(id)) });
    }
  }
}

function columnWord(id: ColumnId): string {
  switch (id) {
    case 'number':
      return vscode.l10n.t('Number');
    case 'time':
      return vscode.l10n.t('Time');
    case 'gap':
      return vscode.l10n.t('Gap since the row before');
    case 'type':
      return vscode.l10n.t('Type');
    case 'id':
      return vscode.l10n.t('Last event ID');
    case 'size':
      return vscode.l10n.t('Size');
    case 'data':
      return vscode.l10n.t('Data');
    default:
      return assertNever(id);
  }
}
