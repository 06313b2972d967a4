import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { keptAttemptSchema } from '../core/connection/attempt.ts';
import type { Attempt, KeptAttempt } from '../core/connection/attempt.ts';
import { recordKindCodes } from '../core/record/recordKind.ts';
import type { CaptureNotes } from './captureNotes.ts';

/** The connection attempts that a capture knows: where the body of each begins, and all else that is known of it. */
export class KeptAttempts {
  readonly #database: DatabaseSync;
  readonly #notes: CaptureNotes;

  constructor(database: DatabaseSync, notes: CaptureNotes) {
    this.#database = database;
    this.#notes = notes;
  }

  /** Number of the newest attempt; 0: there was none. */
  newest(): number {
    return Number(this.#database.prepare('SELECT max(number) AS number FROM attempt').get()?.['number'] ?? 0);
  }

  /** @param bodyStart Where its body begins in the bodies of the capture. */
  begin(number: number, bodyStart: number): void {
    this.#database.prepare('INSERT OR REPLACE INTO attempt VALUES (?, ?)').run(number, bodyStart);
  }

  save(attempt: KeptAttempt): void {
    this.#notes.write(keyOf(attempt.number), JSON.stringify(attempt));
  }

  /** What is known of an attempt; `undefined` where nothing was saved of it. @param lastSeq The newest record. */
  read(number: number, lastSeq: number): Attempt | undefined {
    const json = this.#notes.read(keyOf(number));
    return typeof json === 'string'
      ? { ...v.parse(keptAttemptSchema, JSON.parse(json)), firstEventAt: this.#firstEventAt(number, lastSeq) }
      : undefined;
  }

  /** When the first event of an attempt came that is still there, milliseconds since the capture began. */
  #firstEventAt(attempt: number, lastSeq: number): number | null {
    const changes = this.#database.prepare(
      "SELECT min(seq) AS first, max(seq) AS last FROM change WHERE json_extract(change, '$.attempt') = ?",
    );
    const { first, last } = changes.get(attempt) ?? {};
    // The newest attempt has no last change yet.
    const end = attempt === this.newest() ? lastSeq : Number(last ?? 0);
    const event = this.#database
      .prepare(
        `SELECT time FROM record WHERE seq > ? AND seq <= ? AND kind = ${recordKindCodes.event} ORDER BY seq LIMIT 1`,
      )
      .get(Number(first ?? 0), end);
    return event === undefined ? null : Number(event['time']);
  }
}

/** Where an attempt stands among the notes of its capture. */
function keyOf(number: number): string {
  return `attempt:${number}`;
}
