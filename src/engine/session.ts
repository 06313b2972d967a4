import type { Attempt } from '../core/connection/attempt.ts';
import type { SessionSnapshot } from '../core/connection/sessionSnapshot.ts';
import type { RecordDetail, RecordView, RecordWindow } from '../core/record/record.ts';
import type { SearchState } from '../core/record/searchState.ts';
import type { Timeline } from '../core/record/timeline.ts';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import type { SessionSearch } from './sessionSearch.ts';

/** How a session reconnects. Every field has the default of the standard. */
export interface ReconnectOptions {
  /** Whether to connect again after the end of a stream or a network error. Default: yes for GET without a body. */
  readonly enabled?: boolean;
  /** Reconnection time before the stream sets one, milliseconds. Default 3000. */
  readonly delayMs?: number;
}

/** Where and how to connect, and where to keep what arrives. */
export interface SessionOptions {
  readonly url: string;
  /** Default `GET`. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Sent as the Last-Event-ID of the first request; empty: no header. */
  readonly lastEventId?: string;
  readonly reconnect?: ReconnectOptions;
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
  timeline(bins: number): Promise<Timeline>;
  /** All that is known of a connection attempt; `undefined` where there was none of that number. */
  attempt(number: number): Promise<Attempt | undefined>;
  /** Makes a search over the session's records. It ends with the session, or when it is disposed. */
  search(onDidChange: (state: SearchState) => void): SessionSearch;
  /** Ends the connection and all attempts to make one. Resolves when everything received is committed. */
  disconnect(): Promise<void>;
  /** Connects again: at once, whatever the state; with the last event ID of the session unless another is given. */
  reconnect(options?: { readonly lastEventId?: string }): void;
  /** Hides all records so far. They are erased by the next `clear` or by `close`; until then `undoClear` shows them. */
  clear(): Promise<void>;
  undoClear(): Promise<void>;
  /** Disconnects and releases the file, threads and sockets. The capture stays on disk. */
  close(): Promise<void>;
}

/** What a capture does not hold of its request. */
export type CaptureOptions = Partial<
  Pick<SessionOptions, 'log' | 'url' | 'headers' | 'body' | 'transport' | 'secretHeaders'>
>;

/** Opens sessions and owns the thread that stores what they capture. */
export interface Engine {
  /** Opens a new session and starts to connect. Never throws for what goes wrong later: that is state and a record. */
  openSession(options: SessionOptions): Session;
  /**
   * Opens a capture of an earlier run: its records can be read, and it can reconnect with the request it stored. What a
   * capture does not hold (headers, body, secrets of the URL) comes with the options; a URL counts where it is the
   * capture's, but for the secrets. Rejects where the file is missing or no capture.
   */
  openCapture(file: string, options?: CaptureOptions): Promise<Session>;
  /** What a capture holds, without opening or changing it; as it stands now where its session is open. */
  describeCapture(file: string): Promise<SessionSnapshot>;
  /** Paths of the capture files in a folder, newest first, without opening them. */
  listCaptures(directory: string): Promise<readonly string[]>;
  /** Erases a capture's files. Rejects where it is in use, here or in another window. */
  deleteCapture(file: string): Promise<void>;
  /** Closes all sessions and ends the capture thread. */
  dispose(): Promise<void>;
}
