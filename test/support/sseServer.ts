import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Whether the client or the server has not ended it yet. */
  readonly isOpen: boolean;
}

/** A server on loopback with one path per behaviour of a stream. */
export interface SseServer {
  /** Address of a path of {@link routes}, with a query where it takes one. */
  url(path: string): string;
  /** All requests so far for one path, or for all, in the order of their arrival. */
  requests(path?: string): readonly SeenRequest[];
  /** Ends the open streams of a path, as a server that restarts does. */
  cut(path: string): void;
  close(): Promise<void>;
}

type Route = (response: ServerResponse, query: URLSearchParams, request: IncomingMessage) => void;

const streamHeaders = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };

const routes: Readonly<Record<string, Route>> = {
  /** An event every `interval` milliseconds, with ids; resumes after the Last-Event-ID. `retry` sets the wait. */
  '/ticker': (response, query, request) => {
    const intervalMs = Number(query.get('interval') ?? 50);
    let id = Number(request.headers['last-event-id'] ?? 0);
    response.writeHead(200, streamHeaders).write(`retry: ${query.get('retry') ?? '100'}\n\n`);
    const timer = setInterval(() => {
      id++;
      response.write(`id: ${id}\nevent: tick\ndata: {"tick":${id}}\n\n`);
    }, intervalMs);
    response.on('close', () => clearInterval(timer));
  },
  /** `count` events, then the end of the body; `retry` sets the wait. */
  '/ends': (response, query) => {
    const retry = query.has('retry') ? `retry: ${query.get('retry') ?? ''}\n\n` : '';
    response.writeHead(200, streamHeaders).end(retry + events(Number(query.get('count') ?? 3)));
  },
  /** `count` events as quick as they can be sent, then silence. */
  '/many': (response, query) => {
    response.writeHead(200, streamHeaders).write(events(Number(query.get('count') ?? 1000)));
  },
  /** `count` events of `bytes` bytes on one line each, then silence. */
  '/large': (response, query) => {
    const event = `data: ${'x'.repeat(Number(query.get('bytes') ?? 10_485_760))}\n\n`;
    response.writeHead(200, streamHeaders).write(event.repeat(Number(query.get('count') ?? 1)));
  },
  /** One of each kind of record, then silence. */
  '/kinds': (response) => {
    response
      .writeHead(200, streamHeaders)
      .write(': a comment\n\nretry: 1500\n\nid: only\n\nno such field: x\n\nevent: named\ndata: an event\n\n');
  },
  /** The text of the query's `body` as it stands, then silence. */
  '/raw': (response, query) => {
    response.writeHead(200, streamHeaders).write(query.get('body') ?? '');
  },
  /** An event of JSON in the `shape` that the query names, then silence. */
  '/json': (response, query) => {
    response.writeHead(200, streamHeaders).write(`data: ${largeJson(query.get('shape'))}\n\n`);
  },
  /** The same events as `/ends`, each byte a chunk of its own, then the end. */
  '/bytes': (response, query) => {
    response.writeHead(200, streamHeaders);
    void writeBytes(response, Buffer.from(events(Number(query.get('count') ?? 3))));
  },
  /** The response ends in order, in the middle of an event. */
  '/unfinished': (response) => {
    response.writeHead(200, streamHeaders).end('data: whole\n\ndata: never finis');
  },
  /** The connection breaks in the middle of an event. */
  '/broken-off': (response) => {
    response.writeHead(200, streamHeaders).write('data: whole\n\ndata: never finis', () => response.destroy());
  },
  /** An event, then a block that does not end. */
  '/pending': (response) => {
    response.writeHead(200, streamHeaders).write('data: whole\n\ndata: never\n: a comment\ndata: fin');
  },
  /** An event whose id no header can carry, then the end. */
  '/unsendable-id': (response) => {
    response.writeHead(200, streamHeaders).end('retry: 20\nid: a\u0001b\ndata: x\n\n');
  },
  /** Events without ids, then the end. */
  '/no-ids': (response) => {
    response.writeHead(200, streamHeaders).end('retry: 20\n\ndata: x\n\n');
  },
  /** `count` events in gzip, cut off before the end of the coding where `cut` is set. */
  '/gzip': (response, query) => {
    const coded = gzipSync(events(Number(query.get('count') ?? 3)));
    response.writeHead(200, { ...streamHeaders, 'content-encoding': 'gzip' });
    response.end(query.has('cut') ? coded.subarray(0, -8) : coded);
  },
  /** Lines of one block without an end, as quick as they are taken. */
  '/endless-block': (response) => {
    response.writeHead(200, streamHeaders);
    const lines = 'data: 0123456789abcdef\n'.repeat(10_000);
    const send = (): void => {
      let hasRoom = true;
      while (hasRoom && !response.destroyed) {
        hasRoom = response.write(lines);
      }
    };
    response.on('drain', send);
    send();
  },
  /** A status that is no success, with `body` to tell why. */
  '/status': (response, query) => {
    response.writeHead(Number(query.get('code') ?? 500), { 'content-type': 'application/json' });
    response.end(query.get('body') ?? '{"error":"the model is overloaded"}');
  },
  /** A redirect to the path of the query's `to`, with a header of its own. */
  '/redirect': (response, query) => {
    response.writeHead(302, { location: query.get('to') ?? '/open', 'x-hop': 'first' }).end();
  },
  /** Events as a buffer of 4 KiB lets them through: in bursts that end in the middle of a line. */
  '/buffered': (response) => {
    const body = 'data: {"some":"event, one of many"}\n\n'.repeat(1000);
    let at = 0;
    const send = (): void => {
      response.write(body.slice(at, at + 4096));
      at += 4096;
    };
    response.writeHead(200, streamHeaders);
    send();
    const timer = setInterval(send, 1100);
    response.on('close', () => clearInterval(timer));
  },
  /** A redirect, then a stream; both set cookies. */
  '/cookies': (response, query) => {
    if (query.has('here')) {
      response.writeHead(200, { ...streamHeaders, 'set-cookie': ['seen=2; Path=/', 'x=1; Domain=example.com'] });
      response.write('data: with cookies\n\n');
    } else {
      response.writeHead(302, { location: '/cookies?here', 'set-cookie': 'seen=1; Path=/; HttpOnly' }).end();
    }
  },
  /** A success that is no stream. */
  '/html': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
  },
  /** The head of a response and nothing after it. */
  '/open': (response) => {
    response.writeHead(200, streamHeaders).flushHeaders();
  },
  /** No answer at all. */
  '/silent': () => undefined,
};

