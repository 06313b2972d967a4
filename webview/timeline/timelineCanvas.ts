import { assertNever } from '../../src/core/assertNever.ts';
import type { Timeline, TimelineSpan, TimeRange } from '../../src/core/record/timeline.ts';
import { typeColourVariable, typeLook } from '../list/typeLook.ts';
import { axisTicks, markStrength, tickLabel, type Band, type DrawnLane, type TimelineBands } from './timelineLayout.ts';
import type { RateStep } from './timelineLayout.ts';
import { TimeScale } from './timelineZoom.ts';

/** Space left and right of the plot, CSS pixels. */
const labelPx = 104;
const narrowLabelPx = 100;
const narrowPx = 500;
const rightPx = 8;

/** A timeline with all that is drawn of it. */
export interface TimelinePicture {
  readonly timeline: Timeline;
  readonly lanes: readonly DrawnLane[];
  readonly bands: TimelineBands;
  /** Names as they are written before the strips: connection, rate, then the lanes. */
  readonly labels: readonly string[];
  readonly scale: TimeScale;
  readonly spans: readonly TimelineSpan[];
  readonly stalls: readonly TimeRange[];
  readonly rate: readonly RateStep[];
  /** Stretch that is selected, or being selected. */
  readonly selection: TimeRange | undefined;
  /** Time of the record that is selected in the list, and of the one that is pointed at. */
  readonly selectedMs: number | undefined;
  readonly pointedMs: number | undefined;
  /** Where the pointer is. */
  readonly hoverMs: number | undefined;
}

/** The scale of a canvas of that width. */
export function plotScale(range: TimeRange, widthPx: number): TimeScale {
  const left = widthPx < narrowPx ? narrowLabelPx : labelPx;
  return new TimeScale(range, left, widthPx - left - rightPx);
}

/** Draws a timeline in the colours of the theme. */
export function drawTimeline(canvas: HTMLCanvasElement, picture: TimelinePicture): void {
  const context = canvas.getContext('2d');
  if (context === null) {
    return;
  }
  const ratio = devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  new TimelineDrawing(context, themeOf(canvas), picture, height).draw();
}

/** Colours and letters of a theme. */
interface Theme {
  readonly colour: (name: string, fallback?: string) => string;
  readonly font: string;
}

function themeOf(canvas: HTMLCanvasElement): Theme {
  const style = getComputedStyle(canvas);
  const textPx = Math.min(12, parseFloat(style.fontSize) || 12);
  const font = `${textPx}px ${style.fontFamily}`;
  if (matchMedia('(forced-colors: active)').matches) {
    // Forced colours reach what is drawn only by their names.
    const marked = ['focusBorder', 'list-warningForeground', 'charts-red'];
    return { font, colour: (name) => (marked.includes(name) ? 'Highlight' : 'CanvasText') };
  }
  const colour = (name: string, fallback = 'foreground'): string =>
    style.getPropertyValue(`--vscode-${name}`) || style.getPropertyValue(`--vscode-${fallback}`) || style.color;
  return { font, colour };
}

class TimelineDrawing {
  readonly #context: CanvasRenderingContext2D;
  readonly #theme: Theme;
  readonly #picture: TimelinePicture;
  readonly #height: number;

  constructor(context: CanvasRenderingContext2D, theme: Theme, picture: TimelinePicture, height: number) {
    this.#context = context;
    this.#theme = theme;
    this.#picture = picture;
    this.#height = height;
  }

  draw(): void {
    const { bands, labels, scale } = this.#picture;
    this.#context.font = this.#theme.font;
    this.#context.textBaseline = 'middle';
    this.#labels([bands.connection, bands.rate, ...bands.lanes], labels);
    this.#axis(bands.ruler);
    this.#context.save();
    this.#context.beginPath();
    this.#context.rect(scale.leftPx - 1, 0, scale.widthPx + rightPx + 1, this.#height);
    this.#context.clip();
    this.#selection();
    this.#picture.spans.forEach((span) => this.#span(span, bands.connection));
    this.#picture.stalls.forEach((stall) => this.#stall(stall, bands.connection));
    this.#rate(bands.rate);
    this.#lanes();
    this.#lines();
    this.#context.restore();
  }

