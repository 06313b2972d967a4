import type { ConnectionChange } from '../connection/connectionChange.ts';
import type { RecordKind } from '../record/recordKind.ts';
import type { DiagnosticCode } from '../sse/diagnostic.ts';

/** A record as exports write it, whole. */
export interface ExportedRecord {
  readonly seq: number;
  readonly kind: RecordKind;
  /** Wall-clock time of arrival, milliseconds since 1970-01-01 UTC. */
  readonly wallTime: number;
  /** Milliseconds since the capture began, by the monotonic clock. */
  readonly time: number;
  /** Event type; empty for records that are no events. */
  readonly type: string;
  /** The last event ID that applies; empty: none. */
  readonly id: string;
  /** Whether the record itself set the ID. */
  readonly ownId: boolean;
  /** Data of an event, text of a comment, the bytes of any other as text. */
  readonly data: string;
  readonly diagnostics: readonly DiagnosticCode[];
  readonly change: ConnectionChange | null;
}
