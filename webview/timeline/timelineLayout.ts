import type { TimelinePlace } from '../../src/core/protocol/timelineMessages.ts';
import type { Timeline, TimelineCounts, TimelineSpan, TimeRange } from '../../src/core/record/timeline.ts';
import { longGapThreshold } from '../list/longGap.ts';

/** Types that have a lane of their own, where there is room; the others share one. */
const mostTypeLanes = 8;
/** As high as the line of the strip's controls, which lie over it. */
const rulerPx = 20;
const connectionPx = 13;
/** Low enough to be many, high enough for a line of text. */
const smallestLanePx = 13;
const largestLanePx = 18;
const smallestRatePx = 18;
const largestRatePx = 40;

/** A lane as it is drawn. */
export interface DrawnLane {
  /** Event type; empty for the others. */
  readonly name: string;
  /** `rest`: events of all types that have no lane of their own. */
  readonly source: 'type' | 'rest' | 'comment' | 'diagnostic';
  readonly counts: readonly number[];
  /** In sight. */
  readonly total: number;
  /** Greatest count of a bin: the tallest bar. */
  readonly peak: number;
  /** Positions of its lanes among the timeline's. */
  readonly of: readonly number[];
}

/** A horizontal strip of the drawing, pixels from its top. */
export interface Band {
  readonly top: number;
  readonly height: number;
}

/** Where the strips of a timeline lie. */
export interface TimelineBands {
  readonly ruler: Band;
  readonly connection: Band;
  readonly rate: Band;
  readonly lanes: readonly Band[];
}

/** Number of lanes that can be read in a drawing of that height. */
export function laneRoom(heightPx: number): number {
  return Math.max(1, Math.floor((heightPx - rulerPx - connectionPx - smallestRatePx) / smallestLanePx));
}

/** Shares the height out: to the lanes as far as they are of use, then to the curve of the rate. */
export function bandsOf(heightPx: number, lanes: number): TimelineBands {
  const free = heightPx - rulerPx - connectionPx - smallestRatePx;
  const lanePx = Math.max(1, Math.min(largestLanePx, Math.floor(free / Math.max(1, lanes))));
  const ratePx = Math.min(largestRatePx, smallestRatePx + Math.max(0, free - lanes * lanePx));
  const rateTop = rulerPx + connectionPx;
  return {
    ruler: { top: 0, height: rulerPx },
    connection: { top: rulerPx, height: connectionPx },
    rate: { top: rateTop, height: ratePx },
    lanes: Array.from({ length: lanes }, (_, lane) => ({ top: rateTop + ratePx + lane * lanePx, height: lanePx })),
  };
}

/**
 * Chooses and orders the lanes to draw: the most frequent types of the whole capture in the order of their first events,
 * so that no lane moves while one zooms; the rest of them as one; comments; what is marked.
 *
 * @param room The most lanes to draw.
 */
export function drawnLanes(timeline: TimelineCounts, room: number): readonly DrawnLane[] {
  const positions = timeline.lanes.map((lane, position) => ({ ...lane, position })).filter(({ total }) => total > 0);
  const diagnostics = positions.filter(({ source }) => source === 'diagnostic').slice(0, room - 1);
  const comments = positions
    .filter(({ source, name }) => source === 'kind' && name === 'comment')
    .slice(0, Math.max(0, room - 1 - diagnostics.length));
  const types = positions.filter(({ source }) => source === 'type');
  // Events of types beyond those that the capture tells apart.
  const untold = positions.filter(({ source, name }) => source === 'kind' && name === 'event');
  const typeRoom = Math.min(mostTypeLanes, room - diagnostics.length - comments.length);
  const areAllShown = types.length + untold.length <= typeRoom && untold.length === 0;
  const ranked = types.toSorted((a, b) => b.total - a.total || a.name.localeCompare(b.name));
  const own = new Set(areAllShown ? types : ranked.slice(0, typeRoom - 1));
  const rest = [...types.filter((lane) => !own.has(lane)), ...untold];
  const of = (lanes: readonly { readonly position: number }[]): readonly number[] =>
    lanes.map(({ position }) => position);
  return [
    ...types.filter((lane) => own.has(lane)).map((lane) => drawn(timeline, lane.name, 'type', of([lane]))),
    ...(rest.length > 0 ? [drawn(timeline, '', 'rest', of(rest))] : []),
    ...comments.map((lane) => drawn(timeline, '', 'comment', of([lane]))),
    ...diagnostics.map((lane) => drawn(timeline, '', 'diagnostic', of([lane]))),
  ];
}

function drawn(timeline: TimelineCounts, name: string, source: DrawnLane['source'], of: readonly number[]): DrawnLane {
  const counts = summed(timeline, of);
  return {
    name,
    source,
    counts,
    of,
    total: counts.reduce((sum, count) => sum + count, 0),
    peak: counts.reduce((most, count) => Math.max(most, count), 0),
  };
}

/** Counts of some lanes added up. */
function summed({ lanes, bins }: TimelineCounts, of: readonly number[]): readonly number[] {
  const [first] = of;
  if (of.length === 1 && first !== undefined) {
    return lanes[first]?.counts ?? [];
  }
  return Array.from({ length: bins }, (_, bin) => of.reduce((sum, lane) => sum + (lanes[lane]?.counts[bin] ?? 0), 0));
}

/** Counts of events of all types. */
export function eventCounts(timeline: TimelineCounts): readonly number[] {
  return summed(
    timeline,
    timeline.lanes.flatMap(({ source, name }, at) =>
      source === 'type' || (source === 'kind' && name === 'event') ? [at] : [],
    ),
  );
}

