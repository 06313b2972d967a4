import type { Shortcut } from '../keys/shortcut.ts';
import { t } from '../strings.ts';

/** A way to go through the rows. */
export type RowMove = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** What the keys of the list do; the list answers for it. */
export interface ListKeys {
  move(move: RowMove): void;
  /** Moves the end of the selection. */
  extend(move: RowMove): void;
  selectAll(): void;
}

/** The keys that move through the list and select. */
export function listShortcuts(list: ListKeys): readonly Shortcut[] {
  const moves: readonly (readonly [string, RowMove])[] = [
    ['ArrowUp', 'up'],
    ['ArrowDown', 'down'],
    ['PageUp', 'pageUp'],
    ['PageDown', 'pageDown'],
    ['Home', 'first'],
    ['End', 'last'],
  ];
  const keysOf = (...wanted: readonly RowMove[]): readonly string[] =>
    moves.filter(([, move]) => wanted.includes(move)).map(([key]) => key);
  const run = (name: string): void => {
    const found = moves.find(([key]) => name.endsWith(key));
    if (found !== undefined && name.startsWith('Shift+')) {
      list.extend(found[1]);
    } else if (found !== undefined) {
      list.move(found[1]);
    }
  };
  return [
    { place: 'list', keys: keysOf('up', 'down'), words: t('Previous and next record'), run },
    { place: 'list', keys: keysOf('pageUp', 'pageDown'), words: t('A page up and down'), run },
    { place: 'list', keys: keysOf('first'), words: t('First record'), run },
    { place: 'list', keys: keysOf('last'), words: t('Newest record, and follow'), run },
    {
      place: 'list',
      keys: ['Shift+ArrowUp', 'Shift+ArrowDown'],
      words: t('Select more or fewer records'),
      run,
    },
    {
      place: 'list',
      keys: ['Shift+PageUp', 'Shift+PageDown', 'Shift+Home', 'Shift+End'],
      words: t('Select a page of records, or all to the first or newest'),
      run,
    },
    { place: 'list', keys: ['Ctrl+a'], words: t('Select all records'), run: () => list.selectAll() },
  ];
}
