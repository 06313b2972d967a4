import type { ConnectionChange } from '../connection/connectionChange.ts';
import type { Diagnostic, DiagnosticCode } from '../sse/diagnostic.ts';
import type { RecordKind } from './recordKind.ts';

/** One record as a row of the list: short, so that a window of hundreds crosses to the webview at once. */
export interface RecordRow {
  /** Number of the record in its capture, counted from 1 in order of arrival. */
  readonly seq: number;
  readonly kind: RecordKind;
  /** Milliseconds since the capture began, by the monotonic clock, of the chunk that completed the record. */
  readonly time: number;
  /** Milliseconds since the row before in the same view; `null` for its first row. */
  readonly gap: number | null;
  /** Event type: `message` where the stream named none, empty for records that are no events. */
  readonly type: string;
  /** The last event ID that the record carries (own or inherited), cut to a displayable length. Empty: none. */
  readonly id: string;
  /** Whether the record's own block set the ID. */
  readonly ownId: boolean;
  /** Bytes (UTF-8) of the data of an event, of the text of a comment, of the raw bytes of any other. */
  readonly size: number;
  /** The beginning of the data, comment or line, without line breaks. */
  readonly preview: string;
  /** The part of an event's JSON that says what it is about (`gistOf`); left out where nothing stands out. */
  readonly gist?: string;
  readonly diagnostics: readonly DiagnosticCode[];
  /** What happened to the connection, for records of kind `connection`; `null` for all others. */
  readonly connection: ConnectionChange | null;
}

/** A stretch of consecutive rows of a view. */
export interface RecordWindow {
  /** Rows in the whole view at the time of the answer. */
  readonly total: number;
  /** Position of the first row of this window in the view, counted from 0. */
  readonly first: number;
  readonly rows: readonly RecordRow[];
}

/** One line of a block as the parser understood it, in the order of the wire. */
export interface RecordField {
  /** Field name as it stands on the wire; empty for a comment. */
  readonly name: string;
  readonly value: string;
}

/** Everything that is known of one record. Long contents are cut, and the full length is told. */
export interface RecordDetail {
  readonly row: RecordRow;
  /** Wall-clock time of arrival, milliseconds since 1970-01-01 UTC. */
  readonly wallTime: number;
  /** Number of the connection attempt that the record belongs to, counted from 1. */
  readonly attempt: number;
  readonly fields: readonly RecordField[];
  /** `data` of an event, text of a comment, at most the number of characters that were asked for. */
  readonly data: string;
  /** Characters in the whole data. */
  readonly dataLength: number;
  /** The bytes of the body that made this record, at most the number that was asked for. */
  readonly raw: Uint8Array;
  /** Bytes in the whole raw range. */
  readonly rawLength: number;
  /** Offset of the first raw byte in the decoded body of its attempt. */
  readonly rawOffset: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Which records a view shows. */
export interface RecordView {
  readonly kinds: readonly RecordKind[];
}
