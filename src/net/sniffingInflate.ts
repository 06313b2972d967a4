import { Transform, type TransformCallback } from 'node:stream';
import zlib from 'node:zlib';

/**
 * Takes off `deflate`, which is the zlib format by the standard ([RFC 9110] 8.4.1.2), and which many a server sends
 * without zlib's frame. The first byte tells: its lower half is 8 in zlib, and in no raw stream that is met in practice.
 */
export class SniffingInflate extends Transform {
  readonly #options: zlib.ZlibOptions;
  #inflate: zlib.Inflate | zlib.InflateRaw | undefined;

  #flushed: (() => void) | undefined;

  constructor(options: zlib.ZlibOptions) {
    super({ readableHighWaterMark: options.chunkSize });
    this.#options = options;
  }

  /** Bytes that were taken so far; fewer than were written where more follow than the coding has. */
  get bytesWritten(): number {
    return this.#inflate?.bytesWritten ?? 0;
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#inflate ??= this.#start(bytes);
    this.#inflate.write(bytes, done);
  }

  override _flush(done: TransformCallback): void {
    if (this.#inflate === undefined) {
      done();
      return;
    }
    this.#flushed = done;
    this.#inflate.end();
  }

  override _read(size: number): void {
    this.#inflate?.resume();
    super._read(size);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#inflate?.destroy();
    done(error);
  }

  #start(bytes: Buffer): zlib.Inflate | zlib.InflateRaw {
    const isZlib = ((bytes[0] ?? 0) & 0x0f) === 8;
    const inflate = isZlib ? zlib.createInflate(this.#options) : zlib.createInflateRaw(this.#options);
    inflate.on('data', (piece: Buffer) => {
      if (!this.push(piece)) {
        inflate.pause();
      }
    });
    inflate.once('end', () => {
      if (this.#flushed === undefined) {
        // Zlib takes no more, and does not call back for the rest.
        this.push(null);
      } else {
        this.#flushed();
      }
    });
    inflate.on('error', (error) => this.destroy(error));
    return inflate;
  }
}
