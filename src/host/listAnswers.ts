import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import { listMessageSchemas, type FromList, type ListOrder } from '../core/protocol/listMessages.ts';
import type { FromPanel, ToPanel } from '../core/protocol/panelMessages.ts';
import type { Session } from '../engine/session.ts';
import { commands } from './ids.ts';
import type { PanelFilters } from './panelFilters.ts';
import { editNote, toggleBookmarks } from './sessionMarks.ts';
import type { ListLayouts } from './listLayouts.ts';

/** Whether a message of a panel is about its list. */
export function isFromList(message: FromPanel): message is FromList {
  return listMessageSchemas.some(({ entries }) => entries.type.literal === message.type);
}

/** Does what the list of one panel asks for. */
export class ListAnswers implements vscode.Disposable {
  readonly #layouts: ListLayouts;
  readonly #filters: Pick<PanelFilters, 'inForce'>;
  readonly #post: (message: ToPanel) => void;
  #session: Session | undefined;
  #unsubscribe: (() => void) | undefined;
  readonly #subscription: vscode.Disposable;

  constructor(layouts: ListLayouts, filters: Pick<PanelFilters, 'inForce'>, post: (message: ToPanel) => void) {
    this.#layouts = layouts;
    this.#filters = filters;
    this.#post = post;
    this.#subscription = layouts.onDidChange((layout) => this.#post({ type: 'listLayout', layout }));
  }

  dispose(): void {
    this.#unsubscribe?.();
    this.#subscription.dispose();
  }

  /** Answers for another session from now on, or for none. */
  show(session: Session | undefined): void {
    this.#unsubscribe?.();
    this.#session = session;
    this.#unsubscribe = session?.onDidChangeMarks((marks) => this.#post({ type: 'recordMarks', marks: [...marks] }));
  }

  /** Tells a list that has just been drawn what it has to know before it shows rows. */
  async begin(): Promise<void> {
    this.#post({ type: 'listLayout', layout: this.#layouts.current });
    await this.#tellMarks();
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
      case 'toggleBookmark':
        if (session !== undefined) {
          await toggleBookmarks(session, message.seqs);
        }
        return;
      case 'editNote':
        if (session !== undefined) {
          await editNote(session, message.seq);
        }
        return;
      case 'findRecord':
        this.#post({ type: 'found', requestId: message.requestId, seq: await this.#find(session, message) });
        return;
      default:
        assertNever(message);
    }
  }

  async #find(
    session: Session | undefined,
    message: Extract<FromList, { readonly type: 'findRecord' }>,
  ): Promise<number | null> {
    const { goal, backwards, seq, kinds, query } = message;
    const quest = { goal, backwards, seq, kinds };
    return (await (query === '' ? session?.find(quest) : this.#filters.inForce(query).find(quest))) ?? null;
  }

  async #tellMarks(): Promise<void> {
    const session = this.#session;
    const marks = (await session?.marks()) ?? [];
    if (session === this.#session) {
      this.#post({ type: 'recordMarks', marks: [...marks] });
    }
  }
}
