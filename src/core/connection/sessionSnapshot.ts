import * as v from 'valibot';
import type { RecordKind } from '../record/recordKind.ts';
import { finishReasons } from './connectionChange.ts';
import type { NextLastEventId } from './nextLastEventId.ts';
import { problemSchema } from './problem.ts';

/** A state as captures hold it. */
export const sessionStateSchema = v.variant('name', [
  v.object({ name: v.literal('connecting') }),
  v.object({ name: v.literal('open') }),
  v.object({
    name: v.literal('waiting'),
    /** Wall-clock time of the next attempt, milliseconds since 1970-01-01 UTC. */
    until: v.number(),
    delayMs: v.number(),
  }),
  /** Disconnected by the user, or a capture of an earlier run that was live when it ended. */
  v.object({ name: v.literal('stopped') }),
  v.object({ name: v.literal('finished'), reason: v.picklist(finishReasons) }),
  v.object({ name: v.literal('failed'), problem: problemSchema }),
]);

/** Where a session stands. */
export type SessionState = Readonly<v.InferOutput<typeof sessionStateSchema>>;

const liveStates: readonly SessionState['name'][] = ['connecting', 'open', 'waiting'];

/** Whether a session holds, makes or awaits a connection. */
export function isLive(state: SessionState): boolean {
  return liveStates.includes(state.name);
}

/** Number of events of one type in a capture. */
export interface TypeCount {
  readonly type: string;
  readonly count: number;
}

/** A complete picture of a session at one moment; never a delta, so that any one may be skipped. */
export interface SessionSnapshot {
  readonly id: string;
  /** Name of the saved endpoint, or host and path of the URL. */
  readonly title: string;
  readonly method: string;
  /** Without credentials and secret-looking query values. */
  readonly url: string;
  readonly state: SessionState;
  /** HTTP status of the newest response; `null` before the first. */
  readonly status: number | null;
  /** HTTP version of the newest response, such as `1.1`; empty before the first. */
  readonly httpVersion: string;
  /** Attempts made so far. */
  readonly attempts: number;
  /** Records in the capture that are not cleared, of all kinds. */
  readonly records: number;
  /** Records per kind; the values add up to `records`. */
  readonly kinds: Readonly<Record<RecordKind, number>>;
  /** The most frequent event types, at most 100. */
  readonly types: readonly TypeCount[];
  /** Event types that are counted by name; may be more than `types`. */
  readonly typeCount: number;
  /** Records that only keep the connection alive. */
  readonly heartbeats: number;
  /** Decoded bytes of all bodies. */
  readonly bytes: number;
  readonly eventsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Last event ID as of the last complete block. Empty: none. */
  readonly lastEventId: string;
  /** What the next request sends. */
  readonly nextLastEventId: NextLastEventId;
  /** Value of the Last-Event-ID header of the newest request; empty: it had none. */
  readonly sentLastEventId: string;
  /** SHA-256 fingerprint of the certificate that is accepted whatever is wrong with it; empty: none. */
  readonly acceptedCertificate: string;
  /** Attempts in a row that brought no byte of a body. */
  readonly failuresInARow: number;
  /** Attempts of the last minute that the user did not ask for. */
  readonly reconnectsPerMinute: number;
  /** Streams open to the origin of the URL, this one included; 0 where this one is not open. */
  readonly streamsToOrigin: number;
  /** Whether the user has paused the reading of the stream: the server has to wait. */
  readonly isReadingPaused: boolean;
  /** Reconnection time in force, milliseconds. */
  readonly retryMs: number;
  /** Whether the stream has set it. */
  readonly retryFromStream: boolean;
  /** Records that carry a diagnostic of severity `warning` or `error`. */
  readonly warnings: number;
  /** Wall-clock time of the session's start, milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  /** From the start to now, or to the end of a session that is not live, milliseconds. */
  readonly durationMs: number;
  /** Since the last byte or change of a connection that is open, milliseconds; 0 where none is. */
  readonly silenceMs: number;
  /** Bytes of a block that lacks its empty line so far; 0 where no connection is open. */
  readonly pendingBytes: number;
  /** Records that "undo clear" would bring back; 0: nothing to undo. */
  readonly clearedRecords: number;
}
