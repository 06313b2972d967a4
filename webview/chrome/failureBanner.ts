import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { PanelAction } from '../../src/core/protocol/panelMessages.ts';
import { AttemptSource, type ReadAttempt } from '../detail/attemptSource.ts';
import { LightElement } from '../lightElement.ts';
import { t } from '../strings.ts';
import { problemView } from './problemView.ts';
import './failureBanner.css';

/** Why a session failed, and what to do; until the user closes it. */
export class FailureBanner extends LightElement {
  static override properties = {
    snapshot: { attribute: false },
    act: { attribute: false },
    readAttempt: { attribute: false },
    closed: { state: true },
  };

  declare snapshot: SessionSnapshot | null;
  declare act: (action: PanelAction) => void;
  declare readAttempt: ReadAttempt;
  /** The failure that the user has closed, as the number of attempts then. */
  declare closed: number | undefined;

  /** The attempt of a failure that may be one of its certificate. */
  readonly #attempt = new AttemptSource(
    (number) => this.readAttempt(number),
    () => this.requestUpdate(),
  );

  constructor() {
    super();
    this.snapshot = null;
    this.act = () => undefined;
    this.readAttempt = () => Promise.resolve(null);
    this.closed = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('snapshot');
    if (before && before.id !== this.snapshot?.id) {
      this.closed = undefined;
      this.#attempt.reset();
    }
  }

  protected override updated(): void {
    const { snapshot } = this;
    const isTlsFailure = snapshot?.state.name === 'failed' && snapshot.state.problem.code === 'tls';
    this.#attempt.show(isTlsFailure ? snapshot.attempts : null);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.snapshot === null) {
      return nothing;
    }
    const { state, attempts } = this.snapshot;
    if (state.name !== 'failed' || this.closed === attempts) {
      return nothing;
    }
    const buttons = html`<button class="text-button" @click=${() => this.act('reconnect')}>${t('Reconnect')}</button>
      ${
        state.problem.code === 'tls' && this.#attempt.attempt?.exchanges.at(-1)?.tls?.certificate
          ? html`<button
              class="text-button secondary"
              data-action="acceptCertificate"
              @click=${() => this.act('acceptCertificate')}
            >
              ${t('Accept This Certificate for This Session…')}
            </button>`
          : nothing
      }
      <button class="text-button secondary" @click=${() => this.act('showLog')}>${t('Show Log')}</button>
      <button
        class="text-button secondary"
        @click=${() => {
          this.closed = attempts;
        }}
      >
        ${t('Close')}
      </button>`;
    return html`<section class="failure-banner" aria-label=${t('Why the session failed')} tabindex="-1">
      ${problemView(state.problem, buttons)}
    </section>`;
  }
}

customElements.define('sse-failure-banner', FailureBanner);
