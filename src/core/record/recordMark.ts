import * as v from 'valibot';

/** Characters of a note. */
export const maxNoteLength = 2000;
/** Records of a capture that can be marked: far more than anybody finds again by looking. */
export const maxMarks = 10_000;

/** What the user has attached to a record: a bookmark, with a note or without. Kept with the capture. */
export const recordMarkSchema = v.object({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Empty: a bookmark alone. */
  note: v.pipe(v.string(), v.maxLength(maxNoteLength)),
});

export type RecordMark = Readonly<v.InferOutput<typeof recordMarkSchema>>;

/** The marks of a capture, by their records in order. */
export const recordMarksSchema = v.pipe(v.array(recordMarkSchema), v.maxLength(maxMarks));
