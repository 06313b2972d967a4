import { html, nothing, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { RecordKind } from '../../src/core/record/recordKind.ts';
import '../chrome/kindBar.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { count, t } from '../strings.ts';
import type { PanelState } from '../../src/core/protocol/panelMessages.ts';
import './typeChips.ts';
import type { FilterChange } from './panelFilter.ts';
import './facetBar.css';

/** The line of what can be switched off: kinds of records, heartbeats, and event types. */
export class FacetBar extends LightElement {
  static override properties = {
    snapshot: { attribute: false },
    state: { attribute: false },
  };

  declare snapshot: SessionSnapshot | undefined;
  declare state: PanelState | undefined;

  constructor() {
    super();
    this.snapshot = undefined;
    this.state = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot, state } = this;
    if (snapshot === undefined || state === undefined) {
      return nothing;
    }
    return html`<div class="facet-bar">
      <sse-kind-bar
        .counts=${snapshot.kinds}
        .hiddenKinds=${state.hiddenKinds}
        @kind-toggle=${(event: CustomEvent<RecordKind>) =>
          this.dispatchEvent(new CustomEvent<RecordKind>('kind-toggle', { detail: event.detail }))}
      ></sse-kind-bar>
      <button
        class="toggle-button heartbeat-toggle"
        ?hidden=${snapshot.heartbeats === 0 && !state.hidesHeartbeats}
        aria-pressed=${!state.hidesHeartbeats}
        title=${t('{0}: heartbeats. Comments, events named ping, pong, heartbeat or keep-alive, and events without data', state.hidesHeartbeats ? t('Show') : t('Hide'))}
        @click=${() => this.#change({ hidesHeartbeats: !state.hidesHeartbeats })}
      >
        ${codicon(state.hidesHeartbeats ? 'eye-closed' : 'pulse')}<span class="facet-word">${t('Heartbeats')}</span
        ><span class="kind-count">${count(snapshot.heartbeats)}</span>
      </button>
      <sse-type-chips
        .types=${snapshot.types}
        .typeCount=${snapshot.typeCount}
        .onlyTypes=${state.onlyTypes}
        .hiddenTypes=${state.hiddenTypes}
      ></sse-type-chips>
    </div>`;
  }

  #change(change: FilterChange): void {
    this.dispatchEvent(new CustomEvent<FilterChange>('filter-set', { detail: change }));
  }
}

customElements.define('sse-facet-bar', FacetBar);
