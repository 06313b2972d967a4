import { html, nothing, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { PanelAction } from '../../src/core/protocol/panelMessages.ts';
import { codicon } from '../codicon.ts';
import { t } from '../strings.ts';
import './readingPausedBar.css';

/** Says that the stream is not read, what that does to the server, and how it goes on. */
export function readingPausedBar(
  { isReadingPaused }: SessionSnapshot,
  act: (action: PanelAction) => void,
): TemplateResult | typeof nothing {
  return isReadingPaused
    ? html`<div class="reading-paused" role="status">
        ${codicon('debug-pause')}<strong>${t('Reading paused')}</strong>
        <span>${t('The server has to wait once the buffers between are full. Nothing is lost.')}</span>
        <button class="link-button" data-action="resumeReading" @click=${() => act('resumeReading')}>
          ${t('Resume Reading')}
        </button>
      </div>`
    : nothing;
}
