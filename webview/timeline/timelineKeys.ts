import type { Shortcut } from '../keys/shortcut.ts';
import { t } from '../strings.ts';

/** The keys that a timeline reads by itself, for `?` to show and for screen readers to tell. */
export function timelineShortcuts(): readonly Shortcut[] {
  return [
    { place: 'timeline', keys: ['ArrowLeft', 'ArrowRight'], words: t('Earlier, later') },
    { place: 'timeline', keys: ['PageUp', 'PageDown'], words: t('A whole view earlier, later') },
    { place: 'timeline', keys: ['+', '-'], words: t('Zoom in, zoom out') },
    { place: 'timeline', keys: ['0'], words: t('Show all') },
    { place: 'timeline', keys: ['Home', 'End'], words: t('To the beginning; to the newest, and follow') },
    { place: 'timeline', keys: [',', '.'], words: t('Previous and next record') },
    { place: 'timeline', keys: ['Enter'], words: t('Show that record in the list') },
    {
      place: 'timeline',
      keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'],
      words: t('Select a stretch; letting go of Shift filters by it'),
    },
    { place: 'timeline', keys: ['Escape'], words: t('Clear the stretch') },
  ];
}
