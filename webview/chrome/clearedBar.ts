import { html, nothing, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { PanelAction } from '../../src/core/protocol/panelMessages.ts';
import { count, t } from '../strings.ts';
import './clearedBar.css';

/** How many records were cleared, and the way back. */
export function clearedBar(
  { clearedRecords }: SessionSnapshot,
  act: (action: PanelAction) => void,
): TemplateResult | typeof nothing {
  if (clearedRecords === 0) {
    return nothing;
  }
  const words =
    clearedRecords === 1 ? t('Cleared {0} record', count(1)) : t('Cleared {0} records', count(clearedRecords));
  return html`<div class="cleared-bar" role="status">
    ${words} ·
    <button class="link-button" data-action="undoClear" @click=${() => act('undoClear')}>${t('Undo')}</button>
  </div>`;
}
