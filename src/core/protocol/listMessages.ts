import * as v from 'valibot';
import { columnIds, listLayoutSchema, type ListLayout } from '../record/listLayout.ts';
import { recordGoals, type RecordGoal } from '../record/recordGoal.ts';
import { recordKinds } from '../record/recordKind.ts';
import type { RecordMark } from '../record/recordMark.ts';

/** Orders to go to another record. */
export type JumpOrder =
  | 'nextBookmark'
  | 'previousBookmark'
  | 'nextDiagnostic'
  | 'previousDiagnostic'
  | 'nextReconnect'
  | 'previousReconnect'
  | 'nextOfType'
  | 'previousOfType';

/** What the list of a panel does when a command asks for it, as it does by its keys. */
export type ListOrder = JumpOrder | 'toggleFollow' | 'toggleHold' | 'switchTime' | 'showKeys';

/** Which record an order goes to. */
export interface RecordJump {
  readonly goal: RecordGoal;
  readonly backwards: boolean;
}

const goals: Readonly<Record<JumpOrder, RecordJump>> = {
  nextBookmark: { goal: 'bookmark', backwards: false },
  previousBookmark: { goal: 'bookmark', backwards: true },
  nextDiagnostic: { goal: 'diagnostic', backwards: false },
  previousDiagnostic: { goal: 'diagnostic', backwards: true },
  nextReconnect: { goal: 'reconnect', backwards: false },
  previousReconnect: { goal: 'reconnect', backwards: true },
  nextOfType: { goal: 'sameType', backwards: false },
  previousOfType: { goal: 'sameType', backwards: true },
};

export function jumpOf(order: JumpOrder): RecordJump {
  return goals[order];
}

/** What VS Code passes of the column whose header was right-clicked. */
export const columnContextSchema = v.object({ sessionId: v.string(), column: v.picklist(columnIds) });

const seqSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Messages of a panel about its list. */
export const listMessageSchemas = [
  /** The user has set the columns; kept for the workspace. */
  v.object({ type: v.literal('setListLayout'), layout: listLayoutSchema }),
  /** Ask the user which columns to show. */
  v.object({ type: v.literal('chooseColumns') }),
  /** Connect again with the last event ID of a record. */
  v.object({ type: v.literal('reconnectFromHere'), seq: seqSchema }),
  /** Bookmark records, or take their bookmarks away. */
  v.object({
    type: v.literal('toggleBookmark'),
    seqs: v.pipe(v.array(seqSchema), v.minLength(1), v.maxLength(10_000)),
  }),
  /** Have the user write a note at a record. */
  v.object({ type: v.literal('editNote'), seq: seqSchema }),
  /** Find the record of a kind that is next to another in the view. */
  v.object({
    type: v.literal('findRecord'),
    requestId: seqSchema,
    goal: v.picklist(recordGoals),
    backwards: v.boolean(),
    seq: seqSchema,
    kinds: v.array(v.picklist(recordKinds)),
    /** The filter in force; empty: none. */
    query: v.string(),
  }),
] as const;

export type FromList = v.InferOutput<(typeof listMessageSchemas)[number]>;

/** Messages to the list of a panel that answer no question. */
export type ToList =
  | { readonly type: 'listLayout'; readonly layout: ListLayout }
  | { readonly type: 'perform'; readonly order: ListOrder }
  /** Bookmarks and notes of the session's records. */
  | { readonly type: 'recordMarks'; readonly marks: readonly RecordMark[] };

/** Answers to questions of the list. */
export interface FoundRecord {
  readonly type: 'found';
  readonly requestId: number;
  /** `null`: there is none in that direction. */
  readonly seq: number | null;
}

export const toListTypes = ['listLayout', 'perform', 'recordMarks', 'found'] as const satisfies readonly (
  ToList | FoundRecord
)['type'][];
