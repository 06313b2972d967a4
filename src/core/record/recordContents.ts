/** What a record says, as far as it was asked for. */
export interface RecordContents {
  readonly data: string;
}

/** The network chunks that brought a stretch of a record, in order. Offsets are counted from the record's first byte. */
export interface RecordChunks {
  /** Offset of the first chunk's first byte; negative where the chunk began before the record. */
  readonly begin: number;
  /**
   * Pairs of the offset after a chunk's last byte and the time of its arrival, milliseconds since the capture began. A
   * chunk begins where the one before ends; the last one may go on beyond the stretch and the record.
   */
  readonly ends: Float64Array;
}

/** A stretch of the bytes of a record. */
export interface RecordPart {
  readonly bytes: Uint8Array;
  readonly chunks: RecordChunks;
}
