import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import { isLive } from '../../src/core/connection/sessionSnapshot.ts';
import type { TimelineState } from '../../src/core/protocol/timelineMessages.ts';
import { clauseValue, setClause, timeRangeValue } from '../../src/core/query/queryClause.ts';
import { readNumber } from '../../src/core/query/queryNumber.ts';
import type { TimeRange } from '../../src/core/record/timeline.ts';
import type { SearchState } from '../../src/core/record/searchState.ts';
import { formatDuration } from '../../src/core/words/format.ts';
import { codicon } from '../codicon.ts';
import type { FilterChange } from '../filter/panelFilter.ts';
import type { HostLink } from '../link/hostLink.ts';
import { followPointer } from '../followPointer.ts';
import { LightElement } from '../lightElement.ts';
import { locale, t } from '../strings.ts';
import './statisticsTable.ts';
import './timelineChart.ts';
import type { StretchChangeEvent, TimelineChart, ZoomChangeEvent } from './timelineChart.ts';
import type { TimelineReads } from './timelineSource.ts';
import { rangeWords } from './timelineWords.ts';
import { isFollowing } from './timelineZoom.ts';
import './timelineStrip.css';

const smallestPx = 64;
const largestPx = 240;
const heightStep = 8;
const zoomStep = 2;

/** The timeline across the panel: a line with what it shows, the chart, and the statistics. */
export class TimelineStrip extends LightElement {
  static override properties = {
    snapshot: { attribute: false },
    link: { attribute: false },
    view: { attribute: false },
    query: { attribute: false },
    shownQuery: { attribute: false },
    search: { attribute: false },
    selectedMs: { attribute: false },
    selectedSeq: { attribute: false },
  };

  declare snapshot: SessionSnapshot;
  declare link: HostLink;
  /** What the panel remembers. */
  declare view: TimelineState;
  /** The text of the filter, whatever else filters. */
  declare query: string;
  /** All that hides rows, as one query; empty: nothing does. */
  declare shownQuery: string;
  declare search: SearchState | undefined;
  /** Time of the record that is selected in the list. */
  declare selectedMs: number | undefined;
  /** Its number. */
  declare selectedSeq: number | undefined;

  #reads: TimelineReads | undefined;
  #readsQuery: string | undefined;

  constructor() {
    super();
    this.query = '';
    this.shownQuery = '';
    this.search = undefined;
    this.selectedMs = undefined;
    this.selectedSeq = undefined;
  }

