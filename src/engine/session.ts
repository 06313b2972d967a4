import type { Attempt } from '../core/connection/attempt.ts';
import type { Insight } from '../core/insight/insight.ts';
import type { SessionSnapshot } from '../core/connection/sessionSnapshot.ts';
import type { RecordDetail, RecordRow, RecordView, RecordWindow } from '../core/record/record.ts';
import type { RecordPart } from '../core/record/recordContents.ts';
import type { SearchState } from '../core/record/searchState.ts';
import type { RecordQuest } from '../core/record/recordGoal.ts';
import type { RecordMark } from '../core/record/recordMark.ts';
import type { Statistics } from '../core/record/statistics.ts';
import type { Timeline, TimeRange } from '../core/record/timeline.ts';
import type { TimelinePlace, TimelineStep } from '../core/protocol/timelineMessages.ts';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import type { ExportOptions, ExportOutcome, ExportTask } from '../store/exportClient.ts';
import type { SessionSearch } from './sessionSearch.ts';

/** How a session reconnects. Every field has the default of the standard. */
export interface ReconnectOptions {
  /** Whether to connect again after the end of a stream or a network error. Default: yes for GET without a body. */
  readonly enabled?: boolean;
  /** Reconnection time before the stream sets one, milliseconds. Default 3000. */
  readonly delayMs?: number;
  /** Whether the delay doubles, with jitter, while attempts in a row bring nothing. Default true. */
  readonly backoff?: boolean;
  /** The longest delay that doubling leads to, milliseconds. Default 60,000. */
  readonly maxDelayMs?: number;
  /**
   * How long a connection may bring no byte, or a request no response, before it is taken for dead, milliseconds. 0:
   * for ever, the default.
   */
  readonly deadAfterMs?: number;
  /** Whether to try again after status 429 and 5xx, not before their Retry-After. Default false: the standard forbids it. */
  readonly onServerError?: boolean;
  /**
   * Attempts in a row without a byte before giving up; a connection that never worked is then tried as often, too.
   * Default: one that never worked fails at once, one that worked is tried for ever.
   */
  readonly maxAttempts?: number;
}

/** How much a session takes. */
export interface SessionLimits {
  /** A block that is longer fails the connection: its text is held in memory until it ends. Default 64 MiB. */
  readonly blockBytes?: number;
  /** Bytes of bodies since the last clear after which recording stops. 0: none, the default. */
  readonly captureBytes?: number;
}

/** Where and how to connect, and where to keep what arrives. */
export interface SessionOptions {
  readonly url: string;
  /** Default `GET`. */
  readonly method?: string;
  /** A Last-Event-ID among them is a pinned one, unless `lastEventId` is given. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Sent as the Last-Event-ID of the first request; empty: no header. */
  readonly lastEventId?: string;
  /** Sent as the Last-Event-ID of every request, whatever the stream sets; empty: never a header. */
  readonly pinnedLastEventId?: string;
  readonly reconnect?: ReconnectOptions;
  readonly limits?: SessionLimits;
  readonly transport?: TransportOptions;
  /** Names of headers whose values are kept nowhere, beside those whose names say that they are secret. */
  readonly secretHeaders?: readonly string[];
  /** Folder for the capture file; it is made where it does not exist. */
  readonly directory: string;
  /** Name to show. Default: host and path of the URL. */
  readonly title?: string;
  /** Called for what a log should say. Never with credentials. */
  readonly log?: (message: string) => void;
}

/** What to read of a window of records. */
export interface WindowRequest extends RecordView {
  /** Position of the first row in the view, from 0. */
  readonly first: number;
  readonly count: number;
}

/** How much of a record's contents to read. */
export interface DetailLimits {
  /** Characters of data. Default 1,000,000. */
  readonly dataLength?: number;
  /** Bytes of raw. Default 262,144. */
  readonly rawLength?: number;
}

