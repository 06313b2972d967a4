import { html, nothing, type TemplateResult } from 'lit';
import { recordKinds } from '../../src/core/record/recordKind.ts';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { PanelAction } from '../../src/core/protocol/panelMessages.ts';
import { formatOffset } from '../../src/core/words/format.ts';
import { sessionStateWord } from '../../src/core/words/sessionState.ts';
import { emptyState, noSession } from '../chrome/emptyState.ts';
import { HostLink, type HostNotice } from '../link/hostLink.ts';
import { LightElement } from '../lightElement.ts';
import { kindLook } from '../list/kindLook.ts';
import { findPosition } from '../list/rowSearch.ts';
import { count, setLanguage, t } from '../strings.ts';
import { throttle } from '../throttle.ts';
import { vscodeApi } from '../vscodeApi.ts';
import { drawTimeline, timelineHeight, timelineSizes, TimeScale, type DrawnTimeline } from './timelineCanvas.ts';
import { drawnLanes, type DrawnLane } from './timelineLayout.ts';
import './timelineView.css';

const refreshMs = 250;
/** A bin for every mark that fits side by side. */
const binPx = 3;

/** The timeline in the side bar: when which events arrived, and how the connection was meanwhile. */
export class TimelineView extends LightElement {
  static override properties = {
    snapshot: { state: true },
    drawing: { state: true },
    hover: { state: true },
  };

  /** `undefined`: the host has not said yet. */
  declare snapshot: SessionSnapshot | null | undefined;
  declare drawing: DrawnTimeline | undefined;
  declare hover: { readonly bin: number; readonly lane: number; readonly x: number; readonly y: number } | undefined;

