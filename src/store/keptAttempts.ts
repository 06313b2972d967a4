import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { keptAttemptSchema } from '../core/connection/attempt.ts';
import type { Attempt, KeptAttempt } from '../core/connection/attempt.ts';
import { recordKindCodes } from '../core/record/recordKind.ts';
import type { CaptureNotes } from './captureNotes.ts';

/** Events of an attempt that are counted at most: of more one needs not know how many. */
const maxCounted = 10_000;

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
      ? { ...v.parse(keptAttemptSchema, JSON.parse(json)), ...this.#events(number, lastSeq) }
      : undefined;
  }

  /** What the records say of an attempt, as far as they are still there. */
  #events(attempt: number, lastSeq: number): Pick<Attempt, 'firstEventAt' | 'events'> {
    const changes = this.#database.prepare(
      "SELECT min(seq) AS first, max(seq) AS last FROM change WHERE json_extract(change, '$.attempt') = ?",
    );
    const { first, last } = changes.get(attempt) ?? {};
    // The newest attempt has no last change yet.
    const end = attempt === this.newest() ? lastSeq : Number(last ?? 0);
    const found = this.#database
      .prepare(
        `SELECT min(time) AS first, count(*) AS count FROM
          (SELECT time FROM record WHERE seq > ? AND seq <= ? AND kind = ${recordKindCodes.event} ORDER BY seq LIMIT ${maxCounted})`,
      )
      .get(Number(first ?? 0), end);
    const firstEventAt = found?.['first'];
    return { firstEventAt: typeof firstEventAt === 'number' ? firstEventAt : null, events: Number(found?.['count']) };
  }
}

/** Where an attempt stands among the notes of its capture. */
function keyOf(number: number): string {
  return `attempt:${number}`;
}
