import type * as vscode from 'vscode';
import type { EndpointStore } from './endpointStore.ts';
import type { Secrets } from './secrets.ts';

const key = 'captureOrigins';

/** More than captures are kept by default; the oldest ones are forgotten. */
const maxOrigins = 200;

/**
 * Remembers which saved endpoint a capture comes from. A capture holds no credentials, so that after a reload of the
 * window the headers for a reconnect come from the settings and the secret storage again.
 */
export class CaptureOrigins {
  readonly #memento: vscode.Memento;
  readonly #endpoints: EndpointStore;
  readonly #secrets: Secrets;

  constructor(memento: vscode.Memento, endpoints: EndpointStore, secrets: Secrets) {
    this.#memento = memento;
    this.#endpoints = endpoints;
    this.#secrets = secrets;
  }

  async remember(sessionId: string, endpointName: string): Promise<void> {
    const entries = [...Object.entries(this.#read()), [sessionId, endpointName] as const];
    await this.#memento.update(key, Object.fromEntries(entries.slice(-maxOrigins)));
  }

  /** The headers of the endpoint, with the secrets that are known. Asks nothing: nobody has asked to connect yet. */
  async headersOf(sessionId: string): Promise<Readonly<Record<string, string>> | undefined> {
    const name = this.#read()[sessionId];
    const entry = this.#endpoints.valid().find(({ endpoint }) => endpoint.name === name);
    return entry && this.#secrets.resolve(entry.endpoint.headers, entry.endpoint.url, { ask: false });
  }

  #read(): Readonly<Record<string, string>> {
    return this.#memento.get<Readonly<Record<string, string>>>(key, {});
  }
}
