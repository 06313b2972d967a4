import { html, nothing, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import type { SessionSnapshot } from '../../src/core/connection/sessionSnapshot.ts';
import type { PanelAction } from '../../src/core/protocol/panelMessages.ts';
import { describeFinish } from '../../src/core/words/connectionChange.ts';
import { formatBytes } from '../../src/core/words/format.ts';
import { locale, t } from '../strings.ts';

/** What to do next, as a button. */
export interface NextStep {
  readonly words: string;
  readonly run: () => void;
}

/** A place with nothing to show: says why, and offers the next steps. */
export function emptyState(title: string, explanation: string, steps: readonly NextStep[]): TemplateResult {
  return html`<div class="empty-state">
    <p class="empty-title">${title}</p>
    ${explanation === '' ? nothing : html`<p>${explanation}</p>`}
    ${
      steps.length === 0
        ? nothing
        : html`<div class="button-row">
            ${steps.map(
              ({ words, run }, index) =>
                html`<button class="text-button ${index > 0 ? 'secondary' : ''}" @click=${run}>${words}</button>`,
            )}
          </div>`
    }
  </div>`;
}

/** There is no session to show. */
export function noSession(act: (action: PanelAction) => void): TemplateResult {
  return emptyState(t('No session'), t('Connect to an event stream, or see the product work with the demo server.'), [
    { words: t('Connect to URL…'), run: () => act('connect') },
    { words: t('Start Demo Server'), run: () => act('startDemo') },
  ]);
}

/** A session that has no event yet, or has none left. */
export function noEvents(
  snapshot: SessionSnapshot,
  act: (action: PanelAction) => void,
): TemplateResult | typeof nothing {
  const { state } = snapshot;
  const reconnect: NextStep = { words: t('Reconnect'), run: () => act('reconnect') };
  const disconnect: NextStep = { words: t('Disconnect'), run: () => act('disconnect') };
  switch (state.name) {
    case 'connecting':
      return emptyState(t('Connecting…'), t('The server has not answered yet.'), [disconnect]);
    case 'open':
      return emptyState(
        t('Open, no event yet'),
        snapshot.pendingBytes > 0
          ? t(
              '{0} have arrived, of a block without its end: it needs an empty line to become an event.',
              formatBytes(snapshot.pendingBytes, locale()),
            )
          : t('Events appear here as they arrive.'),
        [],
      );
    case 'waiting':
      return emptyState(t('Waiting to reconnect'), t('No event has arrived so far.'), [
        { words: t('Reconnect Now'), run: () => act('reconnectNow') },
        { words: t('Give Up'), run: () => act('giveUp') },
      ]);
    case 'stopped':
      return emptyState(t('Disconnected'), t('No event is in this capture.'), [reconnect]);
    case 'finished':
      return emptyState(t('Ended without an event'), describeFinish(state.reason, t), [
        { words: t('Send Again'), run: () => act('reconnect') },
      ]);
    case 'failed':
      return nothing;
    default:
      return assertNever(state);
  }
}