  #labels(bands: readonly Band[], labels: readonly string[]): void {
    const { lanes, scale } = this.#picture;
    this.#context.textAlign = 'left';
    bands.forEach(({ top, height }, at) => {
      const lane = lanes[at - 2];
      const middle = top + height / 2;
      if (lane !== undefined) {
        this.#context.fillStyle = this.#laneColour(lane);
        drawShape(this.#context, shapeOf(lane), 10, middle);
      }
      this.#context.fillStyle = this.#theme.colour('descriptionForeground');
      const left = lane === undefined ? 6 : 18;
      this.#context.fillText(clipped(this.#context, labels[at] ?? '', scale.leftPx - left - 6), left, middle + 0.5);
    });
  }

  #axis({ height }: Band): void {
    const { scale } = this.#picture;
    const { start, end } = scale.range;
    const ticks = axisTicks(start, end, Math.max(2, Math.floor(scale.widthPx / 72)));
    const step = (ticks[1] ?? end) - (ticks[0] ?? 0);
    for (const tick of ticks) {
      const x = Math.round(scale.x(tick));
      // Behind the marks, and quiet in every theme: the colours of borders are loud in high contrast.
      this.#context.fillStyle = this.#theme.colour('foreground');
      this.#context.globalAlpha = 0.1;
      this.#context.fillRect(x, height - 3, 1, this.#height);
      this.#context.globalAlpha = 1;
      this.#context.fillStyle = this.#theme.colour('descriptionForeground');
      const label = tickLabel(tick, step);
      const half = this.#context.measureText(label).width / 2;
      const right = scale.leftPx + scale.widthPx + rightPx;
      this.#context.textAlign = x + half > right ? 'right' : 'center';
      this.#context.fillText(label, x + half > right ? right - 1 : x, height / 2);
    }
  }

  #selection(): void {
    const { selection, scale } = this.#picture;
    if (selection === undefined) {
      return;
    }
    const left = scale.x(selection.start);
    const width = Math.max(1, scale.x(selection.end) - left);
    this.#context.fillStyle = this.#theme.colour('focusBorder');
    this.#context.globalAlpha = 0.16;
    this.#context.fillRect(left, 0, width, this.#height);
    this.#context.globalAlpha = 1;
    this.#context.fillRect(left, 0, 1, this.#height);
    this.#context.fillRect(left + width - 1, 0, 1, this.#height);
    this.#context.fillRect(left, 0, width, 2);
  }

  /** States differ in height and gaps as well as in colour. */
  #span(span: TimelineSpan, band: Band): void {
    const context = this.#context;
    const left = this.#clampX(span.start);
    const width = Math.max(1, this.#clampX(span.end) - left);
    const middle = band.top + band.height / 2;
    switch (span.state) {
      case 'open':
        context.fillStyle = this.#theme.colour('charts-green');
        context.fillRect(left, middle - 3, width, 6);
        return;
      case 'connecting':
        context.fillStyle = this.#theme.colour('charts-blue');
        context.fillRect(left, middle - 1.5, width, 3);
        return;
      case 'waiting':
        context.fillStyle = this.#theme.colour('charts-yellow');
        for (let x = left; x < left + width; x += 6) {
          context.fillRect(x, middle - 1, Math.min(3, left + width - x), 2);
        }
        return;
      case 'down':
        context.fillStyle = this.#theme.colour('charts-red');
        context.fillRect(left, middle - 0.5, width, 1);
        this.#cross(this.#picture.scale.x(span.start), middle);
        return;
      default:
        assertNever(span.state);
    }
  }

  /** Where a connection ended: to be seen also where the time until the next one is less than a pixel. */
  #cross(x: number, y: number): void {
    const context = this.#context;
    context.strokeStyle = this.#theme.colour('charts-red');
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x - 3, y - 4);
    context.lineTo(x + 3, y + 4);
    context.moveTo(x + 3, y - 4);
    context.lineTo(x - 3, y + 4);
    context.stroke();
  }

  /** The bar of an open connection is hollow while nothing comes; how long that is stands in it where it fits. */
  #stall({ start, end }: TimeRange, band: Band): void {
    const context = this.#context;
    const left = this.#clampX(start);
    const width = this.#clampX(end) - left;
    if (width < 3) {
      return;
    }
    const middle = band.top + band.height / 2;
    context.clearRect(left, middle - 2, width, 4);
    context.fillStyle = this.#theme.colour('charts-green');
    context.fillRect(left, middle - 3, width, 1);
    context.fillRect(left, middle + 2, width, 1);
    const label = tickLabel(Math.round(end - start), 1000);
    const labelWidth = context.measureText(label).width + 8;
    if (labelWidth < width) {
      context.clearRect(left + width / 2 - labelWidth / 2, band.top, labelWidth, band.height);
      context.fillStyle = this.#theme.colour('descriptionForeground');
      context.textAlign = 'center';
      context.fillText(label, left + width / 2, middle + 0.5);
    }
  }

  #rate(band: Band): void {
    const { rate, scale } = this.#picture;
    const peak = rate.reduce((most, { perSecond }) => Math.max(most, perSecond), 0);
    if (peak === 0) {
      return;
    }
    const context = this.#context;
    const bottom = band.top + band.height - 2;
    const heightOf = (perSecond: number): number => (perSecond / peak) * (band.height - 5);
    context.beginPath();
    context.moveTo(scale.leftPx, bottom);
    for (const { start, end, perSecond } of rate) {
      context.lineTo(this.#clampX(start), bottom - heightOf(perSecond));
      context.lineTo(this.#clampX(end), bottom - heightOf(perSecond));
    }
    context.lineTo(this.#clampX(rate.at(-1)?.end ?? 0), bottom);
    context.strokeStyle = this.#theme.colour('foreground');
    context.fillStyle = this.#theme.colour('foreground');
    context.globalAlpha = 0.12;
    context.fill();
    context.globalAlpha = 0.7;
    context.lineWidth = 1;
    context.stroke();
    context.globalAlpha = 1;
  }

  #lanes(): void {
    const { lanes, bands, timeline } = this.#picture;
    lanes.forEach((lane, at) => {
      const band = bands.lanes[at];
      if (band !== undefined) {
        this.#context.fillStyle = this.#laneColour(lane);
        if (timeline.marks === null) {
          this.#bars(lane, band);
        } else {
          this.#marks(lane, band);
        }
        this.#context.globalAlpha = 1;
      }
    });
  }

  #bars({ counts, peak }: DrawnLane, band: Band): void {
    const { scale, timeline } = this.#picture;
    const binPx = timeline.binMs / scale.msPerPx;
    counts.forEach((number, bin) => {
      const x = scale.x(timeline.start + bin * timeline.binMs);
      if (number > 0 && x > scale.leftPx - binPx && x < scale.leftPx + scale.widthPx) {
        const strength = markStrength(number, peak);
        const height = Math.max(3, strength * (band.height - 3));
        this.#context.globalAlpha = strength;
        this.#context.fillRect(x, band.top + band.height - 1 - height, Math.max(1.5, binPx - 0.5), height);
      }
    });
  }

  #marks({ of, source }: DrawnLane, band: Band): void {
    const { scale, timeline } = this.#picture;
    for (const { time, lane, hasWarning } of timeline.marks ?? []) {
      const isOfLane = source === 'diagnostic' ? hasWarning : of.includes(lane);
      if (isOfLane) {
        const x = scale.x(time);
        if (source === 'diagnostic') {
          drawShape(this.#context, 'triangle', x, band.top + band.height / 2);
        } else {
          this.#context.fillRect(x - 1, band.top + 2, 2, band.height - 3);
        }
      }
    }
  }

  #lines(): void {
    const { selectedMs, pointedMs, hoverMs, bands } = this.#picture;
    const context = this.#context;
    if (hoverMs !== undefined) {
      context.fillStyle = this.#theme.colour('foreground');
      context.globalAlpha = 0.4;
      context.fillRect(this.#picture.scale.x(hoverMs), bands.ruler.height - 4, 1, this.#height);
      context.globalAlpha = 1;
    }
    if (pointedMs !== undefined) {
      const x = this.#picture.scale.x(pointedMs);
      context.strokeStyle = this.#theme.colour('focusBorder');
      context.lineWidth = 1;
      context.strokeRect(Math.round(x) - 3.5, bands.ruler.height + 0.5, 6, this.#height - bands.ruler.height - 1);
    }
    if (selectedMs !== undefined) {
      this.#selected(selectedMs);
    }
  }

  /** The record that is selected in the list; at the edge where it is out of sight. */
  #selected(ms: number): void {
    const { scale, bands } = this.#picture;
    const context = this.#context;
    const x = this.#clampX(ms);
    context.fillStyle = this.#theme.colour('focusBorder');
    const isInSight = ms >= scale.range.start && ms <= scale.range.end;
    const base = bands.ruler.height - 1;
    context.beginPath();
    if (isInSight) {
      context.fillRect(x - 1, base, 2, this.#height);
      context.moveTo(x - 5, base - 6);
      context.lineTo(x + 5, base - 6);
      context.lineTo(x, base + 1);
    } else {
      const inward = ms < scale.range.start ? 6 : -6;
      context.moveTo(x + inward, base - 8);
      context.lineTo(x + inward, base + 2);
      context.lineTo(x, base - 3);
    }
    context.fill();
  }

  #clampX(ms: number): number {
    const { leftPx, widthPx } = this.#picture.scale;
    return Math.min(leftPx + widthPx + rightPx, Math.max(leftPx, this.#picture.scale.x(ms)));
  }

  #laneColour(lane: DrawnLane): string {
    switch (lane.source) {
      case 'type':
        return this.#theme.colour(typeColourVariable(typeLook(lane.name).colour));
      case 'diagnostic':
        return this.#theme.colour('list-warningForeground');
      case 'comment':
      case 'rest':
        return this.#theme.colour('descriptionForeground');
      default:
        return assertNever(lane.source);
    }
  }
}

