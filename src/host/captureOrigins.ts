import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { EndpointStore } from './endpointStore.ts';
import { endpointTransport } from './endpointTransport.ts';
import type { SavedEndpoint } from './savedEndpoint.ts';
import { secretHeaders } from './secretPlaceholder.ts';
import type { Secrets } from './secrets.ts';
import type { UnkeptRequest } from './sessionRegistry.ts';
import { shownUrl } from './shownUrl.ts';

const key = 'captureOrigins';

/** As many as captures can be kept; the oldest ones are forgotten. */
const maxOrigins = 1000;

/** The endpoint by what is shown of it: user and workspace settings may give one name to two. */
const originsSchema = v.record(v.string(), v.object({ name: v.string(), url: v.string() }));

type Origins = v.InferOutput<typeof originsSchema>;

/**
 * Remembers which saved endpoint a capture comes from. A capture holds no headers, no body and no secrets of its URL, so
 * that after a reload of the window those for a reconnect come from the settings and the secret storage again.
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

  async remember(sessionId: string, { name, url }: Pick<SavedEndpoint, 'name' | 'url'>): Promise<void> {
    const entries = [...Object.entries(this.#read()), [sessionId, { name, url: shownUrl(url) }] as const];
    await this.#memento.update(key, Object.fromEntries(entries.slice(-maxOrigins)));
  }

  /** What the endpoint sends, with the secrets that are known. Asks nothing: nobody has asked to connect yet. */
  async requestOf(sessionId: string): Promise<UnkeptRequest> {
    const origin = this.#read()[sessionId];
    const entry = this.#endpoints
      .valid()
      .find(({ endpoint: { name, url } }) => name === origin?.name && shownUrl(url) === origin.url);
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

  #read(): Origins {
    const result = v.safeParse(originsSchema, this.#memento.get(key));
    return result.success ? result.output : {};
  }
}
