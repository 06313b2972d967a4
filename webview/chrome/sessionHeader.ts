import { html, nothing, type TemplateResult } from 'lit';
import { isLive, type SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { PanelAction } from '../../src/core/protocol/panelMessages.ts';
import { formatBytes, formatDuration, formatElapsed, formatRate } from '../../src/core/words/format.ts';
import { sessionStateIcon, sessionStateWord } from '../../src/core/words/sessionState.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { count, locale, t } from '../strings.ts';
import './sessionHeader.css';

/** How often a countdown is drawn anew. */
const countdownMs = 250;

/** What the session is and how it does: a line with state, request and actions, and one of facts. */
export class SessionHeader extends LightElement {
  static override properties = {
    snapshot: { attribute: false },
    act: { attribute: false },
  };

  declare snapshot: SessionSnapshot | null;
  declare act: (action: PanelAction) => void;

  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.snapshot = null;
    this.act = () => undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopCountdown();
  }

  protected override updated(): void {
    if (this.snapshot?.state.name === 'waiting') {
      this.#timer ??= setInterval(() => this.requestUpdate(), countdownMs);
    } else {
      this.#stopCountdown();
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot } = this;
    if (snapshot === null) {
      return nothing;
    }
    const { state } = snapshot;
    const live = isLive(state);
    return html`<div class="header-line">
        <span class="header-state ${state.name}" data-state=${state.name}
          >${codicon(sessionStateIcon(state))}<span>${sessionStateWord(state, t)}</span></span
        >
        ${this.#responseFacts(snapshot)}
        <span class="header-url" title="${snapshot.method} ${snapshot.url}"
          ><span class="header-method">${snapshot.method}</span> <bdi>${snapshot.url}</bdi></span
        >
        <div class="header-actions" role="toolbar" aria-label=${t('Session')}>
          ${
            live
              ? this.#action('disconnect', 'debug-disconnect', t('Disconnect'))
              : this.#action('reconnect', 'refresh', t('Reconnect'))
          }
          ${live ? this.#action('reconnect', 'refresh', t('Reconnect now')) : nothing}
          ${this.#action('clear', 'clear-all', t('Clear'))}
        </div>
      </div>
      <div class="header-clip"><div class="header-facts">${this.#facts(snapshot)}</div></div>
      <div class="visually-hidden" role="status">${sessionStateWord(state, t)}</div>`;
  }

  #responseFacts({ status, httpVersion, state }: SessionSnapshot): TemplateResult | typeof nothing {
    if (state.name === 'waiting') {
      const seconds = Math.max(0, Math.ceil((state.until - Date.now()) / 1000));
      return html`<span class="header-response">· ${t('reconnecting in {0} s', count(seconds))}</span>`;
    }
    if (status === null) {
      return nothing;
    }
    return html`<span class="header-response">· ${status}${httpVersion === '' ? '' : ` · HTTP/${httpVersion}`}</span>`;
  }

  #action(action: PanelAction, icon: string, words: string): TemplateResult {
    return html`<button
      class="icon-button"
      data-action=${action}
      title=${words}
      aria-label=${words}
      @click=${() => this.act(action)}
    >
      ${codicon(icon)}
    </button>`;
  }

  #facts(snapshot: SessionSnapshot): readonly (TemplateResult | typeof nothing)[] {
    const events = snapshot.kinds.event;
    return [
      fact('events', events === 1 ? t('{0} event', count(events)) : t('{0} events', count(events))),
      snapshot.state.name === 'open' ? fact('rate', formatRate(snapshot.eventsPerSecond, locale())) : nothing,
      fact('bytes', formatBytes(snapshot.bytes, locale()), t('{0} bytes of all bodies', count(snapshot.bytes))),
      snapshot.lastEventId === ''
        ? nothing
        : fact('last-id', t('last id {0}', snapshot.lastEventId), t('Last event ID: {0}', snapshot.lastEventId)),
      fact('retry', t('retry {0}', formatDuration(snapshot.retryMs, locale())), t('Reconnection time in force')),
      fact('duration', formatElapsed(snapshot.durationMs, locale()), t('Since the session began')),
      snapshot.attempts > 1 ? fact('attempts', t('{0} attempts', count(snapshot.attempts))) : nothing,
      snapshot.warnings > 0
        ? html`<span class="header-fact warnings" data-fact="warnings"
            >${codicon('warning')}${
              snapshot.warnings === 1 ? t('{0} warning', count(1)) : t('{0} warnings', count(snapshot.warnings))
            }</span
          >`
        : nothing,
    ];
  }

  #stopCountdown(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function fact(name: string, words: string, title?: string): TemplateResult {
  return html`<span class="header-fact" data-fact=${name} title=${title ?? nothing}>${words}</span>`;
}

customElements.define('sse-session-header', SessionHeader);
