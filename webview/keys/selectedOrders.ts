import type { FromPanel } from '../../src/core/protocol/panelMessages.ts';
import type { HostLink } from '../link/hostLink.ts';
import type { RecordList } from '../list/recordList.ts';
import type { PanelKeys } from './panelShortcuts.ts';

/** The keys that are about the selected records. */
type SelectedKeys = Pick<
  PanelKeys,
  'copy' | 'openInEditor' | 'compare' | 'reconnectFromHere' | 'toggleBookmark' | 'editNote'
>;

/** What the keys about the selected records have the host do; nothing where none is selected. */
export function selectedOrders(link: HostLink, list: RecordList | null): SelectedKeys {
  const post = (message: (seqs: number[]) => FromPanel): boolean => {
    if (list?.hasSelection !== true) {
      return false;
    }
    // Of the selection as it is now: its rows may still be on their way.
    void list.selectedSeqs().then((seqs) => {
      if (seqs.length > 0) {
        link.post(message([...seqs]));
      }
    });
    return true;
  };
  return {
    copy: (what) => post((seqs) => ({ type: 'copy', what, seqs })),
    openInEditor: () => post(([seq = 0]) => ({ type: 'openRecord', seq })),
    compare: () => post((seqs) => ({ type: 'compareRecords', seqs: ends(seqs) })),
    // After the one that the keyboard is on, as the command does it: several cannot all be gone on from.
    reconnectFromHere: () => post(([first = 0]) => ({ type: 'reconnectFromHere', seq: list?.activeSeq ?? first })),
    toggleBookmark: () => post((seqs) => ({ type: 'toggleBookmark', seqs })),
    editNote: () => post(([seq = 0]) => ({ type: 'editNote', seq })),
  };
}

/** The first and the last of several, or the only one. */
function ends(seqs: readonly number[]): number[] {
  return seqs.length > 1 ? seqs.filter((_, at) => at === 0 || at === seqs.length - 1) : [...seqs];
}
