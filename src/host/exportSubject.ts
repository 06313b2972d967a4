import type { ExportSelection } from '../core/protocol/exportMessages.ts';
import { parseQuery } from '../core/query/parseQuery.ts';
import type { Query } from '../core/query/query.ts';
import { recordKinds, type RecordKind } from '../core/record/recordKind.ts';
import { assertNever } from '../core/assertNever.ts';
import type { ExportScope } from './exportChoice.ts';

/** What a panel shows of its session. */
export interface PanelFilter {
  /** Text of the query; empty: none. */
  readonly text: string;
  readonly query: Query;
  readonly kinds: readonly RecordKind[];
}

/** A capture to export, with what is shown and selected of it. */
export interface ExportSubject {
  /** Path of the capture's file. */
  readonly file: string;
  readonly title: string;
  /** Wall-clock time of the session's start, milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  /** Records that are not cleared. */
  readonly records: number;
  /** `undefined`: the panel shows everything, or there is none. */
  readonly filter: PanelFilter | undefined;
  /** Numbers of the selected records, ascending. */
  readonly selected: readonly number[];
}

/** What a panel shows, unless that is everything, or its text is no query. */
export function panelFilter(text: string, kinds: readonly RecordKind[]): PanelFilter | undefined {
  const parsed = parseQuery(text);
  const showsAll = text === '' && kinds.length === recordKinds.length;
  return showsAll || !parsed.ok ? undefined : { text, query: parsed.query, kinds };
}

/** The scopes that differ from one another. */
export function scopesOf({ filter, selected }: ExportSubject): readonly ExportScope[] {
  return [
    'all',
    ...(filter === undefined ? [] : (['filtered'] as const)),
    ...(selected.length === 0 ? [] : (['selected'] as const)),
  ];
}

export function selectionOf({ filter, selected }: ExportSubject, scope: ExportScope): ExportSelection {
  switch (scope) {
    case 'all':
      return { selection: 'all' };
    case 'filtered':
      return filter === undefined
        ? { selection: 'all' }
        : { selection: 'query', query: filter.query, kinds: filter.kinds };
    case 'selected':
      return { selection: 'records', seqs: selected };
    default:
      return assertNever(scope);
  }
}
