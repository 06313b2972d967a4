import type { DatabaseSync, StatementSync } from 'node:sqlite';

interface BodyRow {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Reads ranges of the stored bodies. Keeps the row read last, because neighbouring records share one. */
export class CaptureBody {
  readonly #select: StatementSync;
  #last: BodyRow | undefined;

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('SELECT start, bytes FROM body WHERE start <= ? ORDER BY start DESC LIMIT 1');
  }

  /** The bytes from `start`, `length` of them or as many as there are. */
  read(start: number, length: number): Uint8Array {
    const first = this.#rowAt(start);
    if (first !== undefined && start + length <= first.start + first.bytes.length) {
      return first.bytes.subarray(start - first.start, start - first.start + length);
    }
    const pieces: Uint8Array[] = [];
    let offset = start;
    while (offset < start + length) {
      const row = this.#rowAt(offset);
      if (row === undefined || offset >= row.start + row.bytes.length) {
        break;
      }
      const piece = row.bytes.subarray(offset - row.start, start + length - row.start);
      pieces.push(piece);
      offset += piece.length;
    }
    return Buffer.concat(pieces);
  }

  #rowAt(offset: number): BodyRow | undefined {
    const last = this.#last;
    if (last !== undefined && last.start <= offset && offset < last.start + last.bytes.length) {
      return last;
    }
    const row = this.#select.get(offset);
    if (row === undefined || typeof row['start'] !== 'number' || !(row['bytes'] instanceof Uint8Array)) {
      return undefined;
    }
    this.#last = { start: row['start'], bytes: row['bytes'] };
    return this.#last;
  }
}
