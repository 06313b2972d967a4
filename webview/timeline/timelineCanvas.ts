import { assertNever } from '../../src/core/assertNever.ts';
import type { Timeline, TimelineSpan } from '../../src/core/record/timeline.ts';
import { typeColourVariable, typeLook } from '../list/typeLook.ts';
import { axisTicks, markStrength, tickLabel, type DrawnLane } from './timelineLayout.ts';

/** Sizes of the timeline, CSS pixels. */
export const timelineSizes = { labelPx: 84, lanePx: 16, axisPx: 18, markPx: 2, rightPx: 8 } as const;

/** A timeline with the lanes chosen to be drawn. */
export interface DrawnTimeline {
  readonly timeline: Timeline;
  readonly lanes: readonly DrawnLane[];
  /** Names of the lanes as they are written, the connection's first. */
  readonly labels: readonly string[];
}

/** Height of a timeline with so many lanes beside the connection's. */
export function timelineHeight(lanes: number): number {
  return (lanes + 1) * timelineSizes.lanePx + timelineSizes.axisPx;
}

/** Where time lies on the canvas. */
export class TimeScale {
  readonly #timeline: Timeline;
  readonly #plotPx: number;

  constructor(timeline: Timeline, widthPx: number) {
    this.#timeline = timeline;
    this.#plotPx = Math.max(1, widthPx - timelineSizes.labelPx - timelineSizes.rightPx);
  }

  get startMs(): number {
    return this.#timeline.start;
  }

  get endMs(): number {
    return this.#timeline.start + this.#timeline.bins * this.#timeline.binMs;
  }

  get plotPx(): number {
    return this.#plotPx;
  }

  x(ms: number): number {
    const span = Math.max(1e-9, this.endMs - this.startMs);
    return timelineSizes.labelPx + ((ms - this.startMs) / span) * this.#plotPx;
  }

  /** The bin under a place; `undefined` left and right of the plot. */
  bin(x: number): number | undefined {
    const bin = Math.floor(((x - timelineSizes.labelPx) / this.#plotPx) * this.#timeline.bins);
    return bin >= 0 && bin < this.#timeline.bins ? bin : undefined;
  }
}

/** Draws a timeline in the colours of the theme. */
export function drawTimeline(canvas: HTMLCanvasElement, drawing: DrawnTimeline, hoverBin: number | undefined): void {
  const context = canvas.getContext('2d');
  if (context === null) {
    return;
  }
  const ratio = devicePixelRatio;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const theme = getComputedStyle(canvas);
  const colour = (name: string, fallback = 'foreground'): string =>
    theme.getPropertyValue(`--vscode-${name}`) || theme.getPropertyValue(`--vscode-${fallback}`) || theme.color;
  const scale = new TimeScale(drawing.timeline, width);
  const { lanePx, labelPx, markPx } = timelineSizes;
  const textPx = Math.min(12, parseFloat(theme.fontSize) || 12);
  context.font = `${textPx}px ${theme.fontFamily}`;
  context.textBaseline = 'middle';

  drawAxis(context, scale, height, colour('descriptionForeground'), colour('panel-border', 'widget-border'));
  drawing.labels.forEach((label, lane) => {
    context.fillStyle = colour('descriptionForeground');
    context.textAlign = 'left';
    context.fillText(clipped(context, label, labelPx - 12), 8, (lane + 0.5) * lanePx);
  });
  for (const span of drawing.timeline.spans) {
    drawSpan(context, span, scale, colour);
  }
  drawing.lanes.forEach((lane, index) => {
    context.fillStyle = laneColour(lane, colour);
    const top = (index + 1) * lanePx;
    const binPx = scale.plotPx / drawing.timeline.bins;
    lane.counts.forEach((number, bin) => {
      if (number > 0) {
        const strength = markStrength(number, lane.peak);
        const markHeight = Math.max(3, strength * (lanePx - 4));
        const x = scale.x(scale.startMs + bin * drawing.timeline.binMs);
        context.globalAlpha = strength;
        context.fillRect(x, top + lanePx - 2 - markHeight, Math.max(markPx, binPx), markHeight);
      }
    });
    context.globalAlpha = 1;
  });
  if (hoverBin !== undefined) {
    context.fillStyle = colour('focusBorder');
    context.fillRect(
      scale.x(scale.startMs + (hoverBin + 0.5) * drawing.timeline.binMs),
      0,
      1,
      height - timelineSizes.axisPx,
    );
  }
}

type Colour = (name: string, fallback?: string) => string;

function laneColour(lane: DrawnLane, colour: Colour): string {
  switch (lane.source) {
    case 'type':
      return colour(typeColourVariable(typeLook(lane.name).colour));
    case 'kind':
      return lane.name === 'comment' ? colour('descriptionForeground') : colour('list-warningForeground');
    case 'rest':
      return colour('descriptionForeground');
    default:
      return assertNever(lane.source);
  }
}

/** States differ in height and gaps as well as in colour. */
function drawSpan(context: CanvasRenderingContext2D, span: TimelineSpan, scale: TimeScale, colour: Colour): void {
  const left = scale.x(span.start);
  const width = Math.max(1, scale.x(span.end) - left);
  const middle = timelineSizes.lanePx / 2;
  switch (span.state) {
    case 'open':
      context.fillStyle = colour('charts-green');
      context.fillRect(left, middle - 3, width, 6);
      return;
    case 'connecting':
      context.fillStyle = colour('charts-blue');
      context.fillRect(left, middle - 1.5, width, 3);
      return;
    case 'waiting':
      context.fillStyle = colour('charts-yellow');
      for (let x = left; x < left + width; x += 6) {
        context.fillRect(x, middle - 1, Math.min(3, left + width - x), 2);
      }
      return;
    case 'down':
      context.fillStyle = colour('charts-red');
      context.fillRect(left, middle - 0.5, width, 1);
      context.fillRect(left, middle - 4, 1.5, 8);
      return;
    default:
      assertNever(span.state);
  }
}

function drawAxis(
  context: CanvasRenderingContext2D,
  scale: TimeScale,
  height: number,
  textColour: string,
  lineColour: string,
): void {
  const ticks = axisTicks(scale.startMs, scale.endMs, Math.max(2, Math.floor(scale.plotPx / 64)));
  const step = (ticks[1] ?? scale.endMs) - (ticks[0] ?? 0);
  const bottom = height - timelineSizes.axisPx;
  for (const tick of ticks) {
    const x = Math.round(scale.x(tick));
    context.fillStyle = lineColour;
    // Behind the marks, and quiet also where high contrast makes the border's colour loud.
    context.globalAlpha = 0.5;
    context.fillRect(x, 0, 1, bottom + 3);
    context.globalAlpha = 1;
    context.fillStyle = textColour;
    const label = tickLabel(tick, step);
    const half = context.measureText(label).width / 2;
    const right = timelineSizes.labelPx + scale.plotPx + timelineSizes.rightPx;
    context.textAlign = x + half > right ? 'right' : 'center';
    context.fillText(label, x + half > right ? right - 1 : x, bottom + timelineSizes.axisPx / 2 + 2);
  }
}

function clipped(context: CanvasRenderingContext2D, text: string, widthPx: number): string {
  let clippedText = text.slice(0, 40);
  while (clippedText.length > 1 && context.measureText(clippedText).width > widthPx) {
    clippedText = `${clippedText.replace(/…$/, '').slice(0, -1)}…`;
  }
  return clippedText;
}