/** How to ask for the records of a lane; of `undefined`: of all lanes. */
export function lanesOf(lane: DrawnLane | undefined, all: readonly DrawnLane[]): TimelinePlace['lanes'] {
  switch (lane?.source) {
    case undefined:
      return { lanes: 'all' };
    case 'type':
      return { lanes: 'type', type: lane.name };
    case 'rest':
      return { lanes: 'otherTypes', except: all.filter(({ source }) => source === 'type').map(({ name }) => name) };
    case 'comment':
      return { lanes: 'kind', kind: 'comment' };
    case 'diagnostic':
      return { lanes: 'diagnostics' };
  }
}

/** How tall a bar is, 0 to 1. By logarithm: one event must be seen beside a thousand. */
export function markStrength(number: number, peak: number): number {
  return number === 0 ? 0 : 0.35 + 0.65 * (Math.log1p(number) / Math.log1p(Math.max(1, peak)));
}

/** A step of the curve of the rate. */
export interface RateStep extends TimeRange {
  readonly perSecond: number;
}

/**
 * Events per second over time, each over so long a step that it can be told from its neighbours: a single event in a bin
 * of a millisecond is no thousand a second. Steps begin at multiples of their length, so that they do not flicker.
 */
export function rateSteps(timeline: TimelineCounts, stepMs: number): readonly RateStep[] {
  const { start, binMs, bins } = timeline;
  const counts = eventCounts(timeline);
  const group = Math.max(1, Math.round(stepMs / binMs));
  const firstBin = Math.round(start / binMs);
  const steps: RateStep[] = [];
  for (let from = -(firstBin % group); from < bins; from += group) {
    const events = counts.slice(Math.max(0, from), from + group).reduce((sum, count) => sum + count, 0);
    const at = start + from * binMs;
    steps.push({ start: at, end: at + group * binMs, perSecond: (events / (group * binMs)) * 1000 });
  }
  return steps;
}

/** Stretches without a record that are far longer than usual, while the connection was open. */
export function stalls(timeline: TimelineCounts, spans: readonly TimelineSpan[]): readonly TimeRange[] {
  const { start, binMs, bins, lanes } = timeline;
  const isFull = (bin: number): boolean =>
    lanes.some(
      ({ counts, source, name }) => source !== 'diagnostic' && name !== 'connection' && (counts[bin] ?? 0) > 0,
    );
  const full = Array.from({ length: bins }, (_, bin) => bin).filter(isFull);
  const gaps = full.slice(1).map((bin, at) => ({ from: (full[at] ?? 0) + 1, gap: (bin - (full[at] ?? 0)) * binMs }));
  const threshold = longGapThreshold(gaps);
  const last = full.at(-1);
  const open = last === undefined ? [] : [{ from: last + 1, gap: Infinity }];
  return [...gaps, ...open]
    .filter(({ gap }) => gap >= threshold)
    .flatMap(({ from, gap }) => {
      const range = { start: start + from * binMs, end: start + from * binMs + gap - binMs };
      return spans
        .filter(({ state }) => state === 'open')
        .map((span) => ({ start: Math.max(range.start, span.start), end: Math.min(range.end, span.end) }))
        .filter((quiet) => quiet.end - quiet.start >= threshold);
    });
}

/** How often a connection was made again within a stretch. */
export function reconnectsIn(spans: readonly TimelineSpan[], { start, end }: TimeRange): number {
  return spans.filter((span, at) => at > 0 && span.state === 'connecting' && span.start >= start && span.start < end)
    .length;
}

const stepsMs = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000,
  120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 43_200_000, 86_400_000,
];

/** Times to label an axis with: round ones, as many as fit. */
export function axisTicks(startMs: number, endMs: number, maxTicks: number): readonly number[] {
  const span = endMs - startMs;
  const day = 86_400_000;
  const step =
    stepsMs.find((candidate) => span / candidate <= maxTicks) ?? Math.ceil(span / Math.max(1, maxTicks) / day) * day;
  const first = Math.ceil(startMs / step);
  const count = Math.floor(endMs / step) - first + 1;
  // By multiplication: sums of tenths are no tenths.
  return Array.from({ length: Math.max(0, count) }, (_, tick) => Number(((first + tick) * step).toFixed(3)));
}

/** A time on the axis, as short as its step allows: `0`, `500 ms`, `12 s`, `2:30`, `1:02:30`. */
export function tickLabel(ms: number, stepMs: number): string {
  if (ms === 0) {
    return '0';
  }
  if (stepMs < 1000) {
    const decimals = stepMs < 0.1 ? 2 : stepMs < 1 ? 1 : 0;
    if (ms < 1000) {
      return `${ms.toFixed(decimals)} ms`;
    }
    return `${(ms / 1000).toFixed(stepMs < 10 ? 3 + decimals : stepMs < 100 ? 2 : 1)} s`;
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

/** Records of a lane in a stretch, as far as its bins tell. */
export function inRange({ start, binMs }: Timeline, counts: readonly number[], range: TimeRange): number {
  const first = Math.max(0, Math.floor((range.start - start) / binMs));
  const end = Math.max(0, Math.ceil((range.end - start) / binMs));
  return counts.slice(first, end).reduce((sum, number) => sum + number, 0);
}

/** The lane whose strip a place lies in. */
export function laneAt(lanes: readonly DrawnLane[], bands: TimelineBands, y: number): DrawnLane | undefined {
  return lanes[bands.lanes.findIndex(({ top, height }) => y >= top && y < top + height)];
}
