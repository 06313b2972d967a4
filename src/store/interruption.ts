import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { connectionChangeSchema } from '../core/connection/connectionChange.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import { recordKindCodes } from '../core/record/recordKind.ts';
import type { CaptureErasure } from './captureErasure.ts';

/** Changes after which no further one was to come. */
const finalChanges: readonly ConnectionChange['change'][] = ['stopped', 'finished', 'failed', 'interrupted'];

/** What a run that was killed left unrecorded. */
export interface Interruption {
  /** The attempt that was under way. */
  readonly attempt: number;
  /** Offset after the last byte that a record accounts for. */
  readonly coveredEnd: number;
}

/** `undefined` where the last run came to its end. */
export function readInterruption(database: DatabaseSync, erased: CaptureErasure): Interruption | undefined {
  const newest = database.prepare('SELECT change FROM change ORDER BY seq DESC LIMIT 1').get()?.['change'];
  const change = typeof newest === 'string' ? v.parse(connectionChangeSchema, JSON.parse(newest)) : undefined;
  return change === undefined || finalChanges.includes(change.change)
    ? undefined
    : { attempt: change.attempt, coveredEnd: coveredEnd(database, erased) };
}

/** Lines inside an unfinished block are left aside: they lie within the range of the block. */
function coveredEnd(database: DatabaseSync, erased: CaptureErasure): number {
  const { event, id, dropped } = recordKindCodes;
  const block = database
    .prepare(
      `SELECT seq, start + length AS end FROM record WHERE kind IN (${event}, ${id}, ${dropped}) ORDER BY seq DESC LIMIT 1`,
    )
    .get();
  const lines = database
    .prepare(`SELECT start, length FROM record WHERE seq > ? AND kind <> ${recordKindCodes.connection} ORDER BY seq`)
    .iterate(Number(block?.['seq'] ?? 0));
  let end = Number(block?.['end'] ?? erased.bodyEnd);
  for (const { start, length } of lines) {
    if (start === end) {
      end += Number(length);
    }
  }
  return end;
}
