import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const frameTypes = { data: 0, headers: 1, reset: 3, settings: 4, goAway: 7 };
const endStream = 1;
const acknowledged = 1;
const endHeaders = 4;

/** One connection of a client, and frames to send to it: any, at any time. */
export interface RawPeer {
  readonly socket: Socket;
  settings(maxConcurrentStreams?: number): void;
  acknowledgeSettings(): void;
  /** Status 200 and `content-type: text/event-stream`. */
  head(stream: number): void;
  data(stream: number, text: string, isLast?: boolean): void;
  reset(stream: number, errorCode: number): void;
  goAway(lastStream: number, errorCode: number, debugData?: string): void;
}

/** A server without TLS that sends exactly the frames that a test lets it send: Node's own server will not send them all. */
export interface RawHttp2Server {
  readonly url: string;
  readonly peers: readonly RawPeer[];
  /** How many streams were opened by clients. */
  readonly streams: number;
  /** Codes of the RST_STREAM frames that came. */
  readonly resets: readonly number[];
  readonly openSockets: number;
  close(): Promise<void>;
}

/** `answer` is called with each stream that a client opens, after its SETTINGS have been answered. */
export async function startRawHttp2Server(
  answer: (peer: RawPeer, stream: number) => void,
  greet: (peer: RawPeer) => void = (peer) => peer.settings(),
): Promise<RawHttp2Server> {
  const peers: RawPeer[] = [];
  const resets: number[] = [];
  let streams = 0;
  const server = net.createServer((socket) => {
    const peer = peerOf(socket);
    peers.push(peer);
    socket.on('error', () => undefined);
    let bytes = Buffer.alloc(0);
    let isGreeted = false;
    socket.on('data', (piece) => {
      bytes = Buffer.concat([bytes, piece]);
      if (!isGreeted && bytes.length >= preface.length) {
        isGreeted = true;
        bytes = bytes.subarray(preface.length);
        greet(peer);
      }
      while (isGreeted && bytes.length >= 9 && bytes.length >= 9 + bytes.readUIntBE(0, 3)) {
        const end = 9 + bytes.readUIntBE(0, 3);
        const stream = bytes.readUInt32BE(5);
        if (bytes[3] === frameTypes.headers) {
          streams++;
          answer(peer, stream);
        } else if (bytes[3] === frameTypes.settings && bytes[4] === 0) {
          peer.acknowledgeSettings();
        } else if (bytes[3] === frameTypes.reset) {
          resets.push(bytes.readUInt32BE(9));
        }
        bytes = bytes.subarray(end);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    peers,
    resets,
    get streams() {
      return streams;
    },
    get openSockets() {
      return peers.filter(({ socket }) => !socket.closed).length;
    },
    close: async () => {
      peers.forEach(({ socket }) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}

function peerOf(socket: Socket): RawPeer {
  const send = (type: number, flags: number, stream: number, payload: Buffer): void => {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head.writeUInt8(type, 3);
    head.writeUInt8(flags, 4);
    head.writeUInt32BE(stream, 5);
    socket.write(Buffer.concat([head, payload]));
  };
  const numbers = (...values: readonly number[]): Buffer => {
    const payload = Buffer.alloc(4 * values.length);
    values.forEach((value, index) => payload.writeUInt32BE(value, 4 * index));
    return payload;
  };
  return {
    socket,
    settings: (maxConcurrentStreams) => {
      const payload = Buffer.alloc(maxConcurrentStreams === undefined ? 0 : 6);
      if (maxConcurrentStreams !== undefined) {
        payload.writeUInt16BE(3, 0);
        payload.writeUInt32BE(maxConcurrentStreams, 2);
      }
      send(frameTypes.settings, 0, 0, payload);
    },
    acknowledgeSettings: () => send(frameTypes.settings, acknowledged, 0, Buffer.alloc(0)),
    head: (stream) => {
      const type = 'text/event-stream';
      // HPACK: index 8 is `:status: 200`; a literal without indexing has the name of index 31, `content-type`.
      const block = Buffer.concat([Buffer.of(0x88, 0x0f, 0x10, type.length), Buffer.from(type)]);
      send(frameTypes.headers, endHeaders, stream, block);
    },
    data: (stream, text, isLast = false) => send(frameTypes.data, isLast ? endStream : 0, stream, Buffer.from(text)),
    reset: (stream, errorCode) => send(frameTypes.reset, 0, stream, numbers(errorCode)),
    goAway: (lastStream, errorCode, debugData = '') =>
      send(frameTypes.goAway, 0, 0, Buffer.concat([numbers(lastStream, errorCode), Buffer.from(debugData)])),
  };
}
