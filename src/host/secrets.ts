import * as vscode from 'vscode';
import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import { fillSecrets, secretNames } from './secretPlaceholder.ts';

/** Names and servers of the stored secrets, not their values: SecretStorage cannot be listed. */
const indexKey = 'secrets';

/**
 * Credentials for headers. Each is stored for one server (scheme, host and port), so that the settings of a workspace
 * cannot send it to another by naming it.
 */
export class Secrets {
  readonly #storage: vscode.SecretStorage;
  readonly #index: vscode.Memento;

  constructor(storage: vscode.SecretStorage, index: vscode.Memento) {
    this.#storage = storage;
    this.#index = index;
  }

  /**
   * The headers with the secrets in place; `undefined`: the user was asked for one and gave none. Without `ask`, headers
   * whose secrets are unknown are left out.
   */
  async resolve(
    headers: Readonly<Record<string, string>>,
    url: string,
    { ask }: { readonly ask: boolean },
  ): Promise<Record<string, string> | undefined> {
    const parsed = parseEndpointUrl(url);
    const server = parsed.ok ? new URL(parsed.url).origin : undefined;
    const secrets = new Map<string, string>();
    for (const name of secretNames(headers)) {
      // A URL that cannot be connected to needs no credentials; the session says what is wrong with it.
      const secret = server === undefined ? undefined : await this.#get(server, name, ask);
      if (secret !== undefined) {
        secrets.set(name, secret);
      } else if (ask && server !== undefined) {
        return undefined;
      }
    }
    const known = Object.entries(headers).filter(([, value]) =>
      secretNames({ value }).every((name) => secrets.has(name)),
    );
    return fillSecrets(Object.fromEntries(known), secrets);
  }

  /** What is stored, as `server name`. */
  keys(): readonly string[] {
    return this.#index.get<readonly string[]>(indexKey, []);
  }

  async forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#storage.delete(key);
    }
    await this.#index.update(
      indexKey,
      this.keys().filter((key) => !keys.includes(key)),
    );
  }

  async #get(server: string, name: string, ask: boolean): Promise<string | undefined> {
    const key = `${server} ${name}`;
    const stored = await this.#storage.get(key);
    if (stored !== undefined || !ask) {
      return stored;
    }
    const secret = await vscode.window.showInputBox({
      title: vscode.l10n.t('Secret {0} for {1}', name, server),
      prompt: vscode.l10n.t('Kept in VS Code’s secret storage and sent to this server only'),
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        value === '' ? vscode.l10n.t('Enter the secret, or press Escape to cancel') : undefined,
    });
    if (secret === undefined || secret === '') {
      return undefined;
    }
    await this.#storage.store(key, secret);
    await this.#index.update(indexKey, [...new Set([...this.keys(), key])]);
    return secret;
  }
}