function events(count: number): string {
  return Array.from({ length: count }, (_, index) => `id: ${index + 1}\ndata: event ${index + 1}\n\n`).join('');
}

async function writeBytes(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (const byte of bytes) {
    // Waiting for each write gives each byte a chunk of its own.
    await new Promise((resolve) => response.write(Buffer.of(byte), resolve));
  }
  response.end();
}

export async function startSseServer(): Promise<SseServer> {
  const seen: (SeenRequest & { readonly response: ServerResponse })[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    seen.push({
      method: request.method ?? '',
      path: pathname,
      headers: request.headers,
      response,
      get isOpen() {
        return !response.closed;
      },
    });
    const route = routes[pathname];
    if (route === undefined) {
      response.writeHead(404).end(`There is no ${pathname}.`);
    } else {
      route(response, searchParams, request);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const of = (path: string | undefined) => seen.filter((request) => path === undefined || request.path === path);

  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    requests: of,
    cut: (path) => of(path).forEach(({ response }) => response.destroy()),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** JSON that is hard on what shows it. */
function largeJson(shape: string | null): string {
  switch (shape) {
    case 'deep':
      return `${'{"a":['.repeat(5000)}"core"${']}'.repeat(5000)}`;
    case 'members':
      return `{${Array.from({ length: 1_000_000 }, (_, at) => `"${at}":1`).join(',')}}`;
    case 'string':
      return JSON.stringify({ text: 'a "word"\n'.repeat(800_000) });
    case null:
    default:
      return JSON.stringify(Array.from({ length: 100_000 }, (_, at) => ({ at })));
  }
}
