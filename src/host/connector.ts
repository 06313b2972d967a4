import * as vscode from 'vscode';
import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import type { Session } from '../engine/session.ts';
import type { CaptureOrigins } from './captureOrigins.ts';
import type { EndpointScope, ValidEntry } from './endpointStore.ts';
import { endpointTransport } from './endpointTransport.ts';
import type { ConnectRequest, SavedEndpoint } from './savedEndpoint.ts';
import { secretHeaders } from './secretPlaceholder.ts';
import type { Secrets } from './secrets.ts';
import type { SessionPanels } from './sessionPanels.ts';
import type { SessionRegistry } from './sessionRegistry.ts';

/** Turns a request of the user into a session with a panel. */
export class Connector {
  readonly #sessions: SessionRegistry;
  readonly #panels: SessionPanels;
  readonly #secrets: Secrets;
  readonly #origins: CaptureOrigins;

  constructor(sessions: SessionRegistry, panels: SessionPanels, secrets: Secrets, origins: CaptureOrigins) {
    this.#sessions = sessions;
    this.#panels = panels;
    this.#secrets = secrets;
    this.#origins = origins;
  }

  /** Opens a session and shows it; `undefined`: the user was asked for a secret and gave none. */
  async connect(request: ConnectRequest): Promise<Session | undefined> {
    const headers = await this.#secrets.resolve(request.headers, request.url, { ask: true });
    if (headers === undefined) {
      return undefined;
    }
    return this.#open(request, headers, {
      ...(request.httpVersion === undefined ? {} : { httpVersion: request.httpVersion }),
      ...(request.cookies === undefined ? {} : { cookies: request.cookies }),
    });
  }

  #open(request: ConnectRequest, headers: Readonly<Record<string, string>>, transport: TransportOptions): Session {
    const parsed = parseEndpointUrl(request.url);
    const session = this.#sessions.open({
      // What is no URL goes on as it is: the session says what is wrong with it.
      url: parsed.ok ? parsed.url : request.url,
      method: request.method,
      headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.name === undefined ? {} : { title: request.name }),
      ...(request.lastEventId === undefined ? {} : { lastEventId: request.lastEventId }),
      ...(request.reconnect === undefined ? {} : { reconnect: request.reconnect }),
      ...(request.deadAfterSeconds === undefined ? {} : { deadAfterSeconds: request.deadAfterSeconds }),
      transport,
      secretHeaders: secretHeaders(request.headers),
    });
    this.#panels.show(session);
    return session;
  }

  /** The same for a saved endpoint, with another Last-Event-ID than its own where one is given. */
  async connectSaved(
    { endpoint, scope }: ValidEntry,
    lastEventId = endpoint.lastEventId,
  ): Promise<Session | undefined> {
    const headers = await this.#secrets.resolve(endpoint.headers, endpoint.url, { ask: true });
    const transport = headers && (await this.#transportOf(endpoint, scope));
    if (headers === undefined || transport === undefined) {
      return undefined;
    }
    const session = this.#open({ ...endpoint, lastEventId }, headers, transport);
    await this.#origins.remember(session.id, endpoint);
    return session;
  }

  async #transportOf(endpoint: SavedEndpoint, scope: EndpointScope): Promise<TransportOptions | undefined> {
    try {
      return await endpointTransport(endpoint, scope, this.#secrets, { ask: true });
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }
}
