import { html, type TemplateResult } from 'lit';
import { codicon } from '../codicon.ts';
import { t } from '../strings.ts';
import './overlay.css';

/** What lies over the panel until it is closed. */
export interface OverlayParts {
  /** Of the page's own; also the class of the dialog. */
  readonly name: string;
  readonly title: string;
  readonly contents: TemplateResult;
}

/** A dialog over the panel. A dialog element brings Escape and the focus back by itself. */
export function overlay({ name, title, contents }: OverlayParts): TemplateResult {
  const id = `${name}-title`;
  return html`<dialog class="overlay ${name}" aria-labelledby=${id}>
    <div class="overlay-head">
      <h2 id=${id}>${title}</h2>
      <button
        class="icon-button"
        title=${t('Close')}
        aria-label=${t('Close')}
        @click=${(event: Event) => {
          if (event.currentTarget instanceof Element) {
            event.currentTarget.closest('dialog')?.close();
          }
        }}
      >
        ${codicon('close')}
      </button>
    </div>
    ${contents}
  </dialog>`;
}
