import * as vscode from 'vscode';
import { isSendable } from '../core/connection/lastEventId.ts';

/** What the user wants to be sent. */
export interface LastEventIdAnswer {
  /** Empty: no header. */
  readonly value: string;
  readonly pinned: boolean;
}

export interface LastEventIdQuestion {
  readonly title: string;
  /** What is said below the box, as it stands when it is asked for. */
  readonly prompt: () => string;
  /** Tells when the prompt may be another one. */
  readonly onDidChangePrompt?: vscode.Event<unknown>;
  readonly value: string;
  /** What it does to clear. */
  readonly clearWords?: string;
  /** Whether it is pinned by now; `undefined`: pinning is not offered. */
  readonly pinned?: boolean;
}

/** Asks for a Last-Event-ID. `undefined`: the user went away. */
export function askLastEventId(question: LastEventIdQuestion): Promise<LastEventIdAnswer | undefined> {
  const input = vscode.window.createInputBox();
  const clear = {
    iconPath: new vscode.ThemeIcon('clear-all'),
    tooltip: question.clearWords ?? vscode.l10n.t('Clear: send no header'),
  };
  const pin = { iconPath: new vscode.ThemeIcon('pin'), tooltip: vscode.l10n.t('Pin: send it with every request') };
  const unpin = {
    iconPath: new vscode.ThemeIcon('pinned'),
    tooltip: vscode.l10n.t('Unpin: the stream’s own IDs take its place'),
  };
  let { pinned } = question;
  const update = (): void => {
    input.buttons = [clear, ...(pinned === undefined ? [] : [pinned ? unpin : pin])];
    const prompt = question.prompt();
    input.prompt = pinned === true ? vscode.l10n.t('Pinned: sent with every request. {0}', prompt) : prompt;
    input.validationMessage = isSendable(input.value)
      ? undefined
      : vscode.l10n.t('A header cannot carry control characters such as line breaks');
  };
  input.title = question.title;
  input.value = question.value;
  input.placeholder = vscode.l10n.t('empty: no Last-Event-ID header');
  input.ignoreFocusOut = true;
  update();
  return new Promise((resolve) => {
    const answer = (value: string): void => {
      resolve({ value, pinned: pinned === true });
      input.hide();
    };
    const prompts = question.onDidChangePrompt?.(update);
    input.onDidChangeValue(update);
    input.onDidTriggerButton((button) => {
      if (button === clear) {
        // Who clears has said all: what was there before is not sent because Enter did not follow.
        answer('');
        return;
      }
      pinned = button === pin;
      update();
    });
    input.onDidAccept(() => {
      if (isSendable(input.value)) {
        answer(input.value);
      }
    });
    input.onDidHide(() => {
      resolve(undefined);
      prompts?.dispose();
      input.dispose();
    });
    input.show();
  });
}
