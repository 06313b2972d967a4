/** Where a shortcut applies: inside the element of that part, or anywhere in the panel. */
export type ShortcutPlace = 'panel' | 'list' | 'filter' | 'timeline' | 'details';

/** A row of the table of keys: what the keyboard does and what `?` shows are both made of it. */
export interface Shortcut {
  readonly place: ShortcutPlace;
  /**
   * Names of the keys that do it, each as `keyName` has it: `f`, `Shift+F`, `Ctrl+a`, `Shift+ArrowDown`. `Ctrl` is the
   * command key too, where there is one.
   */
  readonly keys: readonly string[];
  /** What it does, for the user to read. */
  readonly words: string;
  /**
   * Does it, told by which of its keys. `false`: there was nothing to do, and the key keeps what it does otherwise. Left
   * out where the part reads the key by itself, and the row is there to be shown.
   */
  readonly run?: ((key: string) => boolean) | ((key: string) => void);
}

/** The element of a place. */
const placeSelectors: Readonly<Record<ShortcutPlace, string>> = {
  panel: 'sse-panel',
  list: '.list-grid',
  filter: 'sse-filter-bar',
  timeline: 'sse-timeline',
  details: 'sse-detail-pane',
};

/** Order in which `?` shows the places. */
export const shortcutPlaces: readonly ShortcutPlace[] = ['list', 'panel', 'filter', 'timeline', 'details'];

/** Parts of a keydown that tell which key it is. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** The name of a pressed key with its modifiers. A sign that needs Shift on some keyboards goes by itself: `?`, `/`. */
export function keyName({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyPress): string {
  const isLetter = /^\p{L}$/u.test(key);
  // By the modifier and not by the letter: the lock of capitals changes no shortcut.
  const shift = shiftKey && (isLetter || key.length > 1) ? 'Shift+' : '';
  const plain = isLetter && shift !== '' ? key.toUpperCase() : isLetter ? key.toLowerCase() : key;
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${shift}${plain}`;
}

function isTextInput(target: Element): boolean {
  return target.matches('input, textarea, select, [contenteditable]');
}

/** Does what a pressed key stands for where it was pressed; the nearer place comes first. */
export function runShortcut(event: KeyboardEvent, shortcuts: readonly Shortcut[]): void {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof Element) || target.closest('dialog') !== null) {
    return;
  }
  const name = keyName(event);
  if (target.matches('button') && (name === 'Enter' || name === ' ')) {
    return;
  }
  const applies = ({ place, keys }: Shortcut): boolean =>
    keys.includes(name) &&
    target.closest(placeSelectors[place]) !== null &&
    // What is typed into a box is no shortcut, but for those of the box.
    (!isTextInput(target) || place === 'filter');
  const fitting = shortcuts.filter(applies);
  const ordered = [
    ...fitting.filter(({ place }) => place !== 'panel'),
    ...fitting.filter(({ place }) => place === 'panel'),
  ];
  for (const { run } of ordered) {
    if (run !== undefined && run(name) !== false) {
      event.preventDefault();
      return;
    }
  }
}

const symbols: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  ' ': 'Space',
};

/** A key's name as it stands on the keyboard. */
export function keyLabel(name: string): string {
  const parts = name === '+' ? ['+'] : name.split('+');
  return parts
    .map((part) => symbols[part] ?? (part.length === 1 && parts.length > 1 ? part.toUpperCase() : part))
    .join('+');
}
