import { Readable } from 'node:stream';

/**
 * The body of a response as a stream that loses nothing: where it breaks off, all that has arrived can still be read, and
 * the fault is told behind it. Node throws away what a reader that has paused has not taken yet.
 */
export class HeldBody extends Readable {
  readonly #source: Readable;
  #isClosed = false;
  #fault: Error | undefined;

  /** @param isComplete Whether an end of the source is the body's: Node takes some ways to break off for one. */
  constructor(source: Readable, isComplete: () => boolean) {
    super({ highWaterMark: 64 * 1024 });
    this.#source = source;
    source.on('data', (bytes: Buffer) => {
      if (!this.#isClosed && !this.push(bytes)) {
        // Node then takes no more of the connection than it must.
        source.pause();
      }
    });
    source.on('end', () => {
      if (!this.#isClosed && isComplete()) {
        this.#isClosed = true;
        this.push(null);
      }
    });
  }

  /** No more comes; in order, if there is no fault. Of several calls, the first counts. */
  close(fault: Error | undefined): void {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
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
      this.#source.resume();
    } else {
      this.#tellFault();
    }
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#isClosed = true;
    this.#source.destroy();
    done(error);
  }

  /** What the source still holds because reading had paused. */
  #takeRest(): void {
    for (let rest = readBytes(this.#source); rest !== null; rest = readBytes(this.#source)) {
      this.push(rest);
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
