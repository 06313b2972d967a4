import { html, nothing, type TemplateResult } from 'lit';
import type { RecordRow } from '../../src/core/record/record.ts';
import type { TimeRange } from '../../src/core/record/timeline.ts';
import { formatDuration, formatOffset } from '../../src/core/words/format.ts';
import { count, locale, t } from '../strings.ts';
import type { TimelinePicture } from './timelineCanvas.ts';
import { laneAt } from './timelineLayout.ts';
import { laneWord, rangeWords, recordWords, spanWord } from './timelineWords.ts';

/** A place on the canvas, pixels from the top left. */
export interface Pointed {
  readonly x: number;
  readonly y: number;
}

/** What is told of the place that is pointed at. */
export interface TimelineTip {
  readonly hover: Pointed | undefined;
  /** Record there. */
  readonly pointed: RecordRow | undefined;
  /** Stretch that is being selected. */
  readonly draft: TimeRange | undefined;
}

/** What the box beside the pointer says: the time, the state of the connection, and what came then. */
export function timelineTip(
  picture: TimelinePicture,
  { hover, pointed, draft }: TimelineTip,
): TemplateResult | typeof nothing {
  if (hover === undefined) {
    return nothing;
  }
  if (draft !== undefined) {
    return html`<div>${rangeWords(draft)}</div>
      <div>${formatDuration(draft.end - draft.start, locale())}</div>`;
  }
  const { timeline, lanes, spans, scale } = picture;
  const time = scale.time(hover.x);
  const bin = Math.floor((time - timeline.start) / timeline.binMs);
  const lane = laneAt(lanes, picture.bands, hover.y);
  const state = spans.findLast((span) => span.start <= time && span.end >= time)?.state;
  const shown = lane === undefined ? lanes : [lane];
  const counted = shown.filter((candidate) => (candidate.counts[bin] ?? 0) > 0);
  const binWords = formatDuration(timeline.binMs, locale());
  return html`<div class="timeline-tip-time">
      ${formatOffset(time)}${state === undefined ? nothing : ` · ${spanWord(state)}`}
    </div>
    ${
      timeline.marks === null
        ? counted.map(
            (candidate) =>
              html`<div>
                ${t('{0}: {1} in {2}', laneWord(candidate), count(candidate.counts[bin] ?? 0), binWords)}
              </div>`,
          )
        : nothing
    }
    ${pointed === undefined ? nothing : html`<div class="timeline-tip-record">${recordWords(pointed).join(' · ')}</div>`}`;
}
