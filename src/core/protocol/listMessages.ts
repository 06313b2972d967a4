import * as v from 'valibot';
import { columnIds, listLayoutSchema, type ListLayout } from '../record/listLayout.ts';

/** What the list of a panel does when a command asks for it, as it does by its keys. */
export const listOrders = ['toggleFollow', 'toggleHold', 'switchTime', 'showKeys'] as const;

export type ListOrder = (typeof listOrders)[number];

/** What VS Code passes of the column whose header was right-clicked. */
export const columnContextSchema = v.object({ sessionId: v.string(), column: v.picklist(columnIds) });

/** Messages of a panel about its list. */
export const listMessageSchemas = [
  /** The user has set the columns; kept for the workspace. */
  v.object({ type: v.literal('setListLayout'), layout: listLayoutSchema }),
  /** Ask the user which columns to show. */
  v.object({ type: v.literal('chooseColumns') }),
  /** Connect again with the last event ID of a record. */
  v.object({ type: v.literal('reconnectFromHere'), seq: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
] as const;

export type FromList = v.InferOutput<(typeof listMessageSchemas)[number]>;

/** Messages to the list of a panel that answer no question. */
export type ToList =
  | { readonly type: 'listLayout'; readonly layout: ListLayout }
  | { readonly type: 'perform'; readonly order: ListOrder };

export const toListTypes = ['listLayout', 'perform'] as const satisfies readonly ToList['type'][];
