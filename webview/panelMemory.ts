import * as v from 'valibot';
import { panelStateSchema, type PanelState } from '../src/core/protocol/panelMessages.ts';
import { throttle } from './throttle.ts';
import { vscodeApi } from './vscodeApi.ts';

/** Writing on every scrolled row would be of no use to anybody. */
const saveIntervalMs = 200;

/** What the webview remembers over hiding and reload. Always holds the session's id: VS Code restores a panel by it. */
export class PanelMemory {
  #state: PanelState;
  readonly #saveSoon = throttle(() => this.#save(), saveIntervalMs);

  constructor(sessionId: string) {
    const saved = v.safeParse(panelStateSchema, vscodeApi.getState());
    this.#state =
      saved.success && (sessionId === '' || saved.output.sessionId === sessionId)
        ? saved.output
        : v.parse(panelStateSchema, { sessionId });
    vscodeApi.setState(this.#state);
    // A hidden webview is thrown away without a further word.
    addEventListener('pagehide', () => this.#save());
  }

  get state(): PanelState {
    return this.#state;
  }

  /** Remembered at once, unless it changes again and again: a window can go without a word to its webviews. */
  update(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change };
    this.#saveSoon();
  }

  #save(): void {
    vscodeApi.setState(this.#state);
  }
}
