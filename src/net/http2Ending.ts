import type { ClientHttp2Stream } from 'node:http2';

/**
 * Notices whether the server has ended its side of a stream itself (END_STREAM). Node does not say: it gives a reader an
 * end also where the stream was reset with NO_ERROR in the middle, which is none ([RFC 9113] 8.1).
 */
export class Http2Ending {
  readonly #stream: ClientHttp2Stream;
  #isSeen = false;

  /** To be made in the same turn as the stream. */
  constructor(stream: ClientHttp2Stream) {
    this.#stream = stream;
    const push = stream.push.bind(stream);
    // Node pushes the end of a frame before it closes the stream, and the end for a closed one only afterwards.
    stream.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
      this.#isSeen ||= chunk === null && !stream.closed;
      return push(chunk, encoding);
    };
  }

  /** Whether the response is complete. */
  get isSeen(): boolean {
    return this.#isSeen || this.#stream.endAfterHeaders;
  }
}
