import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { RecordChunks } from '../core/record/recordContents.ts';

/** A row of `body`, without the bytes. */
interface ChunkTable {
  readonly start: number;
  /** Pairs of offset after a chunk's last byte, counted over the whole capture, and arrival time in milliseconds. */
  readonly pairs: Float64Array;
}

/** Reads which network chunks brought a range of the stored bodies. */
export class CaptureChunks {
  readonly #rows: StatementSync;
  readonly #before: StatementSync;
  readonly #after: StatementSync;

  constructor(database: DatabaseSync) {
    this.#rows = database.prepare(
      `SELECT start, chunks FROM body WHERE start < :end
        AND start >= (SELECT max(start) FROM body WHERE start <= :start) ORDER BY start`,
    );
    this.#before = database.prepare('SELECT start, chunks FROM body WHERE start < ? ORDER BY start DESC LIMIT 1');
    this.#after = database.prepare('SELECT start, chunks FROM body WHERE start >= ? ORDER BY start LIMIT 1');
  }

  /** The chunks of a range, with offsets that count from `origin`. */
  read(start: number, length: number, origin: number): RecordChunks {
    const ends: number[] = [];
    if (length === 0) {
      return { begin: start - origin, ends: new Float64Array(0) };
    }
    const end = start + length;
    let begin = start;
    let tableEnd = start;
    for (const row of this.#rows.iterate({ start, end })) {
      const table = tableOf(row);
      let chunkBegin = table.start;
      for (let at = 0; at < table.pairs.length && chunkBegin < end; at += 2) {
        const chunkEnd = table.pairs[at] ?? 0;
        const time = table.pairs[at + 1] ?? 0;
        if (chunkEnd > start) {
          if (ends.length === 0) {
            begin = at === 0 ? this.#beginOf(table.start, time) : chunkBegin;
          } else if (at === 0 && ends.at(-1) === time) {
            ends.length -= 2;
          }
          ends.push(chunkEnd, time);
        }
        chunkBegin = chunkEnd;
      }
      tableEnd = table.pairs.at(-2) ?? tableEnd;
    }
    const lastTime = ends.at(-1);
    if (lastTime !== undefined && ends.at(-2) === tableEnd) {
      ends[ends.length - 2] = this.#endOf(tableEnd, lastTime);
    }
    return {
      begin: begin - origin,
      ends: Float64Array.from(ends, (value, at) => (at % 2 === 0 ? value - origin : value)),
    };
  }

  /** Where the chunk begins that a row begins with: one that lies in several rows stands in each, with the same time. */
  #beginOf(rowStart: number, time: number): number {
    const row = this.#before.get(rowStart);
    const { start, pairs } = row === undefined ? { start: rowStart, pairs: undefined } : tableOf(row);
    if (pairs?.at(-1) !== time) {
      return rowStart;
    }
    return pairs.length === 2 ? this.#beginOf(start, time) : (pairs.at(-4) ?? start);
  }

  /** Where the chunk ends that a row ends with. */
  #endOf(rowEnd: number, time: number): number {
    const row = this.#after.get(rowEnd);
    const pairs = row === undefined ? undefined : tableOf(row).pairs;
    if (pairs?.[1] !== time) {
      return rowEnd;
    }
    const end = pairs[0] ?? rowEnd;
    return pairs.length === 2 ? this.#endOf(end, time) : end;
  }
}

function tableOf({ start, chunks }: Record<string, SQLOutputValue>): ChunkTable {
  // A copy, because the floats must stand at an even place in memory.
  const pairs = chunks instanceof Uint8Array ? new Float64Array(chunks.slice().buffer) : new Float64Array(0);
  return { start: Number(start), pairs };
}
