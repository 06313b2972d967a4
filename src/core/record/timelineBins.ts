import type { TimeRange } from './timeline.ts';

/** Bins of one width, each beginning at a multiple of it. */
export interface TimelineBins {
  /** Milliseconds. */
  readonly binMs: number;
  /** Number of the first bin, counted from the beginning of the capture. */
  readonly first: number;
  readonly count: number;
}

/** The shortest bin: clocks are not finer. Milliseconds. */
const finestBinMs = 0.001;
const steps = [1, 2, 5, 10] as const;

/** The narrowest round bins of which at most `most` (at least 2) cover a range. */
export function binsOf({ start, end }: TimeRange, most: number): TimelineBins {
  const wanted = Math.max(finestBinMs, (end - start) / most);
  const power = 10 ** Math.floor(Math.log10(wanted));
  // Bins begin at multiples of their width, which may take one more of them than their width alone says.
  for (const step of [...steps, 20]) {
    const binMs = power * step;
    const first = binAt(start, binMs);
    const count = Math.max(1, Math.ceil(end / binMs) - first);
    if (count <= most) {
      return { binMs, first, count };
    }
  }
  return { binMs: power * 50, first: binAt(start, power * 50), count: most };
}

/** Number of the bin that has a time, counted from the beginning of the capture. */
export function binAt(time: number, binMs: number): number {
  return Math.floor(time / binMs);
}
