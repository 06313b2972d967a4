import * as v from 'valibot';
import type { RecordContents } from '../record/recordContents.ts';

/** What the details of a record ask of the host, beside the record itself. */

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How the details show what they show; remembered with the panel. */
export const detailViewSchema = v.object({
  /** JSON as a tree, or as the text that came. */
  data: v.optional(v.picklist(['tree', 'text']), 'tree'),
  /** Whether lines of text are wrapped. */
  wrapped: v.optional(v.boolean(), true),
  raw: v.optional(v.picklist(['text', 'hex']), 'text'),
  offsets: v.optional(v.picklist(['decimal', 'hex']), 'decimal'),
});

export type DetailView = v.InferOutput<typeof detailViewSchema>;

export const fromDetailSchemas = [
  /** More of a record than comes with it. */
  v.object({ type: v.literal('getContents'), requestId: count, seq: count, dataLength: count }),
  /** The number of the record before that is of the same kind and type. */
  v.object({ type: v.literal('getPrevious'), requestId: count, seq: count }),
  /** Put a part of a record into the clipboard. */
  v.object({ type: v.literal('copyText'), text: v.string() }),
] as const;

export type FromDetail = v.InferOutput<(typeof fromDetailSchemas)[number]>;

export const toDetailTypes = ['contents', 'previous'] as const;

export type ToDetail =
  | { readonly type: 'contents'; readonly requestId: number; readonly contents: RecordContents | null }
  | { readonly type: 'previous'; readonly requestId: number; readonly seq: number | null };
