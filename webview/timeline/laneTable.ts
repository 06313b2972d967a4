import { html, type TemplateResult } from 'lit';
import { count, t } from '../strings.ts';
import type { TimelinePicture } from './timelineCanvas.ts';
import { laneWord } from './timelineWords.ts';

/** The lanes with their numbers, for who does not see the canvas. */
export function laneTable({ lanes }: TimelinePicture): TemplateResult {
  return html`<table class="visually-hidden">
    <caption>
      ${t('Records per lane')}
    </caption>
    <tbody>
      ${lanes.map(
        (lane) =>
          html`<tr>
            <th scope="row">${laneWord(lane)}</th>
            <td>${count(lane.total)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
