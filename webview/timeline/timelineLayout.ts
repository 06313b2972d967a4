import type { Timeline, TimelineLane } from '../../src/core/record/timeline.ts';

/** Types that have a lane of their own; the others share one. */
const maxTypeLanes = 8;

/** Kinds that have a lane where there are any: what heartbeats and faults look like over time. */
const laneKinds: readonly string[] = ['comment', 'invalid', 'dropped'];

/** A lane as it is drawn. */
export interface DrawnLane {
  readonly name: string;
  /** `rest`: all types that have no lane of their own. */
  readonly source: 'type' | 'kind' | 'rest';
  readonly counts: readonly number[];
  readonly total: number;
  /** Greatest count of a bin: the darkest mark. */
  readonly peak: number;
}

/**
 * Chooses and orders the lanes to draw: the most frequent types in the order of their first events, so that no lane moves
 * while two of them compete, the rest of them as one, then the kinds.
 */
export function drawnLanes(timeline: Timeline): readonly DrawnLane[] {
  const types = timeline.lanes
    .filter((lane) => lane.source === 'type')
    .map((lane) => drawn(lane.name, 'type', lane.counts))
    .filter((lane) => lane.total > 0);
  const kinds = timeline.lanes
    .filter((lane) => lane.source === 'kind' && laneKinds.includes(lane.name))
    .map((lane) => drawn(lane.name, 'kind', lane.counts))
    .filter((lane) => lane.total > 0);
  // A lane "other" that stands for a single type would take the place of that type's own.
  const byTotal = types.toSorted((a, b) => b.total - a.total || a.name.localeCompare(b.name));
  const others = types.length <= maxTypeLanes + 1 ? [] : byTotal.slice(maxTypeLanes);
  const own = types.filter((lane) => !others.includes(lane));
  return [...own, ...(others.length > 0 ? [rest(others, timeline.bins)] : []), ...kinds];
}

function drawn(name: TimelineLane['name'], source: DrawnLane['source'], counts: readonly number[]): DrawnLane {
  let total = 0;
  let peak = 0;
  for (const number of counts) {
    total += number;
    peak = Math.max(peak, number);
  }
  return { name, source, counts, total, peak };
}

function rest(lanes: readonly DrawnLane[], bins: number): DrawnLane {
  const counts = Array.from({ length: bins }, (_, bin) =>
    lanes.reduce((sum, lane) => sum + (lane.counts[bin] ?? 0), 0),
  );
  return drawn('', 'rest', counts);
}

/** How dark a mark is, 0 to 1. By logarithm: one event must be seen beside a thousand. */
export function markStrength(number: number, peak: number): number {
  return number === 0 ? 0 : 0.35 + 0.65 * (Math.log1p(number) / Math.log1p(Math.max(1, peak)));
}

const stepsMs = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 43_200_000, 86_400_000,
];

/** Times to label an axis with: round ones, as many as fit. */
export function axisTicks(startMs: number, endMs: number, maxTicks: number): readonly number[] {
  const span = endMs - startMs;
  const day = 86_400_000;
  const step =
    stepsMs.find((candidate) => span / candidate <= maxTicks) ?? Math.ceil(span / Math.max(1, maxTicks) / day) * day;
  const ticks: number[] = [];
  for (let tick = Math.ceil(startMs / step) * step; tick <= endMs; tick += step) {
    ticks.push(tick);
  }
  return ticks;
}

/** A time on the axis, as short as its step allows: `0`, `500 ms`, `12 s`, `2:30`, `1:02:30`. */
export function tickLabel(ms: number, stepMs: number): string {
  if (ms === 0) {
    return '0';
  }
  if (stepMs < 1000) {
    return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(stepMs < 10 ? 3 : stepMs < 100 ? 2 : 1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
