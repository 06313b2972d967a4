import type { Attempt, KeptAttempt } from '../connection/attempt.ts';
import type { ConnectionChange, ResumeVerdict } from '../connection/connectionChange.ts';
import type { TypeCount } from '../connection/sessionSnapshot.ts';
import type { RecordFind, RecordQuest } from '../record/recordGoal.ts';
import type { RecordMark } from '../record/recordMark.ts';
import type { RecordDetail, RecordRow, RecordWindow } from '../record/record.ts';
import type { RecordPart } from '../record/recordContents.ts';
import type { RecordKind } from '../record/recordKind.ts';
import type { Statistics } from '../record/statistics.ts';
import type { Timeline, TimelineRequest } from '../record/timeline.ts';
import type { StreamEnd } from '../sse/streamParser.ts';
import type { TimelinePlace, TimelineStep } from './timelineMessages.ts';

/** What is counted of a capture. */
export interface CaptureCounts {
  readonly records: number;
  readonly kinds: Readonly<Record<RecordKind, number>>;
  readonly types: readonly TypeCount[];
  /** Types that are counted by name; may be more than `types`. */
  readonly typeCount: number;
  readonly bytes: number;
  readonly lastEventId: string;
  /** The last event ID that the stream set, whatever a request sent since; empty: none. */
  readonly receivedId: string;
  /** Decoded bytes before the newest clear. */
  readonly clearedBytes: number;
  /** Value of the last valid `retry` field of the body at hand, milliseconds. */
  readonly retryMs: number | undefined;
  readonly warnings: number;
  /** Records that only keep the connection alive. */
  readonly heartbeats: number;
  /** Number of the last record that is cleared; 0: none. */
  readonly clearedSeq: number;
  readonly clearedRecords: number;
  /** Events stored since the capture was opened, cleared ones too. */
  readonly receivedEvents: number;
  /** Time of the newest record, milliseconds since the capture began. */
  readonly lastTime: number;
  /** Bytes of the block that is not complete yet. */
  readonly pendingBytes: number;
  /** What the server made of the Last-Event-ID of the newest attempt; `undefined`: nothing is told of it. */
  readonly resume: { readonly attempt: number; readonly verdict: ResumeVerdict } | undefined;
}

/** What is known of a body when it has ended. */
export interface BodyEnd extends StreamEnd {
  /** The same for bodies that are the same, as far as that is cheap to tell; empty: it had no events. */
  readonly likeness: string;
}

/** A request that needs no more than its name. */
type Nothing = Readonly<Record<string, never>>;

/** Requests to the capture thread, each with the answer that it gets. `Info` is what the store keeps of a session. */
export interface CaptureRequests<Info> {
  /** Opens a capture file, or makes one. Answers what was saved in it. */
  open: { readonly request: { readonly file: string; readonly create: boolean }; readonly reply: Info | undefined };
  /** Reads what a capture holds without opening it for a session or changing it. */
  describe: {
    readonly request: { readonly file: string };
    readonly reply: { readonly info: Info | undefined; readonly counts: CaptureCounts };
  };
  /** Everything that was sent before is committed when the answer comes. */
  counts: { readonly request: Nothing; readonly reply: CaptureCounts };
  endBody: { readonly request: Nothing; readonly reply: BodyEnd };
  window: {
    readonly request: { readonly kinds: readonly RecordKind[]; readonly first: number; readonly count: number };
    readonly reply: RecordWindow;
  };
  detail: {
    readonly request: {
      readonly seq: number;
      readonly startedAt: number;
      readonly dataLength: number;
      readonly rawLength: number;
    };
    readonly reply: RecordDetail | undefined;
  };
  /** The newest record before one that is of its kind and, for events, of its type. */
  previousOfType: { readonly request: { readonly seq: number }; readonly reply: number | undefined };
  /** The last event ID that applies to a record, whole; `undefined` where there is no such record. */
  recordId: { readonly request: { readonly seq: number }; readonly reply: string | undefined };
  /** One piece of the way to a record of a kind, from record `from` on. */
  find: { readonly request: { readonly quest: RecordQuest; readonly from: number }; readonly reply: RecordFind };
  /** Bookmarks and notes of the shown records. */
  marks: { readonly request: Nothing; readonly reply: readonly RecordMark[] };
  /** Marks records; `null` takes their marks away. Answers all marks. */
  setMarks: {
    readonly request: { readonly seqs: readonly number[]; readonly note: string | null };
    readonly reply: readonly RecordMark[];
  };
  /** A stretch of a record's bytes, from an offset within it; `undefined` where there is no such record. */
  part: {
    readonly request: { readonly seq: number; readonly start: number; readonly length: number };
    readonly reply: RecordPart | undefined;
  };
  timeline: { readonly request: TimelineRequest; readonly reply: Timeline };
  timelineRecord: { readonly request: { readonly place: TimelinePlace }; readonly reply: RecordRow | undefined };
  stepTimeline: { readonly request: { readonly step: TimelineStep }; readonly reply: RecordRow | undefined };
  statistics: { readonly request: Nothing; readonly reply: Statistics };
  attempt: { readonly request: { readonly number: number }; readonly reply: Attempt | undefined };
  clear: { readonly request: Nothing; readonly reply: null };
  undoClear: { readonly request: Nothing; readonly reply: null };
  close: { readonly request: Nothing; readonly reply: null };
}

export type CaptureRequestType = keyof CaptureRequests<unknown>;

/** Messages from the main thread to the capture thread, handled in order. `session` tells the captures apart. */
export type ToCapture<Info> =
  | {
      [Type in CaptureRequestType]: {
        readonly type: Type;
        readonly session: string;
        readonly requestId: number;
      } & CaptureRequests<Info>[Type]['request'];
    }[CaptureRequestType]
  | {
      readonly type: 'beginBody';
      readonly session: string;
      readonly attempt: number;
      /** The ID that applies until the body sets one; may be another than the last one received. */
      readonly lastEventId: string;
      /** Value of the Last-Event-ID header; empty: there was none. */
      readonly lastEventIdSent: string;
      /** A block that is longer is not taken: its text is held in memory until it ends. Bytes. */
      readonly maxBlockBytes: number;
    }
  | {
      readonly type: 'body';
      readonly session: string;
      /** Transferred, and given back with `taken`. */
      readonly buffer: ArrayBuffer;
      readonly length: number;
      /** Pairs of offset after a chunk's last byte and arrival time in milliseconds since the capture began. */
      readonly chunks: Float64Array;
    }
  | {
      readonly type: 'change';
      readonly session: string;
      /** Milliseconds since the capture began. */
      readonly time: number;
      readonly change: ConnectionChange;
    }
  | { readonly type: 'saveInfo'; readonly session: string; readonly info: Info }
  | { readonly type: 'saveAttempt'; readonly session: string; readonly attempt: KeptAttempt };

/** Messages from the capture thread. */
export type FromCapture =
  /** A body's bytes are committed. */
  | { readonly type: 'taken'; readonly session: string; readonly buffer: ArrayBuffer }
  | { readonly type: 'reply'; readonly requestId: number; readonly value: unknown }
  | { readonly type: 'requestFailed'; readonly requestId: number; readonly message: string }
  /** Recording failed, for example on a full disk. What is committed stays. */
  | { readonly type: 'recordingFailed'; readonly session: string; readonly message: string }
  /** A block has grown beyond what the store takes. */
  | { readonly type: 'blockTooLong'; readonly session: string; readonly bytes: number };
