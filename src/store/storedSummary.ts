import type { DatabaseSync } from 'node:sqlite';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import { isWarningNote } from '../core/sse/diagnosticNote.ts';
import type { CaptureNotes } from './captureNotes.ts';
import { CaptureSummary } from './captureSummary.ts';
import { maxTypeLength } from './storedRecord.ts';

/** Writes a summary down, so that not all records have to be read again. To be done in a transaction. */
export function saveSummary(notes: CaptureNotes, summary: CaptureSummary): void {
  const { json, kinds, timeline } = summary.store();
  notes.write('summary', json);
  notes.write('summaryKinds', kinds);
  notes.write('summaryTimeline', timeline);
}

/** A summary of the records that are stored, and how many of them it did not have to read. */
export interface LoadedSummary {
  readonly summary: CaptureSummary;
  readonly savedSeq: number;
}

/**
 * @param erasedSeq The last record that is erased.
 * @param lastSeq The newest record.
 */
export function loadSummary(
  database: DatabaseSync,
  notes: CaptureNotes,
  erasedSeq: number,
  lastSeq: number,
): LoadedSummary {
  const saved = readSummary(notes, erasedSeq);
  // A summary of more records than there are is not of this state of the capture.
  const summary = saved.kinds.length <= lastSeq ? saved : new CaptureSummary(erasedSeq);
  const savedSeq = summary.kinds.length;
  const rest = database.prepare('SELECT kind, type, time, data_length, note FROM record WHERE seq > ? ORDER BY seq');
  for (const { kind, type, time, data_length: dataLength, note } of rest.iterate(savedSeq)) {
    const code = Number(kind);
    const name = recordKinds.find((candidate) => recordKindCodes[candidate] === code) ?? 'invalid';
    const shortType = typeof type === 'string' ? type.slice(0, maxTypeLength) : 'message';
    const hasWarning = name !== 'connection' && typeof note === 'string' && isWarningNote(note);
    summary.add(name, code, shortType, Number(time), hasWarning, Number(dataLength));
  }
  return { summary, savedSeq };
}

function readSummary(notes: CaptureNotes, erasedSeq: number): CaptureSummary {
  const json = notes.read('summary');
  const kinds = notes.read('summaryKinds');
  const timeline = notes.read('summaryTimeline');
  const summary = new CaptureSummary(erasedSeq);
  if (typeof json === 'string' && kinds instanceof Uint8Array && timeline instanceof Uint8Array) {
    try {
      summary.restore({ json, kinds, timeline });
      return summary;
    } catch {
      // A damaged summary costs time, not data: it is made of the records again.
      return new CaptureSummary(erasedSeq);
    }
  }
  return summary;
}
