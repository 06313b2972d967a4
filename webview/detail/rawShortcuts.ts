import type { Shortcut } from '../keys/shortcut.ts';
import { t } from '../strings.ts';

/** The keys that go to the next and the previous border of a chunk, as buttons name them too. */
export const chunkKeys = { next: 'x', previous: 'Shift+X' } as const;

/** @param step Goes on by so many borders; `false`: no bytes with borders are shown. */
export function rawShortcuts(step: (by: 1 | -1) => boolean): readonly Shortcut[] {
  return [
    {
      place: 'panel',
      keys: [chunkKeys.next, chunkKeys.previous],
      words: t('Next and previous chunk border of the raw bytes'),
      run: (key) => step(key === chunkKeys.next ? 1 : -1),
    },
  ];
}
