import * as v from 'valibot';
import type { RecordPart } from '../record/recordContents.ts';

/** What the view of a record's bytes asks of the host. */

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The most bytes of a record that come with one answer: what the page takes without a stall. */
export const maxPartBytes = 512 * 1024;

export const fromRawSchemas = [
  /** A stretch of a record's bytes, with the chunks that brought it. */
  v.object({
    type: v.literal('getPart'),
    requestId: count,
    seq: count,
    start: count,
    length: v.pipe(count, v.maxValue(maxPartBytes)),
  }),
  /** Copy all bytes of a record to the clipboard, as a hex dump. */
  v.object({ type: v.literal('copyHexDump'), seq: count }),
] as const;

export type FromRaw = v.InferOutput<(typeof fromRawSchemas)[number]>;

export const toRawTypes = ['part'] as const;

/** `null`: there is no such record any more. */
export interface ToRaw {
  readonly type: 'part';
  readonly requestId: number;
  readonly part: RecordPart | null;
}
