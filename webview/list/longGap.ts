import type { RecordRow } from '../../src/core/record/record.ts';

/** Below this no gap is worth a mark, however regular the stream is. */
const shortestLongGapMs = 1000;
/** So many times the usual gap is far above it. */
const farAbove = 8;
/** With fewer gaps than this there is no usual one. */
const fewestGaps = 4;

/**
 * The gap from which on a row is marked: far above the median of its neighbours. Decided per page of rows and not over
 * the whole capture, so that a mark stays where it is while the stream goes on.
 */
export function longGapThreshold(rows: readonly Pick<RecordRow, 'gap'>[]): number {
  const gaps = rows
    .map((row) => row.gap)
    .filter((gap) => gap !== null)
    .sort((a, b) => a - b);
  const median = gaps[Math.floor(gaps.length / 2)];
  if (median === undefined || gaps.length < fewestGaps) {
    return Infinity;
  }
  return Math.max(shortestLongGapMs, farAbove * median);
}
