import { html, type TemplateResult } from 'lit';

/** An icon that says nothing by itself: a word always stands beside it or in the label of its button. */
export function codicon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}
