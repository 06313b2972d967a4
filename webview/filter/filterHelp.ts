import { html, type TemplateResult } from 'lit';
import { queryHelp } from '../../src/core/words/queryHelp.ts';
import { overlay } from '../chrome/overlay.ts';
import { LightElement } from '../lightElement.ts';
import { t } from '../strings.ts';
import './filterHelp.css';

/** What a filter can ask for, over the panel. */
export class FilterHelp extends LightElement {
  show(): void {
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return overlay({
      name: 'filter-help',
      title: t('Filters'),
      contents: html`<table>
        <tbody>
          ${queryHelp(t).map(
            ({ examples, words }) =>
              html`<tr>
                <th scope="row">${examples.map((example) => html`<code>${example}</code> `)}</th>
                <td>${words}</td>
              </tr>`,
          )}
        </tbody>
      </table>`,
    });
  }
}

customElements.define('sse-filter-help', FilterHelp);