/** A capture, live or past: one stream over all its connection attempts. */
export interface Session {
  readonly id: string;
  /** Path of the capture's SQLite file. */
  readonly file: string;
  /** The session as it stands now. */
  snapshot(): SessionSnapshot;
  /**
   * Calls the listener at each change of state at once, and for counts at most ten times a second. Returns a function
   * that ends the subscription.
   */
  onDidChange(listener: (snapshot: SessionSnapshot) => void): () => void;
  /** Rows of a view by position; everything received before the call is included. */
  records(request: WindowRequest): Promise<RecordWindow>;
  record(seq: number, limits?: DetailLimits): Promise<RecordDetail | undefined>;
  /** Number of the newest record before one that is of its kind and, for events, of its type; `undefined`: none. */
  previousOfType(seq: number): Promise<number | undefined>;
  /** The last event ID that applies to a record, whole; `undefined` where there is no such record. */
  recordId(seq: number): Promise<string | undefined>;
  /** Number of the record of a kind that is next to another in the view of some kinds; `null`: there is none. */
  find(quest: RecordQuest): Promise<number | null>;
  /** Bookmarks and notes of the records, in their order. */
  marks(): Promise<readonly RecordMark[]>;
  /** Bookmarks records, with a note or an empty one; `null` takes their marks away. */
  setMarks(seqs: readonly number[], note: string | null): Promise<void>;
  /** Calls the listener with all marks when they change. Returns a function that ends the subscription. */
  onDidChangeMarks(listener: (marks: readonly RecordMark[]) => void): () => void;
  /**
   * A stretch of a record's bytes with the network chunks that brought it, from the offset `start` within the record;
   * `undefined` where there is no such record.
   */
  part(seq: number, start: number, length: number): Promise<RecordPart | undefined>;
  /**
   * Counts of records over time and lane, and the states of the connection.
   *
   * @param bins The most bins to get, at least 2.
   * @param range Stretch to look at; default: from the first record to the last.
   */
  timeline(bins: number, range?: TimeRange | null): Promise<Timeline>;
  /** The record that is nearest to a place on the timeline; `undefined`: none is near. */
  timelineRecord(place: TimelinePlace): Promise<RecordRow | undefined>;
  /** The record after or before a place on the timeline; `undefined`: there is none. */
  stepTimeline(step: TimelineStep): Promise<RecordRow | undefined>;
  /** Rates, gaps and sizes of the events that are not cleared. */
  statistics(): Promise<Statistics>;
  /** All that is known of a connection attempt; `undefined` where there was none of that number. */
  attempt(number: number): Promise<Attempt | undefined>;
  /** What the numbers of an attempt and of those before it say, the gravest first. */
  insights(number: number): Promise<readonly Insight[]>;
  /** What the newest attempts of this run say that is wrong. */
  warnings(): readonly Insight[];
  /** The newest attempts, at most `count` (default 100), the newest last. */
  attempts(count?: number): Promise<readonly Attempt[]>;
  /** Makes a search over the session's records. It ends with the session, or when it is disposed. */
  search(onDidChange: (state: SearchState) => void): SessionSearch;
  /** Ends the connection and all attempts to make one. Resolves when everything received is committed. */
  disconnect(): Promise<void>;
  /**
   * Stops reading the stream, so that the server has to wait once the buffers between are full; the connection stays.
   * Nothing where no stream is open. A silence of this kind is no sign of death.
   */
  pauseReading(): void;
  resumeReading(): void;
  /** Connects again: at once, whatever the state; with `nextLastEventId` of the snapshot unless another is given. */
  reconnect(options?: { readonly lastEventId?: string }): void;
  /** Makes the attempt at once that a waiting session would make later. Nothing where it is not waiting. */
  reconnectNow(): void;
  /** Ends the attempts of a waiting session. Nothing where it is not waiting. */
  giveUp(): Promise<void>;
  /**
   * Sets what the next request sends as its Last-Event-ID: pinned, every request does; otherwise the ID applies until
   * the stream sets one. Empty: no header. `undefined`: what the stream set last, and nothing is pinned any more.
   */
  setLastEventId(value: string | undefined, options?: { readonly pinned?: boolean }): void;
  /**
   * Accepts one certificate, whatever is wrong with it, from the next request of this session on. Never stored.
   *
   * @param fingerprint SHA-256, upper-case hex with colons.
   */
  acceptCertificate(fingerprint: string): void;
  /** Hides all records so far. They are erased by the next `clear` or by `close`; until then `undoClear` shows them. */
  clear(): Promise<void>;
  undoClear(): Promise<void>;
  /** Disconnects and releases the file, threads and sockets. The capture stays on disk. */
  close(): Promise<void>;
}

/** What a capture does not hold of its request. */
export type CaptureOptions = Partial<
  Pick<SessionOptions, 'log' | 'url' | 'headers' | 'body' | 'reconnect' | 'limits' | 'transport' | 'secretHeaders'>
>;

/** What to write of a capture, how and where to. */
export type ExportRequest = Pick<ExportTask, 'selection' | 'format' | 'output'>;

/** Opens sessions and owns the thread that stores what they capture. */
export interface Engine {
  /** Opens a new session and starts to connect. Never throws for what goes wrong later: that is state and a record. */
  openSession(options: SessionOptions): Session;
  /**
   * Opens a capture of an earlier run: its records can be read, and it can reconnect with the request it stored. What a
   * capture does not hold (headers, body, secrets of the URL) comes with the options; a URL counts where it is the
   * capture's, but for the secrets. Where it leads to another server, so do headers, body and TLS, which are left out. Rejects where the file is missing or no capture.
   */
  openCapture(file: string, options?: CaptureOptions): Promise<Session>;
  /** What a capture holds, without opening or changing it; as it stands now where its session is open. */
  describeCapture(file: string): Promise<SessionSnapshot>;
  /** Paths of the capture files in a folder, newest first, without opening them. */
  listCaptures(directory: string): Promise<readonly string[]>;
  /**
   * Writes records of a capture, open or not, to a file or to memory. All that was received before the call is included.
   * Never rejects: what goes wrong is the outcome.
   */
  exportCapture(file: string, request: ExportRequest, options?: ExportOptions): Promise<ExportOutcome>;
  /** Erases a capture's files. Rejects where it is in use, here or in another window. */
  deleteCapture(file: string): Promise<void>;
  /** Closes all sessions and ends the capture thread. */
  dispose(): Promise<void>;
}