type Shape = ReturnType<typeof typeLook>['shape'] | 'dots' | 'bar';

function shapeOf({ source, name }: DrawnLane): Shape {
  switch (source) {
    case 'type':
      return typeLook(name).shape;
    case 'diagnostic':
      return 'triangle';
    case 'rest':
      return 'dots';
    case 'comment':
      return 'bar';
  }
}

/** Shapes of 7 pixels around a point. */
function drawShape(context: CanvasRenderingContext2D, shape: Shape, x: number, y: number): void {
  context.beginPath();
  switch (shape) {
    case 'circle':
      context.arc(x, y, 3.5, 0, 2 * Math.PI);
      break;
    case 'square':
      context.rect(x - 3, y - 3, 6, 6);
      break;
    case 'diamond':
      context.moveTo(x, y - 4);
      context.lineTo(x + 4, y);
      context.lineTo(x, y + 4);
      context.lineTo(x - 4, y);
      break;
    case 'triangle':
      context.moveTo(x, y - 3.5);
      context.lineTo(x + 4, y + 3);
      context.lineTo(x - 4, y + 3);
      break;
    case 'dots':
      for (const offset of [-3.5, 0, 3.5]) {
        context.rect(x + offset - 0.75, y - 0.75, 1.5, 1.5);
      }
      break;
    case 'bar':
      context.rect(x - 4, y - 1, 8, 2);
      break;
    default:
      assertNever(shape);
  }
  context.fill();
}

function clipped(context: CanvasRenderingContext2D, text: string, widthPx: number): string {
  let clippedText = text.slice(0, 40);
  while (clippedText.length > 1 && context.measureText(clippedText).width > widthPx) {
    clippedText = `${clippedText.replace(/…$/, '').slice(0, -1)}…`;
  }
  return clippedText;
}
