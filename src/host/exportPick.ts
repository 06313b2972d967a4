import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import { exportFormatIds } from '../core/export/exportFormat.ts';
import { recordKinds } from '../core/record/recordKind.ts';
import { describeExportFormat } from '../core/words/exportFormat.ts';
import { formatCount } from '../core/words/format.ts';
import type { ExportChoice, ExportScope, ExportTarget } from './exportChoice.ts';
import { exportTargets } from './exportChoice.ts';
import { scopesOf, type ExportSubject } from './exportSubject.ts';

/** Selected records that are named one by one. */
const namedRecords = 5;

interface Item<T> extends vscode.QuickPickItem {
  readonly value: T;
}

interface Step<T> {
  readonly step: number;
  readonly totalSteps: number;
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly Item<T>[];
  /** The value that Enter takes. */
  readonly active: T;
}

/** Number of records in words. */
export function countRecords(count: number): string {
  return count === 1
    ? vscode.l10n.t('1 record')
    : vscode.l10n.t('{0} records', formatCount(count, vscode.env.language));
}

/**
 * Asks what to export, how and where to, in three steps with what was chosen last at hand; there is no first one where
 * there is only one answer. `undefined`: the user went away.
 */
export async function pickExport(subject: ExportSubject, last: ExportChoice): Promise<ExportChoice | undefined> {
  const scopes = scopesOf(subject);
  const skipped = scopes.length > 1 ? 0 : 1;
  const totalSteps = 3 - skipped;
  let choice: ExportChoice = { ...last, scope: scopes.includes(last.scope) ? last.scope : 'all' };
  for (let step = skipped; step < 3;) {
    const common = {
      step: step + 1 - skipped,
      totalSteps,
      title: vscode.l10n.t('Export Events of {0}', subject.title),
    };
    const picked = await pickPart(step, subject, scopes, choice, common);
    if (picked === 'away') {
      return undefined;
    }
    if (picked === 'back') {
      step -= 1;
    } else {
      choice = { ...choice, ...picked };
      step += 1;
    }
  }
  return choice;
}

async function pickPart(
  step: number,
  subject: ExportSubject,
  scopes: readonly ExportScope[],
  { scope, format, target }: ExportChoice,
  common: Pick<Step<unknown>, 'step' | 'totalSteps' | 'title'>,
): Promise<Partial<ExportChoice> | 'back' | 'away'> {
  switch (step) {
    case 0: {
      const items = scopes.map((value) => scopeItem(value, subject));
      const placeholder = vscode.l10n.t('Which records');
      return pickOne({ ...common, placeholder, items, active: scope }, (value) => ({ scope: value }));
    }
    case 1: {
      const items = exportFormatIds.map((value) => {
        const { name, description } = describeExportFormat(value, vscode.l10n.t);
        return { label: name, description, value };
      });
      const placeholder = vscode.l10n.t('Format');
      return pickOne({ ...common, placeholder, items, active: format }, (value) => ({ format: value }));
    }
    default: {
      const items = exportTargets.map(targetItem);
      const placeholder = vscode.l10n.t('Where to');
      return pickOne({ ...common, placeholder, items, active: target }, (value) => ({ target: value }));
    }
  }
}

function scopeItem(value: ExportScope, { records, filter, selected }: ExportSubject): Item<ExportScope> {
  switch (value) {
    case 'all':
      return { label: vscode.l10n.t('All Records'), description: countRecords(records), value };
    case 'filtered': {
      const { text = '', kinds = recordKinds } = filter ?? {};
      const hidden = recordKinds.length - kinds.length;
      const description = [
        ...(text === '' ? [] : [text]),
        ...(hidden === 0 ? [] : [vscode.l10n.t('{0} kinds switched off', hidden)]),
      ].join(' · ');
      return { label: vscode.l10n.t('Shown Records'), description, value };
    }
    case 'selected': {
      const names = selected.slice(0, namedRecords).map((seq) => `#${seq}`);
      const more = selected.length > namedRecords ? ['…'] : [];
      return {
        label: vscode.l10n.t('Selected Records'),
        description: `${countRecords(selected.length)}: ${[...names, ...more].join(', ')}`,
        value,
      };
    }
    default:
      return assertNever(value);
  }
}

function targetItem(value: ExportTarget): Item<ExportTarget> {
  switch (value) {
    case 'file':
      return { label: vscode.l10n.t('File…'), iconPath: new vscode.ThemeIcon('save'), value };
    case 'clipboard':
      return { label: vscode.l10n.t('Clipboard'), iconPath: new vscode.ThemeIcon('clippy'), value };
    case 'editor':
      return { label: vscode.l10n.t('New Editor'), iconPath: new vscode.ThemeIcon('file-code'), value };
    default:
      return assertNever(value);
  }
}

/** One step with a way back to the one before. */
function pickOne<T, R>(
  { step, totalSteps, title, placeholder, items, active }: Step<T>,
  choose: (value: T) => R,
): Promise<R | 'back' | 'away'> {
  const pick = vscode.window.createQuickPick<Item<T>>();
  const looks = { matchOnDescription: true, ignoreFocusOut: true };
  Object.assign(pick, { step, totalSteps, title, placeholder, items, ...looks });
  pick.activeItems = items.filter(({ value }) => value === active);
  pick.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise<R | 'back' | 'away'>((resolve) => {
    pick.onDidTriggerButton(() => resolve('back'));
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item !== undefined) {
        resolve(choose(item.value));
      }
    });
    pick.onDidHide(() => resolve('away'));
    pick.show();
  }).finally(() => pick.dispose());
}
