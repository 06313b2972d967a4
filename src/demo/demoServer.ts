import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { URL } from 'node:url';
import type { Translate } from '../core/words/translate.ts';
import type { DemoEndpoint } from './demoEndpoint.ts';
import { demoEndpoints } from './demoEndpoint.ts';
import { Exchange } from './exchange.ts';
import { ParameterError } from './parameters.ts';
import { scenarios } from './scenarios.ts';

export type { DemoEndpoint } from './demoEndpoint.ts';

/** A running demo server. */
export interface DemoServer {
  /** Origin, without a slash at the end. */
  readonly url: string;
  readonly endpoints: readonly DemoEndpoint[];
  /** Closes all connections at once and frees the port. */
  stop(): Promise<void>;
}

export interface DemoServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Puts names and descriptions of the endpoints into the user's language. Default: English. */
  readonly translate?: Translate;
}

/** Only this machine: the server is for trying things out and has nothing to say to a network. */
const host = '127.0.0.1';

/** Lets scripts of any page read the streams, as most public streams do; there is nothing private in them. */
const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'Authorization, Cache-Control, Content-Type, Last-Event-ID',
  'access-control-max-age': '600',
} as const;

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify({ error: { status, message } }));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // No scenario looks at the body, but it has to be read to get it off the connection.
  request.resume();
  for (const [name, value] of Object.entries(corsHeaders)) {
    response.setHeader(name, value);
  }
  const target = request.url ?? '/';
  const url = URL.canParse(target, `http://${host}`) ? new URL(target, `http://${host}`) : undefined;
  const scenario = url && scenarios.get(url.pathname);
  if (url === undefined || scenario === undefined) {
    refuse(response, 404, 'nothing is served here; / lists what is');
    return;
  }
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  if (!scenario.methods.some((method) => method === request.method)) {
    refuse(response, 405, `${scenario.path} takes ${scenario.methods.join(' and ')}`, {
      allow: [...scenario.methods, 'OPTIONS'].join(', '),
    });
    return;
  }
  let exchange: Exchange | undefined;
  try {
    exchange = new Exchange(request, response, url);
    await scenario.run(exchange);
  } catch (error) {
    if (error instanceof ParameterError) {
      refuse(response, 400, error.message);
    } else if (exchange?.closed !== true) {
      // An abort error after the client went is how scenarios end; anything else is not, and must not go unseen.
      throw error;
    }
  }
}

/** Starts the demo server on the loopback interface. @throws if the port is taken. */
export async function startDemoServer(options: DemoServerOptions = {}): Promise<DemoServer> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new TypeError('the demo server listens on no port');
  }
  const url = `http://${host}:${address.port}`;
  const closed = once(server, 'close');
  return {
    url,
    endpoints: demoEndpoints(url, options.translate ?? ((message) => message)),
    async stop() {
      if (server.listening) {
        server.close();
        server.closeAllConnections();
      }
      await closed;
    },
  };
}
