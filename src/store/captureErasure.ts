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
