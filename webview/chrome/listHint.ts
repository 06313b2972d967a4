import { nothing, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { PanelAction } from '../../src/core/protocol/panelMessages.ts';
import type { SearchState } from '../../src/core/record/searchState.ts';
import { count, t } from '../strings.ts';
import { emptyState, noEvents } from './emptyState.ts';

/** What the words below the rows depend on. */
export interface ListHintContext {
  readonly snapshot: SessionSnapshot;
  /** The filter in force; empty: none. */
  readonly query: string;
  readonly search: SearchState | undefined;
  /** Rows of the view. */
  readonly total: number;
  readonly act: (action: PanelAction) => void;
  readonly clearFilter: () => void;
  readonly showAllKinds: () => void;
}

/** Why there are no rows, or no events among them, and what to do next. */
export function listHint(context: ListHintContext): TemplateResult | typeof nothing {
  const { snapshot, query, search, total, act, clearFilter, showAllKinds } = context;
  if (query !== '') {
    return search?.state === 'complete' && search.matched === 0
      ? emptyState(t('No row matches'), t('None of the records that are shown matches the filter.'), [
          { words: t('Clear Filter'), run: clearFilter },
        ])
      : nothing;
  }
  if (snapshot.records > 0 && total === 0) {
    const words =
      snapshot.records === 1
        ? t('{0} record is of a kind that is switched off.', count(1))
        : t('All {0} records are of kinds that are switched off.', count(snapshot.records));
    return emptyState(t('No row to show'), words, [{ words: t('Show All Kinds'), run: showAllKinds }]);
  }
  return snapshot.kinds.event === 0 ? noEvents(snapshot, act) : nothing;
}
