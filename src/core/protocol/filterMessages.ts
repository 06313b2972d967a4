import * as v from 'valibot';
import type { JsonKey } from '../record/jsonKeys.ts';
import { recordKinds } from '../record/recordKind.ts';
import type { RecordMatch, SearchState } from '../record/searchState.ts';

/** The messages about filters between the panel and the host. */

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const requestId = count;
const text = v.pipe(v.string(), v.maxLength(10_000));

/** A filter that the user has given a name. */
export const savedFilterSchema = v.object({ name: v.string(), query: v.string() });

export type SavedFilter = Readonly<v.InferOutput<typeof savedFilterSchema>>;

/** What the workspace remembers of filters. */
export interface FilterMemory {
  /** In the order of their names. */
  readonly saved: readonly SavedFilter[];
  /** Queries used last, the newest first. */
  readonly recent: readonly string[];
}

/** What the panel remembers of its filter, beside the query. */
export const filterStateEntries = {
  /** Kinds of records that are switched off. */
  hiddenKinds: v.optional(v.array(v.picklist(recordKinds)), []),
  /** The filter in force; empty: none. */
  query: v.optional(v.string(), ''),
  /** Whether the query marks rows, and hides none. */
  marksOnly: v.optional(v.boolean(), false),
  /** Event types that alone are shown; empty: all. */
  onlyTypes: v.optional(v.array(v.string()), []),
  /** Event types that are not shown. */
  hiddenTypes: v.optional(v.array(v.string()), []),
  hidesHeartbeats: v.optional(v.boolean(), false),
  /** What is looked for within the rows that are shown; `null`: nothing, and its box is closed. */
  find: v.optional(v.nullable(v.string()), null),
} as const;

/** What the panel asks and tells the host of filters. */
export const filterMessageSchemas = [
  /** Mark what matches from now on; an empty text ends that. */
  v.object({ type: v.literal('mark'), query: v.string(), kinds: v.array(v.picklist(recordKinds)) }),
  /** Numbers of marked records among those from one to another. */
  v.object({ type: v.literal('getMarks'), requestId, query: v.string(), first: count, last: count }),
  /** The marked record after or before one. */
  v.object({ type: v.literal('getMark'), requestId, query: v.string(), seq: count, backwards: v.boolean() }),
  /** Places in the JSON data seen so far. */
  v.object({ type: v.literal('getJsonKeys'), requestId }),
  /** A filter was used: it is one of the recent ones from now on. */
  v.object({ type: v.literal('filterUsed'), query: text }),
  /** Ask for a name, and save a filter by it. */
  v.object({ type: v.literal('saveFilter'), query: text }),
  v.object({ type: v.literal('renameFilter'), name: v.string() }),
  v.object({ type: v.literal('deleteFilter'), name: v.string() }),
] as const;

type FilterMessageSchema = (typeof filterMessageSchemas)[number];

export type FilterMessage = v.InferOutput<FilterMessageSchema>;

/** What the host tells and answers the panel of filters. */
export type FilterNotice =
  /** How far the search for what to mark has come. */
  | { readonly type: 'marking'; readonly query: string; readonly state: SearchState }
  /** What the workspace remembers of filters, at the beginning and when it has changed. */
  | { readonly type: 'filters'; readonly memory: FilterMemory }
  /** Use a filter. */
  | { readonly type: 'applyFilter'; readonly query: string };

export type FilterAnswer =
  | { readonly type: 'marks'; readonly requestId: number; readonly seqs: readonly number[] }
  | { readonly type: 'mark'; readonly requestId: number; readonly match: RecordMatch | null }
  | { readonly type: 'jsonKeys'; readonly requestId: number; readonly keys: readonly JsonKey[] };

export const filterNoticeTypes = ['marking', 'filters', 'applyFilter'] as const;

export const filterAnswerTypes = ['marks', 'mark', 'jsonKeys'] as const;
