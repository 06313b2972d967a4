import * as v from 'valibot';

/** Number of a record in its capture, counted from 1. */
const seqSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * Records that can be selected one by one. More than anybody selects by hand, and as many as cross to the host at once;
 * who wants more takes all of them, or all that the filter shows.
 */
const maxSelectedRecords = 100_000;

/** Numbers of the selected records, ascending. */
const selectedSeqsSchema = v.pipe(v.array(seqSchema), v.maxLength(maxSelectedRecords));

/** Records of a session: what commands about records are called with. */
export const recordSelectionSchema = v.object({ sessionId: v.string(), seqs: selectedSeqsSchema });

/** What VS Code passes of the row that was right-clicked. */
export const rowContextSchema = v.object({ sessionId: v.string(), seq: seqSchema });

/**
 * What records are copied as: their data; a JSON object, or an array of several; the bytes of the wire as text; the
 * command that asks the server for what followed them.
 */
export const copyForms = ['data', 'json', 'raw', 'curl'] as const;

export type CopyForm = (typeof copyForms)[number];

/** Messages of a panel about records: what is selected, and what to do with it. */
export const recordMessageSchemas = [
  /** Copy records to the clipboard, whole and unabridged. */
  v.object({ type: v.literal('copy'), what: v.picklist(copyForms), seqs: v.pipe(selectedSeqsSchema, v.minLength(1)) }),
  /** Open a record's data in a read-only editor. */
  v.object({ type: v.literal('openRecord'), seq: seqSchema }),
  /** Compare two records in an editor; one alone with the one of the same type before it. */
  v.object({
    type: v.literal('compareRecords'),
    seqs: v.pipe(v.array(seqSchema), v.minLength(1), v.maxLength(2)),
  }),
  /** Another record is selected, or none: `seq` is the one that the details show, `seqs` are all. */
  v.object({ type: v.literal('selected'), seq: v.nullable(seqSchema), seqs: selectedSeqsSchema }),
] as const;
