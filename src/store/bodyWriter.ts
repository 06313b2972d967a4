import type { CaptureClient } from './captureClient.ts';

/** The first buffers of a session; each one that was filled makes the next twice as large, up to the largest. */
const firstBufferBytes = 64 * 1024;
const largestBufferBytes = 512 * 1024;
/** Buffers under way to the capture thread before reading stops: what is received but not committed. */
const maxBuffers = 6;
/** Chunks whose arrival times are told one by one in a batch; the table begins at this size. */
const firstChunkTable = 256;

/**
 * Gathers the chunks of one session's body into large buffers for the capture thread. Sends what it has as soon as the
 * thread is idle, so that a slow stream shows at once, and fills whole buffers while the thread is busy. Chunks are
 * copied because Node's socket buffers are slices of shared memory, which cannot be transferred. Many sessions share a
 * budget, so that their memory does not grow with their number.
 */
export class BodyWriter {
  readonly #client: Pick<CaptureClient, 'send' | 'budget'>;
  readonly #session: string;
  readonly #onDrain: () => void;
  #free: ArrayBuffer[] = [];
  #underWay = 0;
  #underWayBytes = 0;
  #bufferBytes = firstBufferBytes;
  #current: Uint8Array | undefined;
  #used = 0;
  #chunks = new Float64Array(2 * firstChunkTable);
  #chunkCount = 0;
  #scheduled: NodeJS.Immediate | undefined;
  #full = false;

  /** @param onDrain Called when there is room again after `write` returned false. */
  constructor(client: Pick<CaptureClient, 'send' | 'budget'>, session: string, onDrain: () => void) {
    this.#client = client;
    this.#session = session;
    this.#onDrain = onDrain;
  }

  /**
   * Takes a chunk that arrived at `time` (milliseconds since the capture began). Returns false where reading should
   * stop until there is room; the chunk is taken all the same.
   */
  write(chunk: Uint8Array, time: number): boolean {
    let offset = 0;
    while (offset < chunk.length) {
      const buffer = this.#current ?? this.#take();
      const length = Math.min(chunk.length - offset, buffer.length - this.#used);
      buffer.set(offset === 0 && length === chunk.length ? chunk : chunk.subarray(offset, offset + length), this.#used);
      this.#used += length;
      offset += length;
      this.#noteChunk(time);
      if (this.#used === buffer.length) {
        this.#send();
      }
    }
    if (this.#used > 0 && this.#underWay <= 1 && this.#scheduled === undefined) {
      // At the end of this turn of the event loop, so that all chunks of one read go together.
      this.#scheduled = setImmediate(() => {
        this.#scheduled = undefined;
        if (this.#underWay <= 1) {
          this.flush();
        }
      });
    }
    this.#full = this.#underWay >= maxBuffers || (this.#underWay > 0 && this.#client.budget.isSpent);
    return !this.#full;
  }

  /** Whether reading should stop until there is room. */
  get isFull(): boolean {
    return this.#full;
  }

  /** Sends what is gathered. Everything written before is then ahead of whatever is sent to the thread next. */
  flush(): void {
    if (this.#used > 0) {
      this.#send();
    }
  }

  /** Takes a buffer back that the thread has done with. */
  taken(buffer: ArrayBuffer): void {
    if (this.#underWay > 0) {
      this.#underWay -= 1;
      this.#underWayBytes -= buffer.byteLength;
      this.#client.budget.giveBack(buffer.byteLength);
    }
    this.#free.push(buffer);
    if (this.#underWay <= 1) {
      this.flush();
    }
    if (this.#full && this.#underWay < maxBuffers / 2) {
      this.#full = false;
      this.#onDrain();
    }
    if (this.#underWay === 0 && this.#used === 0) {
      // A stream that has gone quiet keeps one buffer, not all that its fastest moment needed.
      this.#free.length = Math.min(this.#free.length, 1);
    }
  }

  /** Forgets what is under way: the thread that had it is gone. */
  reset(): void {
    this.#forgetUnderWay();
    this.#used = 0;
    this.#chunkCount = 0;
    this.#full = false;
  }

  dispose(): void {
    if (this.#scheduled !== undefined) {
      clearImmediate(this.#scheduled);
    }
    this.#free = [];
    this.#forgetUnderWay();
  }

  #forgetUnderWay(): void {
    this.#client.budget.giveBack(this.#underWayBytes);
    this.#underWay = 0;
    this.#underWayBytes = 0;
  }

  #take(): Uint8Array {
    const free = this.#free.pop();
    const isLarge = free !== undefined && free.byteLength >= this.#bufferBytes;
    this.#current = new Uint8Array(isLarge ? free : new ArrayBuffer(this.#bufferBytes));
    return this.#current;
  }

  #noteChunk(time: number): void {
    const at = 2 * this.#chunkCount;
    if (at === this.#chunks.length) {
      const grown = new Float64Array(at * 2);
      grown.set(this.#chunks);
      this.#chunks = grown;
    }
    this.#chunks[at] = this.#used;
    this.#chunks[at + 1] = time;
    this.#chunkCount += 1;
  }

  #send(): void {
    const current = this.#current;
    if (current === undefined) {
      return;
    }
    const buffer = current.buffer as ArrayBuffer;
    // It is empty here once it is transferred.
    const size = buffer.byteLength;
    this.#client.send(
      {
        type: 'body',
        session: this.#session,
        buffer,
        length: this.#used,
        chunks: this.#chunks.slice(0, 2 * this.#chunkCount),
      },
      [buffer],
    );
    this.#underWay += 1;
    this.#underWayBytes += size;
    this.#client.budget.take(size);
    if (this.#used === size) {
      this.#bufferBytes = Math.min(this.#bufferBytes * 2, largestBufferBytes);
    }
    this.#current = undefined;
    this.#used = 0;
    this.#chunkCount = 0;
  }
}
