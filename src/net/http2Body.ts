import type { ClientHttp2Stream } from 'node:http2';
import { Readable } from 'node:stream';
import type { Http2Ending } from './http2Ending.ts';

/**
 * The body of an HTTP/2 response. It ends where the stream ends in order, and else fails with what it came to, after all
 * that has arrived has been read: Node itself throws that away, and takes some ways to break off for an end.
 */
export class Http2Body extends Readable {
  readonly #stream: ClientHttp2Stream;
  #fault: Error | undefined;

  constructor(stream: ClientHttp2Stream, ending: Http2Ending) {
    super({ highWaterMark: 64 * 1024 });
    this.#stream = stream;
    stream.on('data', (bytes: Buffer) => {
      if (!this.push(bytes)) {
        // Node then takes no more from the connection than the window of the stream allows.
        stream.pause();
      }
    });
    stream.on('end', () => {
      if (ending.isSeen) {
        this.push(null);
      }
    });
  }

  /** The stream is closed, in order if there is no fault. */
  close(fault: Error | undefined): void {
    this.#takeRest();
    if (fault === undefined) {
      this.push(null);
    } else {
      this.#fault = fault;
      this.#tellFault();
    }
  }

  override _read(): void {
    if (this.#fault === undefined) {
      this.#stream.resume();
    } else {
      this.#tellFault();
    }
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#stream.destroy();
    done(error);
  }

  /** What a closed stream still holds because reading had paused. */
  #takeRest(): void {
    if (!this.readableEnded) {
      for (let rest = readBytes(this.#stream); rest !== null; rest = readBytes(this.#stream)) {
        this.push(rest);
      }
    }
  }

  #tellFault(): void {
    if (this.readableLength === 0) {
      this.destroy(this.#fault);
    } else {
      // An empty piece asks to be called again when the others have been read.
      this.push(Buffer.alloc(0));
    }
  }
}

function readBytes(stream: Readable): Buffer | null {
  const piece: unknown = stream.read();
  return piece instanceof Buffer ? piece : null;
}
