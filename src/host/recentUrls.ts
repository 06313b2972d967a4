import type * as vscode from 'vscode';
import { redacted, redactUrl } from '../core/connection/redactUrl.ts';

const key = 'recentUrls';
const maxRecentUrls = 20;

/** A URL that was connected to. */
export interface RecentUrl {
  readonly url: string;
  /** Whether a credential was left out, so that the user has to fill it in. */
  readonly incomplete: boolean;
}

/** The URLs last connected to, newest first, remembered without credentials. */
export class RecentUrls {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  list(): readonly RecentUrl[] {
    return this.#read().map((url) => ({ url, incomplete: url.includes(redacted) }));
  }

  async add(url: string): Promise<void> {
    const kept = redactUrl(url);
    await this.#memento.update(key, [kept, ...this.#read().filter((other) => other !== kept)].slice(0, maxRecentUrls));
  }

  #read(): readonly string[] {
    return this.#memento.get<readonly string[]>(key, []);
  }
}