  override focus(): void {
    this.#chart?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.#readsQuery !== this.#laneQuery || changed.has('link') || this.#reads === undefined) {
      const query = this.#laneQuery;
      this.#readsQuery = query;
      this.#reads = {
        timeline: (request) => this.link.getTimeline(request, query),
        record: (place) => this.link.getTimelineRecord(place, query),
        step: (step) => this.link.stepTimeline(step, query),
      };
    }
  }

  protected override render(): TemplateResult {
    const { collapsed } = this.view;
    return html`<section class="timeline-strip" aria-label=${t('Timeline')}>
      <div class="timeline-head ${collapsed ? '' : 'over'}">
        <button
          class="toggle-button timeline-fold"
          aria-expanded=${!collapsed}
          title=${collapsed ? t('Show the timeline') : t('Hide the timeline')}
          @click=${() => this.#remember({ collapsed: !collapsed })}
        >
          ${codicon(collapsed ? 'chevron-right' : 'chevron-down')}${t('Timeline')}
        </button>
        ${collapsed ? nothing : html`<span class="timeline-shown" title=${this.#shownWords()}>${this.#shownWords()}</span>`}
        <span class="timeline-actions"
          ><span class="timeline-zoom ${this.#isNarrowed ? '' : 'quiet'}">${collapsed ? nothing : this.#actions()}</span
          >${this.#statisticsToggle()}</span
        >
      </div>
      ${
        collapsed
          ? nothing
          : html`<sse-timeline-chart
                .snapshot=${this.snapshot}
                .reads=${this.#reads}
                .search=${this.search}
                .zoom=${this.view.zoom}
                .stretch=${this.#stretch}
                .selectedMs=${this.selectedMs}
                .selectedSeq=${this.selectedSeq}
                @zoom-change=${(event: ZoomChangeEvent) => this.#remember({ zoom: event.detail })}
                @stretch-change=${(event: StretchChangeEvent) => this.#filter(event.detail)}
              ></sse-timeline-chart>
              <div
                class="timeline-sash"
                role="separator"
                tabindex="0"
                aria-label=${t('Height of the timeline')}
                aria-orientation="horizontal"
                aria-valuemin=${smallestPx}
                aria-valuemax=${largestPx}
                aria-valuenow=${this.#heightPx}
                title=${t('Drag, or use the arrow keys, to resize')}
                @pointerdown=${(event: PointerEvent) => this.#grab(event)}
                @keydown=${(event: KeyboardEvent) => this.#resizeByKey(event)}
              ></div>`
      }
      ${
        this.view.statistics
          ? html`<sse-statistics
              .snapshot=${this.snapshot}
              .read=${this.#readStatistics}
              .query=${this.shownQuery}
              .search=${this.search}
            ></sse-statistics>`
          : nothing
      }
    </section>`;
  }

  protected override updated(): void {
    this.#chart?.style.setProperty('--timeline-height', `${this.#heightPx}px`);
  }

  readonly #readStatistics = (query: string): ReturnType<HostLink['getStatistics']> => this.link.getStatistics(query);

  get #chart(): TimelineChart | null {
    return this.querySelector<TimelineChart>('sse-timeline-chart');
  }

  get #heightPx(): number {
    return Math.min(largestPx, Math.max(smallestPx, this.view.heightPx));
  }

  /** The filter that the lanes show the matches of: a stretch alone shows on the lanes by itself. */
  get #laneQuery(): string {
    return setClause(this.shownQuery, 'time', undefined) === '' ? '' : this.shownQuery;
  }

  /** The stretch that the filter narrows to, where both of its ends are named. */
  get #stretch(): TimeRange | undefined {
    const [, low = '', high = ''] = /^[[{](.*)\.\.(.*)[\]}]$/.exec(clauseValue(this.query, 'time') ?? '') ?? [];
    const [start, end] = [readNumber('time', low), readNumber('time', high)];
    return start === undefined || end === undefined ? undefined : { start, end };
  }

  /** Whether less than all is shown or selected, so that the way back is to be in sight. */
  get #isNarrowed(): boolean {
    return this.view.zoom.zoom !== 'all' || this.#stretch !== undefined;
  }

  #shownWords(): string {
    const { zoom } = this.view;
    const stretch = this.#stretch;
    const lanes = this.#laneQuery === '' ? '' : t('records that match the filter');
    const isStretchShown = zoom.zoom === 'range' && stretch?.start === zoom.start && stretch.end === zoom.end;
    const shown =
      zoom.zoom === 'all' || isStretchShown
        ? ''
        : zoom.zoom === 'newest'
          ? t('last {0}', formatDuration(zoom.spanMs, locale()))
          : rangeWords(zoom);
    const narrowed = stretch === undefined ? '' : t('selected {0}', rangeWords(stretch));
    return [shown, narrowed, lanes].filter((words) => words !== '').join(' · ');
  }

  #actions(): readonly (TemplateResult | typeof nothing)[] {
    const { zoom } = this.view;
    const stretch = this.#stretch;
    return [
      stretch === undefined
        ? nothing
        : this.#action('zoom-stretch', 'screen-full', t('Zoom to the selected stretch'), () =>
            this.#chart?.show(stretch),
          ),
      stretch === undefined
        ? nothing
        : this.#action('clear-stretch', 'close', t('Clear the selected stretch (Escape)'), () => this.#filter(null)),
      isFollowing(zoom) || !isLive(this.snapshot.state)
        ? nothing
        : this.#action('follow', 'debug-continue', t('Back to the newest (End)'), () => this.#follow()),
      this.#action('zoom-out', 'zoom-out', t('Zoom out (-)'), () => this.#chart?.zoomBy(zoomStep)),
      this.#action('zoom-in', 'zoom-in', t('Zoom in (+)'), () => this.#chart?.zoomBy(1 / zoomStep)),
      zoom.zoom === 'all'
        ? nothing
        : this.#action('all', 'screen-normal', t('Show all (0)'), () => this.#remember({ zoom: { zoom: 'all' } })),
    ];
  }

  #action(name: string, icon: string, words: string, run: () => void): TemplateResult {
    return html`<button class="icon-button" data-timeline=${name} title=${words} aria-label=${words} @click=${run}>
      ${codicon(icon)}
    </button>`;
  }

  #statisticsToggle(): TemplateResult {
    const { statistics } = this.view;
    return html`<button
      class="toggle-button"
      data-timeline="statistics"
      aria-expanded=${statistics}
      title=${statistics ? t('Hide the statistics') : t('Show the statistics')}
      @click=${() => this.#remember({ statistics: !statistics })}
    >
      ${codicon('graph')}${t('Statistics')}
    </button>`;
  }

  /** As long a stretch as before, up to now. */
  #follow(): void {
    const { zoom } = this.view;
    if (zoom.zoom === 'range') {
      this.#remember({ zoom: { zoom: 'newest', spanMs: zoom.end - zoom.start } });
    }
  }

  #filter(stretch: TimeRange | null): void {
    const value = stretch === null ? undefined : timeRangeValue(stretch.start, stretch.end);
    const query = setClause(this.query, 'time', value);
    this.dispatchEvent(new CustomEvent<Pick<FilterChange, 'query'>>('filter-set', { detail: { query } }));
  }

  #remember(change: Partial<TimelineState>): void {
    this.dispatchEvent(new CustomEvent<TimelineState>('view-change', { detail: { ...this.view, ...change } }));
  }

  #resize(heightPx: number): void {
    this.#remember({ heightPx: Math.min(largestPx, Math.max(smallestPx, Math.round(heightPx))) });
  }

  #grab(event: PointerEvent): void {
    const sash = event.currentTarget;
    if (event.button !== 0 || !(sash instanceof HTMLElement)) {
      return;
    }
    const before = this.#heightPx - event.clientY;
    followPointer(sash, event, ({ clientY }) => this.#resize(before + clientY));
  }

  #resizeByKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      this.#resize(this.#heightPx + (event.key === 'ArrowDown' ? heightStep : -heightStep));
    }
  }
}

customElements.define('sse-timeline', TimelineStrip);
