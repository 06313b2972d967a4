import { narrowed, quoteValue } from './queryClause.ts';

/** What decides, beside the kinds, which rows a list shows. */
export interface ViewFilter {
  /** As it was typed; empty: none. */
  readonly query: string;
  /** Whether the query marks rows, and hides none. */
  readonly marksOnly: boolean;
  /** Event types that alone are shown; empty: all. */
  readonly onlyTypes: readonly string[];
  /** Event types that are not shown. */
  readonly hiddenTypes: readonly string[];
  readonly hidesHeartbeats: boolean;
  /** What is looked for within the rows that are shown; `null`: nothing. */
  readonly find: string | null;
}

/** The query that says which rows are shown; empty: all are. */
export function shownQuery(filter: ViewFilter): string {
  const { query, marksOnly } = filter;
  return narrowed(marksOnly ? '' : query, switchesQuery(filter));
}

/** The query that says which of the shown rows are marked; empty: none are. */
export function markedQuery(filter: ViewFilter): string {
  const { query, marksOnly, find } = filter;
  const sought = find !== null && find.trim() !== '' ? find : marksOnly ? query : '';
  return sought.trim() === '' ? '' : narrowed(sought, shownQuery(filter));
}

/** All that a filter says, as one query: what is saved under a name. */
export function wholeQuery(filter: ViewFilter): string {
  return narrowed(filter.query, switchesQuery(filter));
}

/** Whether anything but the kinds is filtered or marked. */
export function isFiltering({ query, onlyTypes, hiddenTypes, hidesHeartbeats }: ViewFilter): boolean {
  return query.trim() !== '' || onlyTypes.length > 0 || hiddenTypes.length > 0 || hidesHeartbeats;
}

function switchesQuery({
  onlyTypes,
  hiddenTypes,
  hidesHeartbeats,
}: Pick<ViewFilter, 'onlyTypes' | 'hiddenTypes' | 'hidesHeartbeats'>): string {
  const clauses = [
    ...(onlyTypes.length === 0 ? [] : [`type:=${listed(onlyTypes)}`]),
    ...(hiddenTypes.length === 0 ? [] : [`NOT type:=${listed(hiddenTypes)}`]),
    ...(hidesHeartbeats ? ['NOT is:heartbeat'] : []),
  ];
  return clauses.join(' ');
}

function listed(values: readonly string[]): string {
  return values.map(quoteValue).join(',');
}
