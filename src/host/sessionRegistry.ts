import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { SessionSnapshot } from '../core/connection/sessionSnapshot.ts';
import { isLive } from '../core/connection/sessionSnapshot.ts';
import type { Engine, ExportRequest, Session, SessionOptions } from '../engine/session.ts';
import type { ExportOptions, ExportOutcome } from '../store/exportClient.ts';
import { isCaptureInUse } from './captureInUse.ts';
import { reconnectOptions, sessionLimits, type ReconnectFields } from './reconnectOptions.ts';
import { readSettings } from './settings.ts';
import { surroundingTransport } from './surroundingTransport.ts';

/** A capture on disk whose session is not open. */
export interface PastCapture {
  readonly file: string;
  /** `undefined`: the file cannot be read. */
  readonly snapshot: SessionSnapshot | undefined;
}

/** What it takes to open a stream, besides what the registry knows itself. */
export type OpenRequest = Pick<
  SessionOptions,
  'url' | 'method' | 'headers' | 'body' | 'title' | 'lastEventId' | 'transport' | 'secretHeaders'
> &
  ReconnectFields;

/** What a capture does not keep of its request, as it may hold credentials. */
export type UnkeptRequest = Partial<Pick<SessionOptions, 'url' | 'headers' | 'body' | 'transport' | 'secretHeaders'>> &
  ReconnectFields;

export interface SessionRegistryOptions {
  /** Called when the first session is opened: the engine has a thread, which activation must not wait for. */
  readonly createEngine: () => Engine;
  readonly directory: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** Finds what a past capture is to reconnect with. */
  readonly requestOf: (sessionId: string) => Promise<UnkeptRequest>;
}

/** As the engine names captures. */
const captureSuffix = '.sqlite';

/** How long VS Code lets an extension host go on after a reload of its window, with some room. */
const releaseLimitMs = 10_000;
const releasePollMs = 100;

/** Identifier of the session that a capture file belongs to. */
export function sessionIdOf(file: string): string {
  return path.basename(file, captureSuffix);
}

/** Owns the engine and the sessions that are open in this window, and knows which one the user is at. */
export class SessionRegistry {
  readonly #options: SessionRegistryOptions;
  #engine: Engine | undefined;
  readonly #sessions = new Map<string, { readonly session: Session; readonly unsubscribe: () => void }>();
  readonly #opening = new Map<string, Promise<Session>>();
  readonly #pastSnapshots = new Map<string, SessionSnapshot>();
  #active: Session | undefined;

  readonly #listChanged = new vscode.EventEmitter<void>();
  /** Sessions were opened or removed. */
  readonly onDidChangeList = this.#listChanged.event;
  readonly #sessionChanged = new vscode.EventEmitter<Session>();
  /** A session has a new snapshot. */
  readonly onDidChangeSession = this.#sessionChanged.event;
  readonly #activeChanged = new vscode.EventEmitter<Session | undefined>();
  readonly onDidChangeActive = this.#activeChanged.event;
  readonly #removed = new vscode.EventEmitter<Session>();
  readonly onDidRemove = this.#removed.event;

  constructor(options: SessionRegistryOptions) {
    this.#options = options;
  }

  /** Open sessions, newest first. */
  sessions(): readonly Session[] {
    return [...this.#sessions.values()].map(({ session }) => session).reverse();
  }

  live(): readonly Session[] {
    return this.sessions().filter((session) => isLive(session.snapshot().state));
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id)?.session;
  }

  /** The session of the panel that had the focus last, or that was selected or opened last. */
  get active(): Session | undefined {
    return this.#active;
  }

  activate(session: Session): void {
    if (this.#active !== session && this.#sessions.has(session.id)) {
      this.#active = session;
      this.#activeChanged.fire(session);
    }
  }

