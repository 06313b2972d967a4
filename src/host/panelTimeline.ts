import type { FromPanel } from '../core/protocol/panelMessages.ts';
import type { PanelStatistics, ToTimeline } from '../core/protocol/timelineMessages.ts';
import type { Timeline, TimelineRequest } from '../core/record/timeline.ts';
import type { Session } from '../engine/session.ts';
import type { PanelFilters } from './panelFilters.ts';

/** A question of a timeline. */
export type TimelineQuestion = Extract<
  FromPanel,
  { readonly type: 'getTimeline' | 'getTimelineRecord' | 'stepTimeline' | 'getStatistics' }
>;

/** Answers the questions of one webview's timeline: about all records of a session, or about those that a filter leaves. */
export class PanelTimeline {
  readonly #filters: Pick<PanelFilters, 'inForce'>;

  constructor(filters: Pick<PanelFilters, 'inForce'>) {
    this.#filters = filters;
  }

  /** Rejects where the question is about another filter than the one in force. */
  async answer(session: Session | undefined, question: TimelineQuestion): Promise<ToTimeline> {
    const { requestId, query } = question;
    switch (question.type) {
      case 'getTimeline': {
        const timeline = session === undefined ? null : await this.#timeline(session, question, query);
        return { type: 'timeline', requestId, timeline };
      }
      case 'getTimelineRecord': {
        const row = await this.#source(session, query)?.timelineRecord(question.place);
        return { type: 'timelineRecord', requestId, row: row ?? null };
      }
      case 'stepTimeline': {
        const row = await this.#source(session, query)?.stepTimeline(question.step);
        return { type: 'timelineRecord', requestId, row: row ?? null };
      }
      case 'getStatistics': {
        const statistics = session === undefined ? null : await this.#statistics(session, query);
        return { type: 'statistics', requestId, statistics };
      }
    }
  }

  #source(
    session: Session | undefined,
    query: string,
  ): Pick<Session, 'timelineRecord' | 'stepTimeline' | 'statistics'> | undefined {
    return query === '' ? session : this.#filters.inForce(query);
  }

  async #timeline(session: Session, { bins, range }: TimelineRequest, query: string): Promise<Timeline> {
    const all = await session.timeline(bins, range);
    if (query === '') {
      return all;
    }
    const matches = await this.#filters.inForce(query).timeline({ bins, range });
    return { ...matches, extent: all.extent, spans: all.spans };
  }

  async #statistics(session: Session, query: string): Promise<PanelStatistics> {
    const [statistics, attempts] = await Promise.all([this.#source(session, query)?.statistics(), session.attempts(1)]);
    if (statistics === undefined) {
      throw new Error('There is no session');
    }
    const newest = attempts.at(-1);
    const begun = newest?.exchanges[0]?.startedAt;
    if (newest === undefined || begun === undefined) {
      return { statistics, newestAttempt: null };
    }
    const since = (moment: number | null): number | null => (moment === null ? null : moment - begun);
    const { number: attempt, firstByteAt, firstEventAt } = newest;
    return {
      statistics,
      newestAttempt: { attempt, firstByteMs: since(firstByteAt), firstEventMs: since(firstEventAt) },
    };
  }
}
