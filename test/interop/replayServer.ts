import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { RandomBody, RandomStream } from './randomStreams.ts';

/** One request of a client for one stream. */
export interface StreamRequest {
  /** Value of the Last-Event-ID header, its bytes taken for UTF-8; `undefined`: it was absent. */
  readonly lastEventId: string | undefined;
  /** From the end of the body before to this request, milliseconds; `undefined` for the first. */
  readonly delayMs: number | undefined;
}

/** Sends random streams: each client gets each body once, one a request, and then 204. */
export interface ReplayServer {
  readonly origin: string;
  /** Path of a stream for one client; `client` tells apart whoever asks. */
  path(client: string, stream: number): string;
  /** The requests of a client for a stream, in the order of their arrival. */
  requests(client: string, stream: number): readonly StreamRequest[];
  close(): Promise<void>;
}

interface Replay {
  readonly requests: StreamRequest[];
  endedAt: number | undefined;
}

/** Answers `/` with an empty page whose scripts may open the streams. */
export async function startReplayServer(streams: readonly RandomStream[]): Promise<ReplayServer> {
  const replays = new Map<string, Replay>();
  const replayOf = (path: string): Replay => {
    const replay = replays.get(path) ?? { requests: [], endedAt: undefined };
    replays.set(path, replay);
    return replay;
  };
  // A browser may send an ID with control characters, which a strict server would answer with 400.
  const server = createServer({ insecureHTTPParser: true }, (request, response) => {
    const path = request.url ?? '/';
    const [, kind, , number] = path.split('/');
    const stream = kind === 'stream' ? streams[Number(number)] : undefined;
    if (stream === undefined) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>streams</title>');
      return;
    }
    const replay = replayOf(path);
    const lastEventId = request.headers['last-event-id'];
    replay.requests.push({
      lastEventId: typeof lastEventId === 'string' ? Buffer.from(lastEventId, 'latin1').toString('utf8') : undefined,
      delayMs: replay.endedAt === undefined ? undefined : performance.now() - replay.endedAt,
    });
    const body = stream.bodies[replay.requests.length - 1];
    if (body === undefined) {
      response.writeHead(204).end();
    } else {
      void send(response, body).then(() => (replay.endedAt = performance.now()));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const path = (client: string, stream: number): string => `/stream/${client}/${stream}`;
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    path,
    requests: (client, stream) => replayOf(path(client, stream)).requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function send(response: ServerResponse, { chunks }: RandomBody): Promise<void> {
  response.socket?.setNoDelay(true);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  for (const chunk of chunks) {
    await new Promise((resolve) => response.write(chunk, resolve));
    // A turn of the event loop: the client is given the time to read this chunk alone.
    await turn();
  }
  await new Promise<void>((resolve) => response.end(resolve));
}
