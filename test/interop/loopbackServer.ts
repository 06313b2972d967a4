import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Http2SecureServer, Http2Server, ServerHttp2Session } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';

/** A server that listens on loopback for one test. */
export interface LoopbackServer {
  /** Such as `127.0.0.1:3000`, without a scheme. */
  readonly host: string;
  /** Breaks all connections, as a server that is killed does. */
  cut(): void;
  close(): Promise<void>;
}

/** Lets a server listen. Its connections end with it, however long their streams are. */
export async function listenOnLoopback(server: Server | Http2Server | Http2SecureServer): Promise<LoopbackServer> {
  const connections = new Set<Socket | ServerHttp2Session>();
  const keep = (connection: Socket | ServerHttp2Session): void => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  };
  server.on('connection', keep);
  server.on('session', keep);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => connections.forEach((connection) => connection.destroy());
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
