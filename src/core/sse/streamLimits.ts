/** What a parser takes of a stream, and from where on it calls something large. */
export interface StreamLimits {
  /** A block that is longer is not taken: its text is held in memory until it ends. Bytes. */
  readonly maxBlockBytes: number;
  /** An event whose block is longer is marked as large. Bytes. */
  readonly largeEventBytes: number;
}

export const defaultStreamLimits: StreamLimits = {
  maxBlockBytes: 64 * 1024 * 1024,
  largeEventBytes: 1024 * 1024,
};

/**
 * A longer line is marked. Readers of lines that stop there: Python's asyncio streams and Go's `bufio.Scanner` by
 * default; Akka and Alpakka stop at 8 KiB. Bytes, without the line end.
 */
export const longLineBytes = 64 * 1024;

/** A longer ID is marked. What nginx and Apache take of one header by default, name included. Bytes. */
export const longIdBytes = 8 * 1024;
