import { html, nothing, type TemplateResult } from 'lit';
import * as v from 'valibot';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import { timelineStateSchema, type TimelineZoom } from '../../src/core/protocol/timelineMessages.ts';
import type { PanelAction } from '../../src/core/protocol/panelMessages.ts';
import type { TimeRange } from '../../src/core/record/timeline.ts';
import { sessionStateWord } from '../../src/core/words/sessionState.ts';
import { emptyState, noSession } from '../chrome/emptyState.ts';
import { codicon } from '../codicon.ts';
import { HostLink, type HostNotice } from '../link/hostLink.ts';
import { LightElement } from '../lightElement.ts';
import { setLanguage, t } from '../strings.ts';
import { vscodeApi } from '../vscodeApi.ts';
import './timelineChart.ts';
import type { RecordChooseEvent, StretchChangeEvent, TimelineChart, ZoomChangeEvent } from './timelineChart.ts';
import type { TimelineReads } from './timelineSource.ts';
import './timelineView.css';

/** What the view remembers while it is hidden: zooms belong to a session. */
const viewStateSchema = v.object({ sessionId: v.string(), timeline: timelineStateSchema });

/** The timeline in the side bar: when which events of the active session arrived, and how the connection was meanwhile. */
export class TimelineView extends LightElement {
  static override properties = {
    snapshot: { state: true },
    zoom: { state: true },
  };

  /** `undefined`: the host has not said yet. */
  declare snapshot: SessionSnapshot | null | undefined;
  declare zoom: TimelineZoom;

  readonly #link = new HostLink(
    (message) => vscodeApi.postMessage(message),
    (notice) => this.#noticed(notice),
  );
  readonly #reads: TimelineReads = {
    timeline: (request) => this.#link.getTimeline(request, ''),
    record: (place) => this.#link.getTimelineRecord(place, ''),
    step: (step) => this.#link.stepTimeline(step, ''),
  };

  constructor() {
    super();
    this.snapshot = undefined;
    this.zoom = { zoom: 'all' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('message', (event: MessageEvent<unknown>) => this.#link.receive(event.data));
    this.#link.post({ type: 'ready' });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot } = this;
    if (snapshot === undefined) {
      return nothing;
    }
    if (snapshot === null) {
      return html`<main class="timeline-alone">${heading()}${noSession(this.#act)}</main>`;
    }
    if (snapshot.records === 0) {
      return html`<main class="timeline-alone">
        ${heading()} ${emptyState(sessionStateWord(snapshot.state, t), t('No record yet.'), [])}
      </main>`;
    }
    return html`<main class="timeline">
      ${heading()}
      <sse-timeline-chart
        .snapshot=${snapshot}
        .reads=${this.#reads}
        .zoom=${this.zoom}
        @zoom-change=${(event: ZoomChangeEvent) => this.#zoomTo(event.detail)}
        @stretch-change=${(event: StretchChangeEvent) => this.#show(event.detail)}
        @record-choose=${(event: RecordChooseEvent) => this.#link.post({ type: 'reveal', seq: event.detail })}
      ></sse-timeline-chart>
      ${
        this.zoom.zoom === 'all'
          ? nothing
          : html`<button
              class="icon-button timeline-all"
              title=${t('Show all (0)')}
              aria-label=${t('Show all')}
              @click=${() => this.#zoomTo({ zoom: 'all' })}
            >
              ${codicon('screen-normal')}
            </button>`
      }
    </main>`;
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
    if (snapshot !== null && snapshot.id !== this.snapshot?.id) {
      const saved = v.safeParse(viewStateSchema, vscodeApi.getState());
      const isOfSession = saved.success && saved.output.sessionId === snapshot.id;
      this.zoom = isOfSession ? saved.output.timeline.zoom : { zoom: 'all' };
    }
    this.snapshot = snapshot;
  }

  #zoomTo(zoom: TimelineZoom): void {
    this.zoom = zoom;
    vscodeApi.setState({ sessionId: this.snapshot?.id ?? '', timeline: { zoom } });
  }

  /** There is no filter here: a stretch that is selected is what one wants to see closer. */
  #show(stretch: TimeRange | null): void {
    if (stretch !== null) {
      this.querySelector<TimelineChart>('sse-timeline-chart')?.show(stretch);
    }
  }
}

function heading(): TemplateResult {
  return html`<h1 class="visually-hidden">${t('Timeline')}</h1>`;
}

customElements.define('sse-timeline-view', TimelineView);
