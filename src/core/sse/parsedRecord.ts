import type { RecordKind } from '../record/recordKind.ts';
import type { Diagnostic } from './diagnostic.ts';

/** A record as it comes out of a body: what it is and where its bytes are. Offsets count the decoded body's bytes. */
export interface ParsedRecord {
  readonly kind: Exclude<RecordKind, 'connection'>;
  readonly start: number;
  /** Offset after the last byte. A line feed that turns out to belong to the record's last line is added later. */
  end: number;
  /**
   * Where the data of an event, the text of a comment or the value of a `retry` stands verbatim; both -1 where it does
   * not stand in one piece (several `data` lines).
   */
  readonly dataStart: number;
  readonly dataEnd: number;
  /** Bytes (UTF-8) of the data of an event or the text of a comment; of the whole range for all others. */
  readonly size: number;
  /** Event type; `message` where the stream named none. Empty for records that are no events. */
  readonly type: string;
  /** The last event ID that the record's own block sets, also the empty one; `undefined`: inherited. */
  readonly ownId: string | undefined;
  /** Of each code at most one, for the first place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes what a parser finds, in the order of the wire. */
export interface RecordSink {
  record(record: ParsedRecord): void;
  /**
   * The record before has more bytes than was known: the second half of a CRLF that came in a later chunk, or empty
   * lines after it. Not called before the first record of a body.
   */
  extend(bytes: number): void;
}
