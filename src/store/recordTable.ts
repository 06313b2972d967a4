import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { recordKindCodes } from '../core/record/recordKind.ts';
import type { RecordKind } from '../core/record/recordKind.ts';

/** A record to be stored. */
export interface NewRecord {
  readonly kind: RecordKind;
  /** Milliseconds since the capture began. */
  readonly time: number;
  readonly start: number;
  readonly length: number;
  readonly dataStart: number;
  readonly dataLength: number;
  readonly type: string;
  /** The ID that it sets; `undefined`: none. */
  readonly ownId: string | undefined;
  readonly note: string | null;
  readonly hasWarning: boolean;
}

/** Writes into the tables of records, bodies and changes. */
export class RecordTable {
  readonly #insert: StatementSync;
  /** The same for an event without diagnostics, which most records are: each value bound costs. */
  readonly #insertEvent: StatementSync;
  readonly #insertChange: StatementSync;
  readonly #insertBody: StatementSync;
  readonly #extend: StatementSync;
  readonly #setId: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#insertEvent = database.prepare(
      `INSERT INTO record VALUES (?1, ${recordKindCodes.event}, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, NULL)`,
    );
    this.#insertChange = database.prepare('INSERT INTO change VALUES (?, ?, ?)');
    this.#insertBody = database.prepare('INSERT INTO body VALUES (?, ?, ?)');
    this.#extend = database.prepare('UPDATE record SET length = length + ? WHERE seq = ?');
    this.#setId = database.prepare('UPDATE record SET id = ? WHERE seq = ?');
  }

  /** @param idSeq The record that set the last event ID that applies; 0: none. */
  insert(seq: number, idSeq: number, record: NewRecord): void {
    const { kind, time, start, length, dataStart, dataLength, type, ownId, note } = record;
    const storedType = type === '' || type === 'message' ? null : type;
    const id = ownId ?? null;
    if (kind === 'event' && note === null) {
      this.#insertEvent.run(seq, time, start, length, dataStart, dataLength, storedType, id, idSeq);
    } else {
      const code = recordKindCodes[kind];
      this.#insert.run(seq, code, time, start, length, dataStart, dataLength, storedType, id, idSeq, note);
    }
  }

  /** Adds bytes behind a record to it. */
  extend(seq: number, bytes: number): void {
    this.#extend.run(bytes, seq);
  }

  /** Has a record set an ID. */
  setId(seq: number, id: string): void {
    this.#setId.run(id, seq);
  }

  insertChange(seq: number, time: number, json: string): void {
    this.#insertChange.run(seq, time, json);
  }

  /** @param start Offset of the first byte over the whole capture. */
  insertBody(start: number, bytes: Uint8Array, chunks: Uint8Array): void {
    this.#insertBody.run(start, bytes, chunks);
  }
}
