import type { Shortcut } from '../keys/shortcut.ts';
import { t } from '../strings.ts';

/** What the keys of the filter do. */
export interface FilterKeys {
  openFind(): void;
  /** Goes to the next or the previous marked row. */
  step(backwards: boolean): void;
  toggleMarking(): void;
  showHelp(): void;
  /** Takes a step back from what is filtered; `false`: nothing is. */
  stepBack(): boolean;
}

/** The keys of the filter. */
export function filterShortcuts(filter: FilterKeys): readonly Shortcut[] {
  const next = (): void => filter.step(false);
  const previous = (): void => filter.step(true);
  return [
    { place: 'list', keys: ['Ctrl+f'], words: t('Find within the rows that are shown'), run: () => filter.openFind() },
    { place: 'panel', keys: ['F3', 'n'], words: t('Next match'), run: next },
    { place: 'panel', keys: ['Shift+F3', 'Shift+N'], words: t('Previous match'), run: previous },
    {
      place: 'panel',
      keys: ['l'],
      words: t('Mark what matches, or hide the rest'),
      run: () => filter.toggleMarking(),
    },
    {
      place: 'filter',
      keys: ['Ctrl+f'],
      words: t('Find within the rows that are shown'),
      run: () => filter.openFind(),
    },
    { place: 'filter', keys: ['F3'], words: t('Next match'), run: next },
    { place: 'filter', keys: ['Shift+F3'], words: t('Previous match'), run: previous },
    { place: 'filter', keys: ['Ctrl+ '], words: t('Suggest what can stand here') },
    { place: 'filter', keys: ['Shift+F1'], words: t('What can be asked for'), run: () => filter.showHelp() },
    { place: 'filter', keys: ['Ctrl+ArrowDown'], words: t('To the list') },
    { place: 'filter', keys: ['ArrowDown'], words: t('Saved and recent filters, in the empty box') },
    {
      place: 'list',
      keys: ['Escape'],
      words: t('Without a selection: clear the filter, then the switches'),
      run: () => filter.stepBack(),
    },
  ];
}
