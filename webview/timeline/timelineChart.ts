import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import { isLive } from '../../src/core/connection/sessionSnapshot.ts';
import type { TimelineZoom } from '../../src/core/protocol/timelineMessages.ts';
import type { RecordRow } from '../../src/core/record/record.ts';
import type { SearchState } from '../../src/core/record/searchState.ts';
import type { Timeline, TimelineSpan, TimeRange } from '../../src/core/record/timeline.ts';
import { formatRate } from '../../src/core/words/format.ts';
import { keyLabel } from '../keys/shortcut.ts';
import { LightElement } from '../lightElement.ts';
import { onResolution } from '../resolution.ts';
import { locale, t } from '../strings.ts';
import { throttle } from '../throttle.ts';
import { laneTable } from './laneTable.ts';
import { drawTimeline, plotScale, type TimelinePicture } from './timelineCanvas.ts';
import { timelineShortcuts } from './timelineKeys.ts';
import * as layout from './timelineLayout.ts';
import { TimelineSource, type TimelineReads } from './timelineSource.ts';
import { timelineTip, type Pointed } from './timelineTip.ts';
import { laneWord, rangeWords, recordWords, timelineWords } from './timelineWords.ts';
import { isFollowing, pannedBy, shownRange, wholeRange, zoomedBy, zoomTo, type TimeScale } from './timelineZoom.ts';
import './timelineChart.css';

/** Numbers change in place at most four times a second. */
const refreshMs = 250;
/** How often what follows a silent stream moves on. */
const silentMs = 1000;
/** A bin for every bar that fits side by side. */
const binPx = 3;
const fewestBins = 16;
/** Steps of the curve of the rate. */
const ratePx = 12;
/** How near a record has to be to what is pointed at. */
const nearPx = 6;
/** A pointer that moved less was pressed to click. */
const clickPx = 4;
const zoomStep = 2;
const wheelZoom = 0.002;
const panShare = 0.1;
const brushShare = 0.02;

/** What a pressed pointer is doing. */
interface Drag {
  readonly drags: 'view' | 'stretch';
  readonly x: number;
  readonly zoom: TimelineZoom;
  readonly scale: TimeScale;
  readonly moved: boolean;
}

/** The element's events, with what they bring. */
export type ZoomChangeEvent = CustomEvent<TimelineZoom>;
/** `null`: none is selected any more; events know no `undefined`. */
export type StretchChangeEvent = CustomEvent<TimeRange | null>;
export type RecordChooseEvent = CustomEvent<number>;

/**
 * The canvas of a timeline with its pointer and keys: lanes, curve and connection of a stretch of the capture. It follows
 * the newest until the user looks elsewhere.
 */
export class TimelineChart extends LightElement {
  static override properties = {
    snapshot: { attribute: false },
    reads: { attribute: false },
    search: { attribute: false },
    zoom: { attribute: false },
    stretch: { attribute: false },
    selectedMs: { attribute: false },
    selectedSeq: { attribute: false },
    hover: { state: true },
    pointed: { state: true },
    draft: { state: true },
    announcement: { state: true },
  };

  declare snapshot: SessionSnapshot;
  /** Another object asks for other records. */
  declare reads: TimelineReads;
  /** How far the search for what the filter leaves has come; each find belongs into the picture. */
  declare search: SearchState | undefined;
  declare zoom: TimelineZoom;
  /** Stretch that the filter narrows to. */
  declare stretch: TimeRange | undefined;
  /** Time of the record that is selected in the list. */
  declare selectedMs: number | undefined;
  /** Its number. */
  declare selectedSeq: number | undefined;
  declare hover: Pointed | undefined;
  /** Record that is pointed at, by pointer or keys. */
  declare pointed: RecordRow | undefined;
  /** Stretch that is being selected. */
  declare draft: TimeRange | undefined;
  declare announcement: string;

