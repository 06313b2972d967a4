import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import { listMessageSchemas, type FromList, type ListOrder } from '../core/protocol/listMessages.ts';
import type { FromPanel, ToPanel } from '../core/protocol/panelMessages.ts';
import type { Session } from '../engine/session.ts';
import { commands } from './ids.ts';
import type { ListLayouts } from './listLayouts.ts';

/** Whether a message of a panel is about its list. */
export function isFromList(message: FromPanel): message is FromList {
  return listMessageSchemas.some(({ entries }) => entries.type.literal === message.type);
}

/** Does what the list of one panel asks for. */
export class ListAnswers implements vscode.Disposable {
  readonly #layouts: ListLayouts;
  readonly #post: (message: ToPanel) => void;
  readonly #subscription: vscode.Disposable;

  constructor(layouts: ListLayouts, post: (message: ToPanel) => void) {
    this.#layouts = layouts;
    this.#post = post;
    this.#subscription = layouts.onDidChange((layout) => this.#post({ type: 'listLayout', layout }));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Tells a list that has just been drawn what it has to know before it shows rows. */
  begin(): void {
    this.#post({ type: 'listLayout', layout: this.#layouts.current });
  }

  perform(order: ListOrder): void {
    this.#post({ type: 'perform', order });
  }

  async handle(session: Session | undefined, message: FromList): Promise<void> {
    switch (message.type) {
      case 'setListLayout':
        await this.#layouts.set(message.layout);
        return;
      case 'chooseColumns':
        await this.#layouts.choose();
        return;
      case 'reconnectFromHere':
        await vscode.commands.executeCommand(commands.reconnectFromHere, { sessionId: session?.id, seq: message.seq });
        return;
      default:
        assertNever(message);
    }
  }
}
