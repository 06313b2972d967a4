import type { TimelineZoom } from '../../src/core/protocol/timelineMessages.ts';
import type { TimeRange } from '../../src/core/record/timeline.ts';

/** Less than this cannot be shown: clocks are hardly finer. Milliseconds. */
const finestSpanMs = 0.1;
/** A capture of a moment is shown as so many milliseconds, so that its records do not lie on the edges. */
const shortestWholeMs = 100;
/** Who is as near to the end as this share of what is shown, is at the end. */
const atEndShare = 0.005;

/** All there is to show. @param extent From the first record to now. */
export function wholeRange({ start, end }: TimeRange): TimeRange {
  return { start, end: Math.max(end, start + shortestWholeMs) };
}

/** The stretch that a zoom shows. */
export function shownRange(zoom: TimelineZoom, extent: TimeRange): TimeRange {
  const whole = wholeRange(extent);
  switch (zoom.zoom) {
    case 'all':
      return whole;
    case 'newest':
      return { start: Math.max(whole.start, whole.end - zoom.spanMs), end: whole.end };
    case 'range':
      return { start: zoom.start, end: zoom.end };
  }
}

/** Whether a zoom shows what arrives. */
export function isFollowing(zoom: TimelineZoom): boolean {
  return zoom.zoom !== 'range';
}

/**
 * Shows `factor` times as long a stretch. What is at `anchor` stays there; without one the end of what follows the stream
 * does, else the middle.
 */
export function zoomedBy(zoom: TimelineZoom, extent: TimeRange, factor: number, anchor?: number): TimelineZoom {
  const { start, end } = shownRange(zoom, extent);
  const at = anchor ?? (isFollowing(zoom) ? end : (start + end) / 2);
  return zoomTo({ start: at - (at - start) * factor, end: at + (end - at) * factor }, extent);
}

/** Shows what is so many milliseconds later, or earlier, as far as there is something. */
export function pannedBy(zoom: TimelineZoom, extent: TimeRange, ms: number): TimelineZoom {
  const { start, end } = shownRange(zoom, extent);
  return zoomTo({ start: start + ms, end: end + ms }, extent);
}

/** The zoom that shows a stretch, or the nearest that there is to show. */
export function zoomTo({ start, end }: TimeRange, extent: TimeRange): TimelineZoom {
  const whole = wholeRange(extent);
  const wholeMs = whole.end - whole.start;
  const spanMs = Math.min(wholeMs, Math.max(finestSpanMs, end - start));
  if (spanMs >= wholeMs * (1 - atEndShare)) {
    return { zoom: 'all' };
  }
  const middle = (start + end) / 2;
  const from = Math.min(Math.max(middle - spanMs / 2, whole.start), whole.end - spanMs);
  return from + spanMs >= whole.end - spanMs * atEndShare
    ? { zoom: 'newest', spanMs }
    : { zoom: 'range', start: from, end: from + spanMs };
}

/** Where time lies on a plot. */
export class TimeScale {
  readonly range: TimeRange;
  readonly leftPx: number;
  readonly widthPx: number;

  constructor(range: TimeRange, leftPx: number, widthPx: number) {
    this.range = range;
    this.leftPx = leftPx;
    this.widthPx = Math.max(1, widthPx);
  }

  get msPerPx(): number {
    return (this.range.end - this.range.start) / this.widthPx;
  }

  x(ms: number): number {
    return this.leftPx + (ms - this.range.start) / this.msPerPx;
  }

  /** The time at a place, also left and right of the plot. */
  time(x: number): number {
    return this.range.start + (x - this.leftPx) * this.msPerPx;
  }
}