  readonly #link = new HostLink(
    (message) => vscodeApi.postMessage(message),
    (notice) => this.#noticed(notice),
  );
  #asking = false;
  readonly #refresh = throttle(() => void this.#load(), refreshMs);

  constructor() {
    super();
    this.snapshot = undefined;
    this.drawing = undefined;
    this.hover = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('message', (event: MessageEvent<unknown>) => this.#link.receive(event.data));
    new ResizeObserver(() => {
      this.requestUpdate();
      this.#refresh();
    }).observe(this);
    // VS Code tells of another theme by the classes of the body.
    new MutationObserver(() => this.requestUpdate()).observe(document.body, {
      attributeFilter: ['class', 'data-vscode-theme-id'],
    });
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => this.requestUpdate());
    this.#link.post({ type: 'ready' });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot, drawing } = this;
    if (snapshot === undefined) {
      return nothing;
    }
    if (snapshot === null) {
      return html`<main class="timeline-alone">${heading()}${noSession(this.#act)}</main>`;
    }
    if (drawing === undefined || drawing.timeline.bins === 0) {
      return html`<main class="timeline-alone">
        ${emptyState(sessionStateWord(snapshot.state, t), t('No record yet.'), [])}
      </main>`;
    }
    return html`<main class="timeline">
      ${heading()}
      <canvas
        class="timeline-canvas"
        role="img"
        tabindex="0"
        aria-label=${summary(drawing)}
        @pointermove=${(event: PointerEvent) => this.#pointed(event)}
        @pointerleave=${() => {
          this.hover = undefined;
        }}
        @click=${(event: MouseEvent) => void this.#reveal(event.offsetX)}
        @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
      ></canvas>
      <div class="timeline-tip" aria-hidden="true" ?hidden=${this.hover === undefined}>${this.#tip(drawing)}</div>
      <table class="visually-hidden">
        <caption>
          ${t('Records per lane')}
        </caption>
        <tbody>
          ${drawing.lanes.map(
            (lane) =>
              html`<tr>
                <th scope="row">${laneWord(lane)}</th>
                <td>${count(lane.total)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </main>`;
  }

  protected override updated(): void {
    const canvas = this.querySelector('canvas');
    if (canvas === null || this.drawing === undefined) {
      return;
    }
    canvas.style.height = `${timelineHeight(this.drawing.lanes.length)}px`;
    drawTimeline(canvas, this.drawing, this.hover?.bin);
    const tip = this.querySelector<HTMLElement>('.timeline-tip');
    if (tip && this.hover) {
      tip.style.left = `${Math.max(4, Math.min(this.hover.x + 12, this.clientWidth - tip.offsetWidth - 4))}px`;
      tip.style.top = `${this.hover.y + 16}px`;
    }
  }

  readonly #act = (action: PanelAction): void => this.#link.post({ type: 'action', action });

  #noticed(notice: HostNotice): void {
    switch (notice.type) {
      case 'init':
        setLanguage(notice.locale, notice.translations);
        document.documentElement.lang = notice.locale;
        this.#take(notice.snapshot);
        return;
      case 'snapshot':
        this.#take(notice.snapshot);
        return;
      case 'search':
      case 'select':
      case 'listLayout':
      case 'perform':
      case 'marking':
      case 'filters':
      case 'applyFilter':
      case 'recordMarks':
    }
  }

  #take(snapshot: SessionSnapshot | null): void {
    if (snapshot?.id !== this.snapshot?.id) {
      this.drawing = undefined;
      this.hover = undefined;
    }
    this.snapshot = snapshot;
    if (snapshot !== null) {
      this.#refresh();
    }
  }

  async #load(): Promise<void> {
    const id = this.snapshot?.id;
    if (this.#asking || id === undefined) {
      return;
    }
    this.#asking = true;
    const plotPx = this.clientWidth - timelineSizes.labelPx - timelineSizes.rightPx;
    const timeline = await this.#link
      .getTimeline({ bins: Math.max(16, Math.floor(plotPx / binPx)), range: null }, '')
      .catch(() => null);
    this.#asking = false;
    if (id !== this.snapshot?.id) {
      this.#refresh();
    } else if (timeline !== null) {
      const lanes = drawnLanes(timeline);
      this.drawing = { timeline, lanes, labels: [t('connection'), ...lanes.map(laneWord)] };
    }
  }

  #pointed(event: PointerEvent): void {
    const { drawing } = this;
    if (drawing === undefined) {
      return;
    }
    const bin = new TimeScale(drawing.timeline, this.clientWidth).bin(event.offsetX);
    const lane = Math.floor(event.offsetY / timelineSizes.lanePx) - 1;
    this.hover = bin === undefined ? undefined : { bin, lane, x: event.offsetX, y: event.offsetY };
  }

  /** Arrow keys move the mark, Enter goes to what is there. */
  #keydown(event: KeyboardEvent): void {
    const { drawing } = this;
    if (drawing === undefined) {
      return;
    }
    const scale = new TimeScale(drawing.timeline, this.clientWidth);
    const { bins, binMs } = drawing.timeline;
    const bin = this.hover?.bin ?? bins - 1;
    const xOf = (target: number): number => scale.x(scale.startMs + (target + 0.5) * binMs);
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowRight': {
        const target = Math.min(bins - 1, Math.max(0, bin + (event.key === 'ArrowRight' ? 1 : -1)));
        this.hover = { bin: target, lane: -2, x: xOf(target), y: 0 };
        break;
      }
      case 'Enter':
        void this.#reveal(xOf(bin));
        break;
      case 'Escape':
        this.hover = undefined;
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  /** Shows in the panel the first record of the time that was clicked. */
  async #reveal(x: number): Promise<void> {
    const { drawing, snapshot } = this;
    if (drawing === undefined || !snapshot) {
      return;
    }
    const bin = new TimeScale(drawing.timeline, this.clientWidth).bin(x);
    const seq =
      bin === undefined ? null : await this.#seqAt(drawing.timeline.start + bin * drawing.timeline.binMs, snapshot);
    this.#link.post({ type: 'reveal', seq });
  }

  async #seqAt(time: number, { records }: SessionSnapshot): Promise<number | null> {
    const readRow = async (position: number) => (await this.#link.getRows(recordKinds, position, 1, '')).rows[0];
    try {
      const position = await findPosition(time, records, (row) => row.time, readRow);
      return (await readRow(Math.min(position, records - 1)))?.seq ?? null;
    } catch {
      // The host has logged why; its panel can be shown all the same.
      return null;
    }
  }

  #tip({ timeline, lanes }: DrawnTimeline): TemplateResult | typeof nothing {
    const { hover } = this;
    if (hover === undefined) {
      return nothing;
    }
    const start = timeline.start + hover.bin * timeline.binMs;
    const pointed = lanes[hover.lane];
    const named = pointed === undefined ? lanes : [pointed];
    const lines = named.filter((lane) => lane === pointed || (lane.counts[hover.bin] ?? 0) > 0);
    const state = timeline.spans.findLast((span) => span.start <= start + timeline.binMs)?.state;
    return html`<div>${formatOffset(start)}</div>
      ${lines.map((lane) => html`<div>${laneWord(lane)}: ${count(lane.counts[hover.bin] ?? 0)}</div>`)}
      ${hover.lane < 0 && state !== undefined ? html`<div>${spanWord(state)}</div>` : nothing}`;
  }
}

function heading(): TemplateResult {
  return html`<h1 class="visually-hidden">${t('Timeline')}</h1>`;
}

function laneWord(lane: DrawnLane): string {
  if (lane.source === 'rest') {
    return t('other');
  }
  const kind = recordKinds.find((candidate) => candidate === lane.name);
  return lane.source === 'kind' && kind !== undefined ? kindLook(kind).word : lane.name;
}

function spanWord(state: DrawnTimeline['timeline']['spans'][number]['state']): string {
  switch (state) {
    case 'connecting':
      return t('connecting');
    case 'open':
      return t('open');
    case 'waiting':
      return t('waiting');
    case 'down':
      return t('not connected');
  }
}

function summary({ timeline, lanes }: DrawnTimeline): string {
  const span = formatOffset(timeline.bins * timeline.binMs);
  const parts = lanes.map((lane) => `${laneWord(lane)} ${count(lane.total)}`);
  return t('Timeline of {0}: {1}', span, parts.join(', '));
}

customElements.define('sse-timeline-view', TimelineView);
