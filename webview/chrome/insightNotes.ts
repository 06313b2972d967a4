import { html, nothing, type TemplateResult } from 'lit';
import type { Insight } from '../../src/core/insight/insight.ts';
import { describeInsight } from '../../src/core/words/insight.ts';
import { codicon } from '../codicon.ts';
import { t } from '../strings.ts';
import './insightNotes.css';

/** What is wrong with the connection, beside its state: a line each. */
export function insightNotes(insights: readonly Insight[]): TemplateResult | typeof nothing {
  return insights.length === 0
    ? nothing
    : html`${insights.map((insight) => {
        const { happened, meaning, remedy } = describeInsight(insight, t);
        return html`<div class="insight-note" role="note" data-insight=${insight.code} title=${`${meaning} ${remedy}`}>
          ${codicon('warning')}<strong>${happened}</strong> <span>${remedy}</span>
        </div>`;
      })}`;
}