  readonly #source = new TimelineSource(() => this.requestUpdate());
  readonly #refresh = throttle(() => this.#load(), refreshMs);
  readonly #point = throttle(() => void this.#lookUp(), 60);
  #snapshotAt = 0;
  #drag: Drag | undefined;
  #keyStart: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #observers: { disconnect(): void }[] = [];

  constructor() {
    super();
    this.zoom = { zoom: 'all' };
    this.search = undefined;
    this.stretch = undefined;
    this.selectedMs = undefined;
    this.selectedSeq = undefined;
    this.hover = undefined;
    this.pointed = undefined;
    this.draft = undefined;
    this.announcement = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const resize = new ResizeObserver(() => {
      this.requestUpdate();
      this.#refresh();
    });
    resize.observe(this);
    // VS Code tells of another theme by the classes of the body.
    const theme = new MutationObserver(() => this.requestUpdate());
    theme.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
    this.#observers.push(
      resize,
      theme,
      onResolution(() => this.requestUpdate()),
    );
    this.#timer = setInterval(() => {
      if (isLive(this.snapshot.state) && isFollowing(this.zoom)) {
        this.requestUpdate();
      }
    }, silentMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#observers.splice(0).forEach((observer) => observer.disconnect());
  }

  override focus(): void {
    this.#canvas?.focus();
  }

  /** From the first record to now, or to the last one where none is to come. */
  get extent(): TimeRange {
    const extent = this.#source.timeline?.extent ?? { start: 0, end: 0 };
    return { start: extent.start, end: isLive(this.snapshot.state) ? Math.max(extent.end, this.#now) : extent.end };
  }

  get range(): TimeRange {
    return shownRange(this.zoom, this.extent);
  }

  /** Shows a stretch, whole. */
  show(range: TimeRange): void {
    this.#zoomTo(zoomTo(range, this.extent));
  }

  zoomBy(factor: number): void {
    this.#zoomTo(zoomedBy(this.zoom, this.extent, factor));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('snapshot')) {
      this.#snapshotAt = performance.now();
      if (changed.get('snapshot')?.id !== this.snapshot.id) {
        this.#source.forget();
        this.hover = undefined;
        this.pointed = undefined;
        this.draft = undefined;
      }
      this.#refresh();
    }
    if (changed.has('search')) {
      this.#refresh();
    }
    if (changed.has('reads')) {
      this.#source.use(this.reads);
      this.pointed = undefined;
      this.#load();
    }
    if (changed.has('zoom')) {
      this.#load();
    }
  }

  protected override render(): TemplateResult {
    const picture = this.#picture();
    const keys = timelineShortcuts().map(({ keys: names, words }) => `${names.map(keyLabel).join(', ')}: ${words}`);
    return html`<canvas
        class="timeline-canvas"
        role="application"
        tabindex="0"
        aria-roledescription=${t('timeline')}
        aria-label=${picture === undefined ? t('Timeline') : this.#words(picture)}
        aria-description=${keys.join('. ')}
        @pointerdown=${(event: PointerEvent) => this.#pressed(event)}
        @pointermove=${(event: PointerEvent) => this.#moved(event)}
        @pointerup=${(event: PointerEvent) => this.#released(event)}
        @pointercancel=${() => this.#cancelDrag()}
        @pointerleave=${() => this.#left()}
        @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
        @keyup=${(event: KeyboardEvent) => this.#keyup(event)}
        @blur=${() => this.#applyKeyDraft()}
      ></canvas>
      <div class="timeline-tip" aria-hidden="true" ?hidden=${this.hover === undefined || picture === undefined}>
        ${picture === undefined ? nothing : timelineTip(picture, this)}
      </div>
      <div class="visually-hidden" role="status">${this.announcement}</div>
      ${picture === undefined ? nothing : laneTable(picture)}`;
  }

  protected override firstUpdated(): void {
    this.#canvas?.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  protected override updated(): void {
    const canvas = this.#canvas;
    const picture = this.#picture();
    if (canvas === null || picture === undefined) {
      return;
    }
    drawTimeline(canvas, picture);
    const tip = this.querySelector<HTMLElement>('.timeline-tip');
    if (tip !== null && this.hover !== undefined) {
      const { x, y } = this.hover;
      tip.style.left = `${Math.max(4, Math.min(x + 12, this.clientWidth - tip.offsetWidth - 4))}px`;
      tip.style.top = `${y + 16}px`;
    }
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.querySelector('canvas');
  }

  /** Milliseconds since the capture began; the host's clock, carried on here. */
  get #now(): number {
    const { durationMs, state } = this.snapshot;
    return isLive(state) ? durationMs + performance.now() - this.#snapshotAt : durationMs;
  }

  get #scale(): TimeScale {
    return plotScale(this.range, this.clientWidth);
  }

  #picture(): TimelinePicture | undefined {
    const { timeline } = this.#source;
    const canvas = this.#canvas;
    if (timeline === undefined || canvas === null || canvas.clientHeight === 0) {
      return undefined;
    }
    const lanes = layout.drawnLanes(timeline, layout.laneRoom(canvas.clientHeight));
    const scale = this.#scale;
    const rate = layout.rateSteps(timeline, scale.msPerPx * ratePx);
    const peak = Math.max(0, ...rate.map(({ perSecond }) => perSecond));
    const spans = this.#spans(timeline);
    return {
      timeline,
      lanes,
      bands: layout.bandsOf(canvas.clientHeight, lanes.length),
      labels: [
        t('connection'),
        peak === 0 ? t('rate') : t('max {0}', formatRate(peak, locale())),
        ...lanes.map(laneWord),
      ],
      scale,
      spans,
      stalls: layout.stalls(timeline, spans),
      rate,
      selection: this.draft ?? this.stretch,
      selectedMs: this.selectedMs,
      pointedMs: this.pointed?.time,
      hoverMs: this.hover === undefined ? undefined : scale.time(this.hover.x),
    };
  }

  /** The state that the connection is in goes on until now. */
  #spans({ spans }: Timeline): readonly TimelineSpan[] {
    const last = spans.at(-1);
    return last === undefined ? spans : [...spans.slice(0, -1), { ...last, end: Math.max(last.end, this.extent.end) }];
  }

  #load(): void {
    const { start, end } = this.range;
    const margin = (end - start) / 4;
    const bins = Math.max(fewestBins, Math.ceil((this.#scale.widthPx * 1.5) / binPx));
    // More than is in sight, so that there is something to see at once where the view moves to.
    const range = { start: Math.max(0, start - margin), end: end + margin };
    this.#source.want({
      bins,
      range: this.#source.timeline === undefined && this.zoom.zoom !== 'range' ? null : range,
    });
  }

  #zoomTo(zoom: TimelineZoom): void {
    this.zoom = zoom;
    this.dispatchEvent(new CustomEvent<TimelineZoom>('zoom-change', { detail: zoom }));
  }

  #select(stretch: TimeRange | null): void {
    this.draft = undefined;
    this.#keyStart = undefined;
    this.dispatchEvent(new CustomEvent<TimeRange | null>('stretch-change', { detail: stretch }));
  }

  #choose(row: RecordRow): void {
    this.dispatchEvent(new CustomEvent<number>('record-choose', { detail: row.seq, bubbles: true }));
  }

  #pressed(event: PointerEvent): void {
    if (event.button !== 0) {
      return;
    }
    this.#canvas?.setPointerCapture(event.pointerId);
    const bands = layout.bandsOf(this.#canvas?.clientHeight ?? 0, 0);
    const isInRuler = event.offsetY < bands.ruler.height;
    // Where all is in sight there is nothing to pan to.
    const selects = event.shiftKey || isInRuler || this.zoom.zoom === 'all';
    this.#drag = {
      drags: selects ? 'stretch' : 'view',
      x: event.offsetX,
      zoom: this.zoom,
      scale: this.#scale,
      moved: false,
    };
  }

  #moved(event: PointerEvent): void {
    const drag = this.#drag;
    this.hover = { x: event.offsetX, y: event.offsetY };
    if (drag === undefined) {
      this.#point();
      return;
    }
    const moved = drag.moved || Math.abs(event.offsetX - drag.x) >= clickPx;
    this.#drag = { ...drag, moved };
    if (!moved) {
      return;
    }
    this.pointed = undefined;
    if (drag.drags === 'view') {
      this.#zoomTo(pannedBy(drag.zoom, this.extent, (drag.x - event.offsetX) * drag.scale.msPerPx));
    } else {
      this.draft = this.#between(drag.scale.time(drag.x), drag.scale.time(event.offsetX));
    }
  }

  #released(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag?.moved === false) {
      this.hover = { x: event.offsetX, y: event.offsetY };
      void this.#lookUp().then((row) => {
        if (row !== undefined) {
          this.#choose(row);
        }
      });
    } else if (drag?.drags === 'stretch' && this.draft !== undefined) {
      this.#select(this.draft);
    }
  }

  #cancelDrag(): void {
    this.#drag = undefined;
    this.draft = undefined;
  }

  #left(): void {
    if (this.#drag === undefined) {
      this.hover = undefined;
      this.pointed = undefined;
    }
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 30;
    const delta = (isSideways && event.deltaX !== 0 ? event.deltaX : event.deltaY) * unit;
    const scale = this.#scale;
    this.#zoomTo(
      isSideways
        ? pannedBy(this.zoom, this.extent, delta * scale.msPerPx)
        : zoomedBy(this.zoom, this.extent, Math.exp(delta * wheelZoom), scale.time(event.offsetX)),
    );
  }

  #keydown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.#act(event)) {
      return;
    }
    event.preventDefault();
  }

  /** Does what a key says. Returns whether there was anything to do. */
  #act({ key, shiftKey }: KeyboardEvent): boolean {
    const { start, end } = this.range;
    const span = end - start;
    switch (key) {
      case 'ArrowLeft':
      case 'ArrowRight': {
        const direction = key === 'ArrowLeft' ? -1 : 1;
        if (shiftKey) {
          this.#stretchBy(direction * span * brushShare);
        } else {
          this.#showAndTell(pannedBy(this.zoom, this.extent, direction * span * panShare));
        }
        return true;
      }
      case 'PageUp':
      case 'PageDown':
        this.#showAndTell(pannedBy(this.zoom, this.extent, key === 'PageUp' ? -span : span));
        return true;
      case '+':
      case '=':
      case '-':
        this.#showAndTell(zoomedBy(this.zoom, this.extent, key === '-' ? zoomStep : 1 / zoomStep, this.pointed?.time));
        return true;
      case '0':
        this.#showAndTell({ zoom: 'all' });
        return true;
      case 'Home':
        this.#showAndTell(zoomTo({ start: this.extent.start, end: this.extent.start + span }, this.extent));
        return true;
      case 'End':
        this.#showAndTell(zoomTo({ start: this.extent.end - span, end: this.extent.end }, this.extent));
        return true;
      case '.':
      case ',':
        void this.#step(key === '.' ? 'next' : 'previous');
        return true;
      case 'Enter':
        if (this.draft !== undefined) {
          this.#select(this.draft);
        } else if (this.pointed !== undefined) {
          this.#choose(this.pointed);
        }
        return true;
      case 'Escape':
        return this.#escape();
      default:
        return false;
    }
  }

  #keyup({ key }: KeyboardEvent): void {
    if (key === 'Shift') {
      this.#applyKeyDraft();
    }
  }

  #applyKeyDraft(): void {
    if (this.#keyStart !== undefined && this.draft !== undefined) {
      this.#select(this.draft);
    }
  }

  /** One step back: what is being selected, what is pointed at, what is selected. */
  #escape(): boolean {
    if (this.draft !== undefined) {
      this.#cancelDrag();
      this.#keyStart = undefined;
    } else if (this.stretch !== undefined) {
      this.#select(null);
      this.announcement = t('Stretch cleared');
    } else if (this.pointed !== undefined) {
      this.pointed = undefined;
      this.hover = undefined;
    } else {
      return false;
    }
    return true;
  }

  #stretchBy(ms: number): void {
    const { start, end } = this.range;
    const inView = [this.pointed?.time, this.selectedMs].find((ms) => ms !== undefined && ms >= start && ms <= end);
    const from = (this.#keyStart ??= inView ?? (start + end) / 2);
    const before = this.draft;
    const head = before === undefined ? from : before.start < from ? before.start : before.end;
    this.draft = this.#between(from, head + ms);
    this.announcement = rangeWords(this.draft);
  }

  #showAndTell(zoom: TimelineZoom): void {
    this.#zoomTo(zoom);
    this.announcement = t('Shows {0}', rangeWords(this.range));
  }

  async #step(direction: 'next' | 'previous'): Promise<void> {
    const { start, end } = this.range;
    const at = this.pointed;
    const place = at ?? { time: this.selectedMs ?? (start + end) / 2, seq: this.selectedSeq ?? 0 };
    const row = await this.reads.step({ direction, time: place.time, seq: place.seq }).catch(() => null);
    if (row === null) {
      this.announcement = t('No more records');
      return;
    }
    if (row.time < start || row.time > end) {
      this.#zoomTo(zoomTo({ start: row.time - (end - start) / 2, end: row.time + (end - start) / 2 }, this.extent));
    }
    this.pointed = row;
    const bands = layout.bandsOf(this.#canvas?.clientHeight ?? 0, 0);
    this.hover = { x: this.#scale.x(row.time), y: bands.connection.top };
    this.announcement = recordWords(row).join(', ');
  }

  /** Asks for the record that is pointed at, and marks it. */
  async #lookUp(): Promise<RecordRow | undefined> {
    const { hover } = this;
    const picture = this.#picture();
    if (hover === undefined || picture === undefined || hover.x < picture.scale.leftPx - nearPx) {
      this.pointed = undefined;
      return undefined;
    }
    const lane = layout.laneAt(picture.lanes, picture.bands, hover.y);
    const place = {
      time: picture.scale.time(hover.x),
      withinMs: Math.max(picture.scale.msPerPx * nearPx, picture.timeline.binMs),
      lanes:
        hover.y < picture.bands.rate.top
          ? ({ lanes: 'kind', kind: 'connection' } as const)
          : layout.lanesOf(lane, picture.lanes),
    };
    const row = (await this.reads.record(place).catch(() => null)) ?? undefined;
    if (this.hover !== undefined) {
      this.pointed = row;
    }
    return row;
  }

  /** A stretch between two times, within what there is, and no more exact than one can point. */
  #between(one: number, other: number): TimeRange {
    const { start, end } = wholeRange(this.extent);
    const step = 10 ** Math.floor(Math.log10(this.#scale.msPerPx));
    const within = (ms: number): number => Math.min(end, Math.max(start, ms));
    return {
      start: within(Math.floor(Math.min(one, other) / step) * step),
      end: within(Math.ceil(Math.max(one, other) / step) * step),
    };
  }

  #words({ timeline, lanes, spans }: TimelinePicture): string {
    const inSight = lanes.map((lane) => ({ ...lane, total: layout.inRange(timeline, lane.counts, this.range) }));
    const events = layout.inRange(timeline, layout.eventCounts(timeline), this.range);
    return timelineWords(this.range, this.extent, events, inSight, spans);
  }
}

customElements.define('sse-timeline-chart', TimelineChart);
