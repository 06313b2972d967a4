import type { RecordDetail } from '../../src/core/record/record.ts';
import type { RecordPart } from '../../src/core/record/recordContents.ts';
import { ChunkList } from './chunkList.ts';

/** The bytes of a record, as they come in parts from its beginning on. */
export class RawBytes {
  /** Number of the record. */
  readonly seq: number;
  /** All bytes that the record has; those from `known` on have not come yet. */
  readonly length: number;
  /** Offset of the first byte in the decoded body. */
  readonly origin: number;
  readonly chunks = new ChunkList();
  readonly #bytes: Uint8Array;
  #known = 0;
  #isComplete: boolean;

  constructor({ row, rawLength, rawOffset }: RecordDetail) {
    this.seq = row.seq;
    this.length = rawLength;
    this.origin = rawOffset;
    this.#bytes = new Uint8Array(rawLength);
    this.#isComplete = rawLength === 0;
  }

  /** The bytes that have come. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#known);
  }

  get known(): number {
    return this.#known;
  }

  /** Whether no more bytes are to come. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Takes the next part. */
  add({ bytes, chunks }: RecordPart): void {
    this.#bytes.set(bytes.subarray(0, this.length - this.#known), this.#known);
    this.#known = Math.min(this.length, this.#known + bytes.length);
    this.chunks.add(chunks);
    this.#isComplete = this.#known === this.length || bytes.length === 0;
  }

  /** Ends with what has come. */
  end(): void {
    this.#isComplete = true;
  }

  /**
   * Position of the first chunk whose border is to be shown at an offset or after it. A record of one chunk has no
   * border, and a chunk that began before the record has its border at the record's first byte.
   */
  firstBorder(offset: number): number {
    return offset > 0 ? this.chunks.firstFrom(offset) : this.hasBorders ? 0 : 1;
  }

  /** Whether more than one chunk brought the record. */
  get hasBorders(): boolean {
    return this.chunks.size > 0 && this.chunks.chunk(0).end < this.length;
  }

  /** Where the border of the chunk at a position stands; `Infinity`: there is no such chunk. */
  borderAt(position: number): number {
    return Math.max(0, this.chunks.beginOf(position));
  }
}
