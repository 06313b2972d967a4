import type { ListOrder } from '../../src/core/protocol/listMessages.ts';
import type { CopyForm } from '../../src/core/protocol/recordMessages.ts';
import { t } from '../strings.ts';
import type { Shortcut } from './shortcut.ts';

/** What the keys of the panel do; the panel answers for it. Those that return `boolean` say whether there was anything to do. */
export interface PanelKeys {
  perform(order: ListOrder): void;
  focusFilter(): void;
  /** Moves the keyboard from the selected record into its details. */
  enterDetails(): boolean;
  leaveDetails(): void;
  /** Shows a tab of the details, by its number from 1; `false` if nothing is selected. */
  showDetailTab(number: number): boolean;
  /** Goes to the box to find a text in a record; `false` if what is shown has none. */
  findInDetails(): boolean;
  clearSelection(): void;
  /** Copies the selected records. */
  copy(what: CopyForm): boolean;
  openInEditor(): boolean;
  compare(): boolean;
  reconnectFromHere(): boolean;
  chooseColumns(): void;
  toggleBookmark(): boolean;
  editNote(): boolean;
  /** Pauses or resumes the reading of the stream. */
  toggleReading(): boolean;
}

/** The keys of the panel. Parts add rows of their own beside these. */
export function panelShortcuts(panel: PanelKeys): readonly Shortcut[] {
  return [
    { place: 'list', keys: ['Enter'], words: t('To the details'), run: () => panel.enterDetails() },
    { place: 'list', keys: ['Ctrl+c'], words: t('Copy the data'), run: () => panel.copy('data') },
    { place: 'list', keys: ['j'], words: t('Copy as JSON'), run: () => panel.copy('json') },
    { place: 'list', keys: ['r'], words: t('Copy as it came on the wire'), run: () => panel.copy('raw') },
    { place: 'list', keys: ['u'], words: t('Copy as curl'), run: () => panel.copy('curl') },
    { place: 'list', keys: ['o'], words: t('Open in an editor'), run: () => panel.openInEditor() },
    {
      place: 'list',
      keys: ['d'],
      words: t('Compare two, or one with the one of its type before'),
      run: () => panel.compare(),
    },
    { place: 'list', keys: ['Shift+R'], words: t('Reconnect from here'), run: () => panel.reconnectFromHere() },
    { place: 'list', keys: ['b'], words: t('Bookmark, or take the bookmark away'), run: () => panel.toggleBookmark() },
    { place: 'list', keys: ['e'], words: t('Write a note'), run: () => panel.editNote() },
    ...jumpShortcuts(panel),
    // VS Code reads these, by the keybindings of the manifest.
    { place: 'panel', keys: ['Ctrl+s'], words: t('Export events') },
    { place: 'panel', keys: ['Ctrl+l'], words: t('Clear the records') },
    { place: 'panel', keys: ['Shift+F5'], words: t('Disconnect') },
    { place: 'panel', keys: ['Ctrl+Shift+F5'], words: t('Reconnect') },
    { place: 'panel', keys: ['/'], words: t('Filter'), run: () => panel.focusFilter() },
    {
      place: 'panel',
      keys: ['f'],
      words: t('Follow the newest record, or stay'),
      run: () => panel.perform('toggleFollow'),
    },
    {
      place: 'panel',
      keys: ['p'],
      words: t('Pause or resume the view; the capture goes on'),
      run: () => panel.perform('toggleHold'),
    },
    {
      place: 'panel',
      keys: ['Shift+P'],
      words: t('Pause or resume the reading; the server has to wait'),
      run: () => panel.toggleReading(),
    },
    {
      place: 'panel',
      keys: ['t'],
      words: t('Time since the start, of day, or since the row before'),
      run: () => panel.perform('switchTime'),
    },
    { place: 'panel', keys: ['h'], words: t('Choose the columns'), run: () => panel.chooseColumns() },
    { place: 'panel', keys: ['1'], words: t('Data'), run: () => panel.showDetailTab(1) },
    { place: 'panel', keys: ['2'], words: t('Fields'), run: () => panel.showDetailTab(2) },
    { place: 'panel', keys: ['3'], words: t('Raw'), run: () => panel.showDetailTab(3) },
    { place: 'panel', keys: ['4'], words: t('Diff'), run: () => panel.showDetailTab(4) },
    { place: 'panel', keys: ['5'], words: t('Connection'), run: () => panel.showDetailTab(5) },
    { place: 'panel', keys: ['Escape'], words: t('Clear the selection'), run: () => panel.clearSelection() },
    { place: 'panel', keys: ['?'], words: t('Show these keys'), run: () => panel.perform('showKeys') },
    { place: 'details', keys: ['Ctrl+f'], words: t('Find in the record'), run: () => panel.findInDetails() },
    { place: 'details', keys: ['ArrowRight', 'ArrowLeft'], words: t('Open and close in the tree') },
    { place: 'details', keys: ['Ctrl+c', 'Alt+Shift+C'], words: t('Copy the value, or its path') },
    { place: 'details', keys: ['Escape'], words: t('Back to the list'), run: () => panel.leaveDetails() },
  ];
}

/** The keys that go to the next record of a kind, and with Shift to the previous one. */
function jumpShortcuts(panel: PanelKeys): readonly Shortcut[] {
  const jump = (key: string, words: string, next: ListOrder, previous: ListOrder): Shortcut => ({
    place: 'panel',
    keys: [key, `Shift+${key.toUpperCase()}`],
    words,
    run: (pressed) => panel.perform(pressed === key ? next : previous),
  });
  return [
    jump('k', t('Next and previous bookmark'), 'nextBookmark', 'previousBookmark'),
    jump('w', t('Next and previous diagnostic'), 'nextDiagnostic', 'previousDiagnostic'),
    jump('c', t('Next and previous reconnect'), 'nextReconnect', 'previousReconnect'),
    jump('s', t('Next and previous record of the same type'), 'nextOfType', 'previousOfType'),
  ];
}
