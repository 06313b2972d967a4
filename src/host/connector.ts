import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import type { Session } from '../engine/session.ts';
import type { CaptureOrigins } from './captureOrigins.ts';
import type { ConnectRequest, SavedEndpoint } from './savedEndpoint.ts';
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
    const parsed = parseEndpointUrl(request.url);
    const headers = await this.#secrets.resolve(request.headers, request.url, { ask: true });
    if (headers === undefined) {
      return undefined;
    }
    const session = this.#sessions.open({
      // What is no URL goes on as it is: the session says what is wrong with it.
      url: parsed.ok ? parsed.url : request.url,
      method: request.method,
      headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.name === undefined ? {} : { title: request.name }),
    });
    this.#panels.show(session);
    return session;
  }

  async connectSaved(endpoint: SavedEndpoint): Promise<Session | undefined> {
    const session = await this.connect(endpoint);
    if (session !== undefined) {
      await this.#origins.remember(session.id, endpoint.name);
    }
    return session;
  }
}
