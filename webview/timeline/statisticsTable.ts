import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { PanelStatistics } from '../../src/core/protocol/timelineMessages.ts';
import type { Distribution, EventStatistics } from '../../src/core/record/statistics.ts';
import type { SearchState } from '../../src/core/record/searchState.ts';
import { formatBytes, formatDuration, formatOffset, formatRate } from '../../src/core/words/format.ts';
import { LightElement } from '../lightElement.ts';
import { count, locale, t } from '../strings.ts';
import { throttle } from '../throttle.ts';
import './statisticsTable.css';

/** Figures are read, not watched. */
const refreshMs = 1000;
/** What cannot be known yet. */
const unknown = '–';

/** Rates, gaps and sizes of a session's events, of all and by type; where a filter is in force, of what it leaves. */
export class StatisticsTable extends LightElement {
  static override properties = {
    snapshot: { attribute: false },
    read: { attribute: false },
    query: { attribute: false },
    search: { attribute: false },
    shown: { state: true },
  };

  declare snapshot: SessionSnapshot;
  declare read: (query: string) => Promise<PanelStatistics | null>;
  declare query: string;
  declare search: SearchState | undefined;
  declare shown: PanelStatistics | null;

  #isAsking = false;
  /** How often figures were wanted. */
  #wishes = 0;
  readonly #refresh = throttle(() => void this.#load(), refreshMs);

  constructor() {
    super();
    this.query = '';
    this.search = undefined;
    this.shown = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query')) {
      void this.#load();
    } else if (changed.has('snapshot') || changed.has('search')) {
      this.#refresh();
    }
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    return html`<div class="statistics" role="region" aria-label=${t('Statistics')} tabindex="0">
      ${shown === null ? nothing : html`${this.#facts(shown)}${this.#table(shown)}`}
    </div>`;
  }

  async #load(): Promise<void> {
    this.#wishes += 1;
    if (this.#isAsking) {
      return;
    }
    this.#isAsking = true;
    const { query } = this;
    const wishes = this.#wishes;
    const shown = await this.read(query).catch(() => null);
    // What is shown stays where the host could not answer: it has logged why.
    if (shown !== null && query === this.query) {
      this.shown = shown;
    }
    this.#isAsking = false;
    if (wishes !== this.#wishes) {
      this.#refresh();
    }
  }

  #facts({ newestAttempt }: PanelStatistics): TemplateResult {
    const { eventsPerSecond, bytesPerSecond } = this.snapshot;
    const now = t(
      'Now {0}, {1}',
      t('{0} events', formatRate(eventsPerSecond, locale())),
      `${formatBytes(Math.round(bytesPerSecond), locale())}/s`,
    );
    const words = (ms: number | null): string => (ms === null ? unknown : formatDuration(ms, locale()));
    const times =
      newestAttempt === null
        ? []
        : [
            t('first byte after {0}', words(newestAttempt.firstByteMs)),
            t('first event after {0} (attempt {1})', words(newestAttempt.firstEventMs), newestAttempt.attempt),
          ];
    const of = this.query === '' ? [] : [t('Events that match the filter')];
    return html`<p class="statistics-facts">${[...of, now, ...times].join(' · ')}</p>`;
  }

  #table({ statistics: { all, types, otherEvents } }: PanelStatistics): TemplateResult {
    const sorted = types.toSorted((a, b) => b.events - a.events);
    return html`<table class="statistics-table">
      <caption class="visually-hidden">
        ${t('Percentiles are off by less than 0.8 %.')}
      </caption>
      <thead>
        <tr>
          <th scope="col" rowspan="2">${t('Type')}</th>
          <th scope="col" rowspan="2">${t('Events')}</th>
          <th scope="colgroup" colspan="2" title=${t('From the first event to the last; most within one second')}>
            ${t('Events/s')}
          </th>
          <th scope="colgroup" colspan="2" title=${t('Bytes of data')}>${t('Data/s')}</th>
          <th scope="colgroup" colspan="4" title=${t('Time from one event to the next, reconnects included')}>
            ${t('Gap')}
          </th>
          <th scope="colgroup" colspan="4" title=${t('Bytes of data')}>${t('Size')}</th>
          <th scope="col" rowspan="2" title=${t('Since the session began')}>${t('First at')}</th>
        </tr>
        <tr>
          ${[t('mean'), t('peak'), t('mean'), t('peak'), ...percentiles, ...percentiles].map(
            (words) => html`<th scope="col">${words}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${row(t('all'), all)} ${sorted.map((figures) => row(figures.type, figures))}
        ${
          otherEvents === 0
            ? nothing
            : html`<tr>
                <th scope="row">${t('other')}</th>
                <td>${count(otherEvents)}</td>
                <td colspan="13"></td>
              </tr>`
        }
      </tbody>
    </table>`;
  }
}

const percentiles = ['p50', 'p95', 'p99', 'max'] as const;

function row(name: string, { events, rate, byteRate, gap, size, firstAt }: EventStatistics): TemplateResult {
  const bytes = (value: number): string => formatBytes(Math.round(value), locale());
  const each = (values: Distribution | null, format: (value: number) => string): readonly string[] =>
    percentiles.map((percentile) => (values === null ? unknown : format(values[percentile])));
  const cells = [
    count(events),
    rate.mean === null ? unknown : formatRate(rate.mean, locale()),
    formatRate(rate.peak, locale()),
    byteRate.mean === null ? unknown : `${bytes(byteRate.mean)}/s`,
    `${bytes(byteRate.peak)}/s`,
    ...each(gap, (ms) => formatDuration(ms, locale())),
    ...each(size, bytes),
    firstAt === null ? unknown : formatOffset(firstAt),
  ];
  return html`<tr>
    <th scope="row" title=${name}>${name}</th>
    ${cells.map((words) => html`<td>${words}</td>`)}
  </tr>`;
}

customElements.define('sse-statistics', StatisticsTable);
