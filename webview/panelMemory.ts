import * as v from 'valibot';
import { panelStateSchema, type PanelState } from '../src/core/protocol/panelMessages.ts';
import { vscodeApi } from './vscodeApi.ts';

/** Writing on every scrolled row would be of no use to anybody. */
const saveDelayMs = 200;

/** What the webview remembers over hiding and reload. Always holds the session's id: VS Code restores a panel by it. */
export class PanelMemory {
  #state: PanelState;
  #timer: ReturnType<typeof setTimeout> | undefined;

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

  update(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change };
    this.#timer ??= setTimeout(() => this.#save(), saveDelayMs);
  }

  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    vscodeApi.setState(this.#state);
  }
}
