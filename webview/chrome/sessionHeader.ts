import { html, nothing, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import type { PanelAction } from '../../src/core/protocol/panelMessages.ts';
import type { ShownSnapshot } from '../../src/core/protocol/shownSnapshot.ts';
import { maxTimerMs } from '../../src/core/timerLimit.ts';
import { controlPictures } from '../../src/core/words/controlPictures.ts';
import { formatBytes, formatDuration, formatElapsed, formatRate } from '../../src/core/words/format.ts';
import { sessionStateIcon, sessionStateWord } from '../../src/core/words/sessionState.ts';
import { codicon } from '../codicon.ts';
import { LightElement } from '../lightElement.ts';
import { count, locale, t } from '../strings.ts';
import { insightNotes } from './insightNotes.ts';
import './sessionHeader.css';

/** How often a countdown is drawn anew. */
const countdownMs = 250;
/** Streams pause for seconds as a rule; longer than this it is worth a word. Milliseconds. */
const shownSilenceMs = 5000;
/** Connections that browsers make to one origin over HTTP/1.1. */
const browserConnections = 6;
/** A block whose end does not come with the next bytes. Milliseconds. */
const stuckBlockMs = 1000;
/** A block that takes its time, though its bytes flow. */
const largeBlockBytes = 65_536;

/** What the session is and how it does: a line with state, request and actions, and one of facts. */
export class SessionHeader extends LightElement {
  static override properties = {
    snapshot: { attribute: false },
    act: { attribute: false },
    isViewPaused: { attribute: false },
  };

  declare snapshot: ShownSnapshot | null;
  declare act: (action: PanelAction) => void;
  declare isViewPaused: boolean;

  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.snapshot = null;
    this.act = () => undefined;
    this.isViewPaused = false;
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
    return html`<div class="header-line">
        <span class="header-state ${state.name}" data-state=${state.name}
          >${codicon(sessionStateIcon(state))}<span>${sessionStateWord(state, t)}</span></span
        >
        ${this.#responseFacts(snapshot)}
        <span class="header-url" title="${snapshot.method} ${snapshot.url}"
          ><span class="header-method">${snapshot.method}</span> <bdi>${snapshot.url}</bdi></span
        >
        <div class="header-actions" role="toolbar" aria-label=${t('Session')}>
          ${this.#connectionActions(snapshot)} ${this.#viewPause()}
          ${this.#action('exportEvents', 'export', t('Export events'))}
          ${this.#action('clear', 'clear-all', t('Clear'))}
        </div>
      </div>
      ${this.#distrust(snapshot)} ${insightNotes(snapshot.insights)}
      <div class="header-clip">
        <div class="header-facts">${this.#facts(snapshot)}</div>
        ${warnings(snapshot)}
      </div>
      <div class="visually-hidden" role="status">${sessionStateWord(state, t)}</div>`;
  }

  #responseFacts({ status, httpVersion, state }: ShownSnapshot): TemplateResult | typeof nothing {
    if (state.name === 'waiting') {
      const seconds = Math.max(0, Math.ceil((state.until - Date.now()) / 1000));
      return html`<span class="header-response"
        >· ${t('reconnecting in {0}', formatElapsed(seconds * 1000, locale()))}</span
      >`;
    }
    if (status === null) {
      return nothing;
    }
    return html`<span class="header-response">· ${status}${httpVersion === '' ? '' : ` · HTTP/${httpVersion}`}</span>`;
  }

  #viewPause(): TemplateResult {
    const words = this.isViewPaused ? t('Resume the view (p)') : t('Pause the view; the capture goes on (p)');
    return html`<button
      class="icon-button"
      data-action="pauseView"
      title=${words}
      aria-label=${words}
      aria-pressed=${this.isViewPaused}
      @click=${() => this.dispatchEvent(new CustomEvent('view-pause'))}
    >
      ${codicon(this.isViewPaused ? 'lock' : 'unlock')}
    </button>`;
  }

  #readingPause(isPaused: boolean): TemplateResult {
    return isPaused
      ? this.#action('resumeReading', 'debug-continue', t('Resume reading (Shift+P)'))
      : this.#action('pauseReading', 'debug-pause', t('Pause reading; the server has to wait (Shift+P)'));
  }

  #connectionActions({ state, isReadingPaused }: ShownSnapshot): TemplateResult {
    switch (state.name) {
      case 'connecting':
      case 'open':
        return html`${this.#wordAction('disconnect', 'debug-disconnect', t('Disconnect'))}
        ${this.#action('reconnect', 'refresh', t('Reconnect'))}
        ${state.name === 'open' ? this.#readingPause(isReadingPaused) : nothing}`;
      case 'waiting':
        return html`${this.#wordAction('reconnectNow', 'debug-continue', t('Reconnect now'))}
        ${this.#wordAction('giveUp', 'debug-stop', t('Give up'))}`;
      case 'finished':
        return this.#wordAction('reconnect', 'debug-restart', t('Send again'));
      case 'stopped':
      case 'failed':
        return this.#wordAction('reconnect', 'refresh', t('Reconnect'));
      default:
        return assertNever(state);
    }
  }

  /** An action that the state asks for: with its word where there is room, so that it is found. */
  #wordAction(action: PanelAction, icon: string, words: string): TemplateResult {
    return html`<button
      class="header-word-action"
      data-action=${action}
      title=${words}
      aria-label=${words}
      @click=${() => this.act(action)}
    >
      ${codicon(icon)}<span>${words}</span>
    </button>`;
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

  /** In the order of what is missed most: what does not fit into the line is not shown. */
  #facts(snapshot: ShownSnapshot): readonly (TemplateResult | typeof nothing)[] {
    const events = snapshot.kinds.event;
    return [
      fact('events', events === 1 ? t('{0} event', count(events)) : t('{0} events', count(events))),
      snapshot.state.name === 'open' ? fact('rate', formatRate(snapshot.eventsPerSecond, locale())) : nothing,
      fact('bytes', formatBytes(snapshot.bytes, locale()), t('{0} bytes of all bodies', count(snapshot.bytes))),
      this.#lastEventId(snapshot),
      pendingBlock(snapshot),
      silence(snapshot),
      retry(snapshot),
      fact('duration', formatElapsed(snapshot.durationMs, locale()), t('Since the session began')),
      sharedOrigin(snapshot),
      snapshot.attempts > 1 ? fact('attempts', t('{0} attempts', count(snapshot.attempts))) : nothing,
    ];
  }

  /** What was received, what the newest request sent where that is another, and what the next one will. */
  #lastEventId(snapshot: ShownSnapshot): TemplateResult {
    const { lastEventId, sentLastEventId, nextLastEventId, idLengths, attempts } = snapshot;
    const { source } = nextLastEventId;
    const value = shownId(nextLastEventId.value, idLengths.next);
    const received = lastEventId === '' ? t('no last id') : t('last id {0}', shownId(lastEventId, idLengths.received));
    const sent =
      snapshot.sentWhatWasReceived || (sentLastEventId === '' && attempts < 2)
        ? ''
        : sentLastEventId === ''
          ? t('sent none')
          : t('sent {0}', shownId(sentLastEventId, idLengths.sent));
    const next = source === 'edited' ? (value === '' ? t('next none') : t('next {0}', value)) : '';
    const words = [received, sent, next].filter((part) => part !== '').join(' · ');
    const edit = t('Edit the Last-Event-ID of the next request');
    return html`<span class="header-fact header-last-id" data-fact="last-id">
      <span class="header-last-id-words" title=${words}>${words}</span>
      ${
        source === 'pinned'
          ? html`<span class="header-pinned" title=${t('Every request sends this Last-Event-ID')}
              >${codicon('pinned')}${value === '' ? t('pinned: none') : t('pinned {0}', value)}</span
            >`
          : nothing
      }
      <button
        class="icon-button header-edit"
        data-action="editLastEventId"
        title=${edit}
        aria-label=${edit}
        @click=${() => this.act('editLastEventId')}
      >
        ${codicon('edit')}
      </button>
    </span>`;
  }

  #distrust({ acceptedCertificate }: ShownSnapshot): TemplateResult | typeof nothing {
    return acceptedCertificate === ''
      ? nothing
      : html`<div class="header-distrust" role="note" title=${acceptedCertificate}>
          ${codicon('unverified')}<strong>${t('Certificate not trusted')}</strong>
          <span>${t('accepted by you for this session; anybody between could read and change the stream')}</span>
        </div>`;
  }

  #stopCountdown(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** @param length Characters of the whole ID. */