  /** Opens a new session, which starts to connect. */
  open(request: OpenRequest): Session {
    const settings = readSettings();
    const session = this.#getEngine().openSession({
      ...request,
      reconnect: reconnectOptions(request, settings),
      limits: sessionLimits(settings),
      transport: { ...surroundingTransport(request.url, settings), ...request.transport },
      directory: this.#options.directory.fsPath,
      log: (message) => this.#options.log.info(message),
    });
    this.#add(session);
    this.#prune(settings.keepCaptures).catch((error: unknown) => this.#report(error));
    return session;
  }

  /** Opens the capture with this session's id, if it is not open. Rejects if there is none or it cannot be read. */
  async openCapture(id: string): Promise<Session> {
    const open = this.get(id) ?? this.#opening.get(id);
    if (open !== undefined) {
      return open;
    }
    const opening = this.#openFile(id);
    this.#opening.set(id, opening);
    try {
      const session = await opening;
      this.#add(session);
      return session;
    } finally {
      this.#opening.delete(id);
    }
  }

  /**
   * The same after a reload of the window: the extension host of before may still be storing what the capture received,
   * so this waits until it is done.
   */
  async restoreCapture(id: string): Promise<Session> {
    const end = performance.now() + releaseLimitMs;
    for (;;) {
      try {
        return await this.openCapture(id);
      } catch (error) {
        if (!isCaptureInUse(error) || performance.now() > end) {
          throw error;
        }
        await sleep(releasePollMs);
      }
    }
  }

  /** Files of the captures whose sessions are not open, newest first. Opens none of them. */
  async pastFiles(): Promise<readonly string[]> {
    const files = await this.#getEngine().listCaptures(this.#options.directory.fsPath);
    return files.filter((file) => !this.#sessions.has(sessionIdOf(file)));
  }

  /** What a capture holds, read from its file the first time. Opens no session: somebody else may be about to. */
  async pastCapture(file: string): Promise<PastCapture> {
    const known = this.#pastSnapshots.get(file);
    if (known !== undefined) {
      return { file, snapshot: known };
    }
    try {
      const snapshot = await this.#getEngine().describeCapture(file);
      // A session that was opened meanwhile goes on, and this would be how it stood once.
      if (this.get(sessionIdOf(file)) === undefined) {
        this.#pastSnapshots.set(file, snapshot);
      }
      return { file, snapshot };
    } catch (error) {
      this.#report(error);
      return { file, snapshot: undefined };
    }
  }

  /** Writes records of a capture, open or not. */
  exportCapture(file: string, request: ExportRequest, options: ExportOptions): Promise<ExportOutcome> {
    return this.#getEngine().exportCapture(file, request, options);
  }

  /** Disconnects a session and deletes its capture. Rejects where the capture is in use by another window. */
  async remove(session: Session): Promise<void> {
    const entry = this.#sessions.get(session.id);
    if (entry === undefined) {
      return;
    }
    entry.unsubscribe();
    this.#sessions.delete(session.id);
    if (this.#active === session) {
      this.#active = this.sessions()[0];
      this.#activeChanged.fire(this.#active);
    }
    this.#removed.fire(session);
    try {
      await session.close();
    } finally {
      await this.removeCapture(session.file);
    }
  }

  /** Deletes a capture whose session is not open. Rejects where the capture is in use by another window. */
  async removeCapture(file: string): Promise<void> {
    try {
      await this.#getEngine().deleteCapture(file);
      this.#pastSnapshots.delete(file);
    } finally {
      this.#listChanged.fire();
    }
  }

  /** Ends all connections, commits what they received and ends the engine. */
  async dispose(): Promise<void> {
    for (const { unsubscribe } of this.#sessions.values()) {
      unsubscribe();
    }
    this.#sessions.clear();
    vscode.Disposable.from(this.#listChanged, this.#sessionChanged, this.#activeChanged, this.#removed).dispose();
    await this.#engine?.dispose();
  }

  #getEngine(): Engine {
    this.#engine ??= this.#options.createEngine();
    return this.#engine;
  }

  async #openFile(id: string): Promise<Session> {
    const request = await this.#options.requestOf(id);
    const file = vscode.Uri.joinPath(this.#options.directory, id + captureSuffix).fsPath;
    const settings = readSettings();
    const url = request.url ?? (await this.#getEngine().describeCapture(file)).url;
    return this.#getEngine().openCapture(file, {
      log: (message) => this.#options.log.info(message),
      ...request,
      reconnect: reconnectOptions(request, settings),
      limits: sessionLimits(settings),
      transport: { ...surroundingTransport(url, settings), ...request.transport },
    });
  }

  #add(session: Session): void {
    const unsubscribe = session.onDidChange(() => this.#sessionChanged.fire(session));
    this.#sessions.set(session.id, { session, unsubscribe });
    this.#pastSnapshots.delete(session.file);
    this.#listChanged.fire();
    this.activate(session);
  }

  /** Deletes the oldest captures beyond the number to keep, but for those in use. */
  async #prune(keep: number): Promise<void> {
    for (const file of (await this.pastFiles()).slice(keep)) {
      const id = sessionIdOf(file);
      // It may have been opened while the ones before it were deleted.
      if (this.#sessions.has(id) || this.#opening.has(id)) {
        continue;
      }
      try {
        await this.removeCapture(file);
        this.#options.log.info(vscode.l10n.t('Deleted the old capture {0}', path.basename(file)));
      } catch (error) {
        if (!isCaptureInUse(error)) {
          this.#report(error);
        }
      }
    }
  }

  #report(error: unknown): void {
    this.#options.log.error(error instanceof Error ? error : String(error));
  }
}
