import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../../src/core/connection/problem.ts';
import { bodyEvidence } from '../../src/core/words/bodyEvidence.ts';
import { describeProblem } from '../../src/core/words/problem.ts';
import { codicon } from '../codicon.ts';
import { visibleTextView } from '../visibleTextView.ts';
import { t } from '../strings.ts';
import './problemView.css';

/** A failure: its cause, the evidence, and the remedy, in that order. */
export function problemView(problem: Problem, buttons: TemplateResult | typeof nothing = nothing): TemplateResult {
  const { happened, meaning, remedy } = describeProblem(problem, t);
  const evidence = [
    [t('Status'), problem.status === null ? '' : String(problem.status)],
    [t('Content type'), problem.contentType ?? ''],
    [t('Error code'), problem.systemCode],
    // Of a silence the detail is the limit, which the first line tells; a reason in words is the meaning already.
    [t('Error'), problem.code === 'silent' || problem.detail === meaning ? '' : problem.detail],
  ] as const;
  const known = evidence.filter(([, value]) => value !== '');
  return html`<div class="problem">
    <p class="problem-happened">${codicon('error')} <strong>${happened}</strong></p>
    <p>${meaning}</p>
    ${
      known.length > 0
        ? html`<dl class="problem-evidence">
            ${known.map(
              ([name, value]) =>
                html`<dt>${name}</dt>
                  <dd><bdi>${value}</bdi></dd>`,
            )}
          </dl>`
        : nothing
    }
    ${
      problem.bodyHead === ''
        ? nothing
        : html`<div class="problem-caption" id="problem-body">${t('Beginning of the body')}</div>
            <pre class="problem-body" tabindex="0" role="region" aria-labelledby="problem-body">
${linesOf(bodyEvidence(problem.bodyHead))}</pre>`
    }
    <p>${remedy}</p>
    ${buttons === nothing ? nothing : html`<div class="button-row">${buttons}</div>`}
  </div>`;
}

function linesOf(text: string): readonly unknown[] {
  return text.split(/\r?\n/).flatMap((line, at) => [at === 0 ? '' : '\n', visibleTextView(line)]);
}