function shownId(id: string, length: number): string {
  const shown = controlPictures(id);
  return id.length === length ? shown : t('{0}… ({1} characters)', shown, count(length));
}

/** The reconnection time, and whose it is. */
function retry({ retryMs, retryFromStream }: ShownSnapshot): TemplateResult {
  const words = t('retry {0}', formatDuration(Math.min(retryMs, maxTimerMs), locale()));
  if (!retryFromStream) {
    return fact('retry', t('{0} (default)', words), t('Reconnection time in force; the stream has set none'));
  }
  return retryMs > maxTimerMs
    ? fact(
        'retry',
        t('{0} (capped)', words),
        t('The stream asks for {0}, longer than a timer can run', formatDuration(retryMs, locale())),
      )
    : fact('retry', words, t('Reconnection time in force, set by the stream'));
}

function silence({ silenceMs }: ShownSnapshot): TemplateResult | typeof nothing {
  return silenceMs < shownSilenceMs
    ? nothing
    : fact('silence', t('silent {0}', formatElapsed(silenceMs, locale())), t('Since the last byte of the server'));
}

function pendingBlock({ pendingBytes, silenceMs }: ShownSnapshot): TemplateResult | typeof nothing {
  const isStuck = pendingBytes > 0 && silenceMs >= stuckBlockMs;
  return isStuck || pendingBytes >= largeBlockBytes
    ? fact(
        'pending',
        t('{0} of an unfinished block', formatBytes(pendingBytes, locale())),
        t('A block needs an empty line to become an event'),
      )
    : nothing;
}

/** Nothing holds a stream back here; the same page in a browser hangs at its seventh. */
function sharedOrigin({ streamsToOrigin, httpVersion }: ShownSnapshot): TemplateResult | typeof nothing {
  return streamsToOrigin <= browserConnections || httpVersion.startsWith('2')
    ? nothing
    : fact(
        'origin-streams',
        t('{0} streams to this origin', count(streamsToOrigin)),
        t('Over HTTP/1.1 a browser opens {0} connections to an origin, and the next stream waits', browserConnections),
      );
}

function warnings({ warnings: number }: ShownSnapshot): TemplateResult | typeof nothing {
  return number === 0
    ? nothing
    : html`<span class="header-fact warnings" data-fact="warnings"
        >${codicon('warning')}${number === 1 ? t('{0} warning', count(1)) : t('{0} warnings', count(number))}</span
      >`;
}

function fact(name: string, words: string, title?: string): TemplateResult {
  return html`<span class="header-fact" data-fact=${name} title=${title ?? nothing}>${words}</span>`;
}

customElements.define('sse-session-header', SessionHeader);
