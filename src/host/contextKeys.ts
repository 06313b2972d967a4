import * as vscode from 'vscode';
import { contextKeys } from './ids.ts';
import type { ContextKey } from './ids.ts';

/** Sets the keys that when clauses read, each only when its value changes. */
export class ContextKeys implements vscode.Disposable {
  readonly #values = new Map<ContextKey, boolean>();

  set(key: ContextKey, value: boolean): void {
    if ((this.#values.get(key) ?? false) !== value) {
      this.#values.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  }

  dispose(): void {
    for (const key of Object.values(contextKeys)) {
      this.set(key, false);
    }
  }
}
