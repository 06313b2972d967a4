import type { RecordRow } from '../../src/core/record/record.ts';

/** What grows with the position of a row, so that a row can be found by it. */
export type RowKey = (row: RecordRow) => number;

/**
 * Position of a row whose key is `wanted`, else of the first whose key is above; `total` if there is none. Looks at few rows, as each one is
 * a question to the host: it guesses the position by proportion, and halves where a guess did not get it far.
 */
export async function findPosition(
  wanted: number,
  total: number,
  key: RowKey,
  read: (position: number) => Promise<RecordRow | undefined>,
): Promise<number> {
  // Invariant: rows before `low` are below `wanted`, rows from `high` on are not.
  let low = 0;
  let high = total;
  let lowKey: number | undefined;
  let highKey: number | undefined;
  let halve = false;
  while (low < high) {
    const guess = ((): number => {
      if (lowKey === undefined && highKey === undefined) {
        // Numbers of records are dense in the view of all kinds: the first guess is then right.
        return Math.round(wanted) - 1;
      }
      if (lowKey === undefined) {
        return low;
      }
      if (highKey === undefined) {
        return high - 1;
      }
      return halve || highKey <= lowKey
        ? low + Math.floor((high - low) / 2)
        : low + Math.floor((high - 1 - low) * ((wanted - lowKey) / (highKey - lowKey)));
    })();
    const probe = Math.min(Math.max(guess, low), high - 1);
    const bothKnown = lowKey !== undefined && highKey !== undefined;
    const row = await read(probe);
    if (row === undefined) {
      return total;
    }
    const found = key(row);
    if (found === wanted) {
      return probe;
    }
    const before = high - low;
    if (found < wanted) {
      low = probe + 1;
      lowKey = found;
    } else {
      high = probe;
      highKey = found;
    }
    halve = bothKnown && high - low > before / 2;
  }
  return low;
}
