import { html, nothing, type TemplateResult } from 'lit';
import type { Insight } from '../../src/core/insight/insight.ts';
import { describeInsight } from '../../src/core/words/insight.ts';
import { codicon } from '../codicon.ts';
import { t } from '../strings.ts';
import './insightList.css';

/** What the numbers of an attempt say: what is wrong stands open, what is good to know behind a line. */
export function insightList(insights: readonly Insight[]): TemplateResult | typeof nothing {
  const warnings = insights.filter(({ severity }) => severity === 'warning');
  const infos = insights.filter(({ severity }) => severity === 'info');
  return insights.length === 0
    ? nothing
    : html`<div class="insights">
        ${warnings.length === 0 ? nothing : list(warnings, t('Trouble'))}
        ${
          infos.length === 0
            ? nothing
            : html`<details class="insights-known">
                <summary>
                  ${codicon('info')}
                  ${infos.length === 1 ? t('1 thing to know') : t('{0} things to know', infos.length)}
                </summary>
                ${list(infos, t('Good to know'))}
              </details>`
        }
      </div>`;
}

function list(insights: readonly Insight[], label: string): TemplateResult {
  return html`<ul aria-label=${label}>
    ${insights.map((insight) => {
      const { happened, meaning, remedy } = describeInsight(insight, t);
      return html`<li class="insight ${insight.severity}" data-insight=${insight.code}>
        ${codicon(insight.severity === 'warning' ? 'warning' : 'info')}
        <div><strong>${happened}</strong>. ${meaning} ${remedy}</div>
      </li>`;
    })}
  </ul>`;
}
