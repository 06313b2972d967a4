import { html, type TemplateResult } from 'lit';
import { queryHelp } from '../../src/core/words/queryHelp.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { t } from '../strings.ts';
import './filterHelp.css';

/** What a filter can ask for, over the panel. A dialog element brings Escape and the focus back by itself. */
export class FilterHelp extends LightElement {
  show(): void {
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="keys filter-help" aria-labelledby="filter-help-title">
      <div class="keys-head">
        <h2 id="filter-help-title">${t('Filters')}</h2>
        <button
          class="icon-button"
          title=${t('Close')}
          aria-label=${t('Close')}
          @click=${() => this.querySelector('dialog')?.close()}
        >
          ${codicon('close')}
        </button>
      </div>
      <table>
        <tbody>
          ${queryHelp(t).map(
            ({ examples, words }) =>
              html`<tr>
                <th scope="row">${examples.map((example) => html`<code>${example}</code> `)}</th>
                <td>${words}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </dialog>`;
  }
}

customElements.define('sse-filter-help', FilterHelp);
