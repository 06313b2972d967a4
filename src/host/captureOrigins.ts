import type * as vscode from 'vscode';
import type { EndpointStore } from './endpointStore.ts';
import { endpointTransport } from './endpointTransport.ts';
import { secretHeaders } from './secretPlaceholder.ts';
import type { Secrets } from './secrets.ts';
import type { UnkeptRequest } from './sessionRegistry.ts';

const key = 'captureOrigins';

/** More than captures are kept by default; the oldest ones are forgotten. */
const maxOrigins = 200;

/**
 * Remembers which saved endpoint a capture comes from. A capture holds no headers, no body and no secrets of its URL, so that after
 * a reload of the window those for a reconnect come from the settings and the secret storage again.
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

  /** What the endpoint sends, with the secrets that are known. Asks nothing: nobody has asked to connect yet. */
  async requestOf(sessionId: string): Promise<UnkeptRequest> {
    const name = this.#read()[sessionId];
    const entry = this.#endpoints.valid().find((candidate) => candidate.endpoint.name === name);
    if (entry === undefined) {
      return {};
    }
    const { endpoint, scope } = entry;
    const headers = await this.#secrets.resolve(endpoint.headers, endpoint.url, { ask: false });
    // A file that is gone is no reason not to show the capture: a request without it says what it lacks.
    const transport = await endpointTransport(endpoint, scope, this.#secrets, { ask: false }).catch(() => undefined);
    return {
      url: endpoint.url,
      secretHeaders: secretHeaders(endpoint.headers),
      reconnect: endpoint.reconnect,
      deadAfterSeconds: endpoint.deadAfterSeconds,
      ...(transport === undefined ? {} : { transport }),
      ...(headers === undefined ? {} : { headers }),
      ...(endpoint.body === undefined ? {} : { body: endpoint.body }),
    };
  }

  #read(): Readonly<Record<string, string>> {
    return this.#memento.get<Readonly<Record<string, string>>>(key, {});
  }
}
