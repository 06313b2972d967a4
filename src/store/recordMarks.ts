import * as v from 'valibot';
import { maxMarks, recordMarksSchema, type RecordMark } from '../core/record/recordMark.ts';
import type { CaptureNotes } from './captureNotes.ts';

/** Where the marks stand among the notes of a capture. */
export const marksKey = 'marks';

/** The bookmarks and notes that the user has attached to records of a capture. */
export class RecordMarks {
  readonly #notes: Pick<CaptureNotes, 'read' | 'write'>;

  constructor(notes: Pick<CaptureNotes, 'read' | 'write'>) {
    this.#notes = notes;
  }

  /** In the order of their records. */
  read(): readonly RecordMark[] {
    const json = this.#notes.read(marksKey);
    return typeof json === 'string' ? v.parse(recordMarksSchema, JSON.parse(json)) : [];
  }

  /**
   * Marks records, or takes their marks away. Throws where there would be too many.
   *
   * @param note What to write at them; empty: a bookmark alone; `null`: no mark.
   */
  set(seqs: readonly number[], note: string | null): void {
    const marked = new Set(seqs);
    const others = this.read().filter(({ seq }) => !marked.has(seq));
    const marks = note === null ? others : [...others, ...seqs.map((seq) => ({ seq, note }))];
    if (marks.length > maxMarks) {
      throw new Error(`No more than ${maxMarks} records of a capture can be marked`);
    }
    this.#write(marks);
  }

  /** Takes away the marks of records that are erased. */
  erase(lastSeq: number): void {
    const marks = this.read();
    if (marks.some(({ seq }) => seq <= lastSeq)) {
      this.#write(marks.filter(({ seq }) => seq > lastSeq));
    }
  }

  #write(marks: readonly RecordMark[]): void {
    this.#notes.write(marksKey, JSON.stringify([...marks].sort((a, b) => a.seq - b.seq)));
  }
}
