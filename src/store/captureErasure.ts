import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';

const erasureSchema = v.object({ seq: v.number(), bodyEnd: v.number(), idSeq: v.number(), id: v.string() });

/** Where the records that a clear erased end, and the last event ID as of then. */
export type CaptureErasure = Readonly<v.InferOutput<typeof erasureSchema>>;

export const nothingErased: CaptureErasure = { seq: 0, bodyEnd: 0, idSeq: 0, id: '' };

/** What was erased of a capture. */
export function readErased(database: DatabaseSync): CaptureErasure {
  const json = database.prepare("SELECT value FROM info WHERE key = 'erased'").get()?.['value'];
  return typeof json === 'string' ? v.parse(erasureSchema, JSON.parse(json)) : nothingErased;
}

/**
 * Erases what a clear hid, with the bytes. To be done in a transaction.
 *
 * @param attempt The newest one when that was: it may go on; those before are over, and tell of what was cleared.
 */
export function erase(database: DatabaseSync, cleared: CaptureErasure, attempt: number): void {
  database.prepare('DELETE FROM record WHERE seq <= ?').run(cleared.seq);
  database.prepare('DELETE FROM change WHERE seq <= ?').run(cleared.seq);
  database.prepare('DELETE FROM body WHERE start + length(bytes) <= ?').run(cleared.bodyEnd);
  database.prepare("DELETE FROM info WHERE key LIKE 'attempt:%' AND CAST(substr(key, 9) AS INTEGER) < ?").run(attempt);
  database.prepare("INSERT OR REPLACE INTO info VALUES ('erased', ?)").run(JSON.stringify(cleared));
  // It counts records that are no more.
  database.exec("DELETE FROM info WHERE key IN ('summary', 'summaryKinds', 'summaryTimeline')");
}
