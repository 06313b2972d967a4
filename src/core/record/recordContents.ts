/** A network chunk, as far as it lies in a record. */
export interface RecordChunk {
  /** Offset after its last byte, from the record's first; more than the record has where the chunk goes on. */
  readonly end: number;
  /** When it arrived, milliseconds since the capture began. */
  readonly time: number;
}

/** What a record is made of, as far as it was asked for. */
export interface RecordContents {
  readonly data: string;
  readonly raw: Uint8Array;
  /** The chunks that brought `raw`, in order. */
  readonly chunks: readonly RecordChunk[];
}
