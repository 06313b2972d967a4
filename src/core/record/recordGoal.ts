import type { RecordKind } from './recordKind.ts';

/** What to go to from one record: the next or the previous of its like. */
export const recordGoals = ['bookmark', 'diagnostic', 'reconnect', 'sameType'] as const;

export type RecordGoal = (typeof recordGoals)[number];

/** Which record to find. */
export interface RecordQuest {
  readonly goal: RecordGoal;
  /** Number of the record to go on from; also the one whose type is meant. */
  readonly seq: number;
  readonly backwards: boolean;
  readonly kinds: readonly RecordKind[];
}

/** What one piece of a search for a record gave. */
export type RecordFind =
  | { readonly found: number }
  /** Nothing so far; go on from this record. */
  | { readonly found: null; readonly goOn: number }
  /** Nothing to the end. */
  | { readonly found: null; readonly goOn: null };
