import { t } from '../strings.ts';
import type { Shortcut } from './shortcut.ts';

/** What the keys of the panel do; the panel answers for it. */
export interface PanelKeys {
  toggleFollow(): void;
  focusFilter(): void;
  showKeys(): void;
  /** Moves the keyboard from the selected record into its details; `false` if none is selected. */
  enterDetails(): boolean;
  leaveDetails(): void;
  clearSelection(): void;
}

/** The keys of the panel. Parts add rows of their own beside these. */
export function panelShortcuts(panel: PanelKeys): readonly Shortcut[] {
  return [
    { place: 'list', keys: ['ArrowUp', 'ArrowDown'], words: t('Previous and next record') },
    { place: 'list', keys: ['PageUp', 'PageDown'], words: t('A page up and down') },
    { place: 'list', keys: ['Home'], words: t('First record') },
    { place: 'list', keys: ['End'], words: t('Newest record, and follow') },
    { place: 'list', keys: ['Enter'], words: t('To the details'), run: () => panel.enterDetails() },
    { place: 'panel', keys: ['Escape'], words: t('Clear the selection'), run: () => panel.clearSelection() },
    { place: 'panel', keys: ['/'], words: t('Filter'), run: () => panel.focusFilter() },
    { place: 'panel', keys: ['f'], words: t('Follow the newest record, or stay'), run: () => panel.toggleFollow() },
    { place: 'panel', keys: ['?'], words: t('Show these keys'), run: () => panel.showKeys() },
    { place: 'details', keys: ['Escape'], words: t('Back to the list'), run: () => panel.leaveDetails() },
  ];
}
