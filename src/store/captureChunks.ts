import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RecordChunk } from '../core/record/recordContents.ts';

/** Chunks that are told of at most; a body of one byte a chunk has as many as bytes. */
const maxChunks = 20_000;

/** Reads which network chunks brought a range of the stored bodies. */
export class CaptureChunks {
  readonly #rows: StatementSync;

  constructor(database: DatabaseSync) {
    this.#rows = database.prepare(
      `SELECT chunks FROM body WHERE start < :end
        AND start >= (SELECT max(start) FROM body WHERE start <= :start) ORDER BY start`,
    );
  }

  /** The chunks of a range, in order; the ends are counted from `start`, the last may lie beyond the range. */
  read(start: number, length: number): readonly RecordChunk[] {
    const chunks: RecordChunk[] = [];
    for (const row of this.#rows.iterate({ start, end: start + length })) {
      const { chunks: table } = row;
      if (!(table instanceof Uint8Array)) {
        continue;
      }
      // A copy, because the floats must stand at an even place in memory.
      const pairs = new Float64Array(table.slice().buffer);
      for (let at = 0; at < pairs.length; at += 2) {
        const end = (pairs[at] ?? 0) - start;
        const time = pairs[at + 1] ?? 0;
        if (end > 0) {
          // A chunk that lies in two rows stands in both, with the same time.
          if (at === 0 && chunks.at(-1)?.time === time) {
            chunks.pop();
          }
          chunks.push({ end, time });
        }
        if (end >= length || chunks.length === maxChunks) {
          return chunks;
        }
      }
    }
    return chunks;
  }
}
