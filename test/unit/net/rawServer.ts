import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

/** What a server does with one connection, once the head of a request has come. */
export type Answer = (socket: net.Socket, head: string) => void;

/** A server of bytes on loopback: says exactly what a test lets it say. */
export interface RawServer {
  readonly port: number;
  /** `127.0.0.1:port`. */
  readonly address: string;
  readonly url: (path?: string) => string;
  /** Heads of the requests so far, as they came. */
  readonly heads: readonly string[];
  readonly connections: number;
  /** How many of them the client has not closed. */
  readonly open: number;
  readonly close: () => Promise<void>;
}

/** The head of a response that is an event stream, with the header fields given besides. */
export function streamHead(...fields: readonly string[]): string {
  return ['HTTP/1.1 200 OK', 'Content-Type: text/event-stream', ...fields, '', ''].join('\r\n');
}

export async function startRawServer(answer: Answer, host = '127.0.0.1'): Promise<RawServer> {
  const heads: string[] = [];
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end >= 0) {
        const head = text.slice(0, end);
        text = text.slice(end + 4);
        heads.push(head);
        answer(socket, head);
      }
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    url: (path = '/') => `http://127.0.0.1:${port}${path}`,
    heads,
    get connections() {
      return sockets.length;
    },
    get open() {
      return sockets.filter((socket) => !socket.closed).length;
    },
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}
