import { html, type TemplateResult } from 'lit';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { t } from '../strings.ts';
import './keysOverlay.css';

/** The keys of the panel, over it. A dialog element brings Escape and the focus back by itself. */
export class KeysOverlay extends LightElement {
  show(): void {
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    const keys: readonly (readonly [string, string])[] = [
      ['↑ ↓', t('Previous and next record')],
      ['Page Up, Page Down', t('A page up and down')],
      ['Home', t('First record')],
      ['End', t('Newest record, and follow')],
      ['Enter', t('To the details')],
      ['Escape', t('Back to the list; clear the selection')],
      ['/', t('Filter')],
      ['f', t('Follow the newest record, or stay')],
      ['?', t('Show these keys')],
    ];
    return html`<dialog class="keys" aria-labelledby="keys-title">
      <div class="keys-head">
        <h2 id="keys-title">${t('Keys')}</h2>
        <button
          class="icon-button"
          title=${t('Close')}
          aria-label=${t('Close')}
          @click=${() => this.querySelector('dialog')?.close()}
        >
          ${codicon('close')}
        </button>
      </div>
      <dl>
        ${keys.map(
          ([key, words]) =>
            html`<dt><kbd>${key}</kbd></dt>
              <dd>${words}</dd>`,
        )}
      </dl>
    </dialog>`;
  }
}

customElements.define('sse-keys-overlay', KeysOverlay);
