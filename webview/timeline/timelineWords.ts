import type { RecordRow } from '../../src/core/record/record.ts';
import type { TimelineSpan, TimeRange } from '../../src/core/record/timeline.ts';
import { formatBytes, formatDuration, formatOffset } from '../../src/core/words/format.ts';
import { kindLook } from '../list/kindLook.ts';
import { count, locale, t } from '../strings.ts';
import { reconnectsIn, type DrawnLane } from './timelineLayout.ts';

export function laneWord({ source, name }: DrawnLane): string {
  switch (source) {
    case 'type':
      return name;
    case 'rest':
      return t('other');
    case 'comment':
      return kindLook('comment').word;
    case 'diagnostic':
      return t('diagnostics');
  }
}

export function spanWord(state: TimelineSpan['state']): string {
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

/** What a record is, when it came, how large it is and how long nothing came before it. */
export function recordWords(row: RecordRow): readonly string[] {
  const { kind, type, time, size, gap } = row;
  return [
    kind === 'event' ? type : kindLook(kind).word,
    formatOffset(time),
    ...(kind === 'connection' ? [] : [formatBytes(size, locale())]),
    ...(gap === null ? [] : [t('{0} after the one before', formatDuration(gap, locale()))]),
  ];
}

/** A stretch of time. */
export function rangeWords({ start, end }: TimeRange): string {
  return t('{0} to {1}', formatOffset(start), formatOffset(end));
}

/** What a timeline shows, for who does not see it. */
export function timelineWords(
  range: TimeRange,
  extent: TimeRange,
  events: number,
  lanes: readonly DrawnLane[],
  spans: readonly TimelineSpan[],
): string {
  const reconnects = reconnectsIn(spans, range);
  const parts = [
    events === 1 ? t('{0} event', count(events)) : t('{0} events', count(events)),
    reconnects === 1 ? t('{0} reconnect', count(reconnects)) : t('{0} reconnects', count(reconnects)),
    ...lanes.map((lane) => `${laneWord(lane)} ${count(lane.total)}`),
  ];
  return t('Timeline, {0} of {1}: {2}', rangeWords(range), formatDuration(extent.end, locale()), parts.join(', '));
}
