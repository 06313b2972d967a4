import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import type { Problem } from '../core/connection/problem.ts';
import { hasRedactions, redactUrl } from '../core/connection/redactUrl.ts';
import { problem } from '../net/classifyError.ts';
import type { SessionSnapshot } from '../core/connection/sessionSnapshot.ts';
import { CaptureClient } from '../store/captureClient.ts';
import type { CaptureInfo } from '../store/captureInfo.ts';
import type { ExportOptions, ExportOutcome } from '../store/exportClient.ts';
import { runExport } from '../store/exportClient.ts';
import { lockCapture, unlockCapture } from '../store/captureLock.ts';
import { lastEventIdOf, withoutLastEventId } from './sessionRequest.ts';
import { pastSnapshot } from './snapshot.ts';
import type { CaptureOptions, Engine, ExportRequest, Session, SessionOptions } from './session.ts';
import { StreamSession } from './streamSession.ts';

const captureSuffix = '.sqlite';
/** Reconnection time where the stream sets none, milliseconds (9.2.2: "a few seconds"). */
const defaultRetryMs = 3000;

/** The engine: sessions over HTTP, captured by one thread. */
export class StreamEngine implements Engine {
  readonly #client: CaptureClient;
  readonly #searchWorkerFile: string;
  readonly #exportWorkerFile: string;
  /** Aborted when the engine ends. */
  readonly #ending = new AbortController();
  readonly #exports = new Set<Promise<ExportOutcome>>();
  readonly #sessions = new Map<string, StreamSession>();
  readonly #opening = new Map<string, Promise<Session>>();

  /** Scripts of the threads that write captures, that search them and that export them. */
  constructor({
    workerFile,
    searchWorkerFile,
    exportWorkerFile,
  }: {
    readonly workerFile: string;
    readonly searchWorkerFile: string;
    readonly exportWorkerFile: string;
  }) {
    this.#client = new CaptureClient(workerFile);
    this.#searchWorkerFile = searchWorkerFile;
    this.#exportWorkerFile = exportWorkerFile;
  }

  openSession(options: SessionOptions): Session {
    const { url: given, unsendable } = checkedUrl(options.url);
    const id = randomUUID();
    const method = (options.method ?? 'GET').toUpperCase();
    const hasBody = options.body !== undefined;
    const url = redactUrl(given);
    const info: CaptureInfo = {
      id,
      title: options.title ?? titleOf(url),
      method,
      url,
      startedAt: Date.now(),
      durationMs: 0,
      attempts: 0,
      status: null,
      httpVersion: '',
      lastEventId: options.lastEventId ?? '',
      lastEventIdSent: '',
      pinnedLastEventId: options.pinnedLastEventId ?? givenLastEventId(options) ?? null,
      retryMs: options.reconnect?.delayMs ?? defaultRetryMs,
      retryFromStream: false,
      hasBody,
      // A request with a body costs something each time, tokens for example: it is not repeated unasked.
      reconnects: options.reconnect?.enabled ?? (method === 'GET' && !hasBody),
      state: '',
    };
    const session = this.#session(
      path.join(options.directory, id + captureSuffix),
      info,
      options,
      given,
      false,
      unsendable,
    );
    session.start();
    return session;
  }

  openCapture(file: string, options: CaptureOptions = {}): Promise<Session> {
    const id = idOf(file);
    const opening = this.#opening.get(id) ?? this.#openFile(file, options).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
  }

  async describeCapture(file: string): Promise<SessionSnapshot> {
    const open = this.#sessions.get(idOf(file));
    if (open !== undefined) {
      return open.snapshot();
    }
    await stat(file);
    const { info, counts } = await this.#client.request('describe', idOf(file), { file });
    if (info === undefined) {
      throw new Error(`${file} holds no session`);
    }
    return pastSnapshot(info, counts);
  }

  async listCaptures(directory: string): Promise<readonly string[]> {
    const names = await readdir(directory).catch(() => []);
    const files = names.filter((name) => name.endsWith(captureSuffix)).map((name) => path.join(directory, name));
    const dated = await Promise.all(
      files.map(async (file) => {
        // A file that another window has just deleted is none.
        const found = await stat(file).catch(() => undefined);
        // Some file systems know no time of birth and say 0.
        return found === undefined ? [] : [{ file, time: found.birthtimeMs || found.mtimeMs }];
      }),
    );
    return dated
      .flat()
      .sort((a, b) => b.time - a.time)
      .map(({ file }) => file);
  }

  async exportCapture(file: string, request: ExportRequest, options: ExportOptions = {}): Promise<ExportOutcome> {
    const session = this.#sessions.get(idOf(file));
    const afterSeq = (await session?.commit()) ?? 0;
    const signals = [this.#ending.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const running = runExport(
      this.#exportWorkerFile,
      { ...request, capture: file, afterSeq },
      { ...options, signal: AbortSignal.any(signals) },
    ).finally(() => this.#exports.delete(running));
    this.#exports.add(running);
    return running;
  }

  async deleteCapture(file: string): Promise<void> {
    lockCapture(file);
    try {
      await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(file + suffix, { force: true })));
    } finally {
      unlockCapture(file);
    }
  }

  async dispose(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#exports);
    await Promise.allSettled(this.#opening.values());
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    await this.#client.dispose();
  }

  #streamsTo(origin: string): number {
    return [...this.#sessions.values()].filter((session) => session.streamOrigin === origin).length;
  }

  async #openFile(file: string, options: CaptureOptions): Promise<Session> {
    const open = this.#sessions.get(idOf(file));
    if (open !== undefined) {
      return open;
    }
    // SQLite would make an empty file of a path where there is none.
    await stat(file);
    lockCapture(file);
    try {
      const info = await this.#client.request('open', idOf(file), { file, create: false });
      if (info === undefined) {
        await this.#client.request('close', idOf(file), {});
        throw new Error(`${file} holds no session`);
      }
      const given = options.url === undefined ? undefined : checkedUrl(options.url).url;
      const url = given !== undefined && redactUrl(given) === info.url ? given : info.url;
      const unsendable = hasRedactions(url) ? problem('secrets-not-kept', url) : undefined;
      const session = this.#session(file, info, optionsFor(info.url, options), url, true, unsendable);
      await session.load();
      return session;
    } catch (error) {
      unlockCapture(file);
      throw error;
    }
  }

  #session(
    file: string,
    info: CaptureInfo,
    options: CaptureOptions,
    url: string,
    isPast: boolean,
    unsendable: Problem | undefined,
  ): StreamSession {
    const session = new StreamSession({
      client: this.#client,
      file,
      request: {
        url,
        method: info.method,
        headers: withoutLastEventId(options.headers ?? {}),
        body: options.body,
        transport: options.transport ?? {},
        secretHeaders: options.secretHeaders ?? [],
      },
      reconnect: options.reconnect ?? {},
      limits: options.limits ?? {},
      searchWorkerFile: this.#searchWorkerFile,
      info,
      isPast,
      unsendable,
      log: options.log ?? (() => undefined),
      streamsTo: (origin) => this.#streamsTo(origin),
      onClosed: () => this.#sessions.delete(info.id),
    });
    this.#sessions.set(info.id, session);
    return session;
  }
}

/** The Last-Event-ID of the headers, unless one is given to begin with. */
function givenLastEventId({ headers = {}, lastEventId }: SessionOptions): string | undefined {
  return lastEventId === undefined ? lastEventIdOf(headers) : undefined;
}

/**
 * What of the options may be sent to a capture's URL. They are of an endpoint, which may lead to another server by now:
 * what is meant for that one, credentials above all, stays away from this one.
 */
function optionsFor(url: string, options: CaptureOptions): CaptureOptions {
  if (options.url === undefined || originOf(options.url) === originOf(url)) {
    return options;
  }
  const { headers: _headers, body: _body, transport = {}, ...others } = options;
  const {
    ca: _ca,
    clientCertificate: _certificate,
    socketPath: _path,
    acceptCertificate: _accepted,
    ...usual
  } = transport;
  return { ...others, transport: usual };
}

/** Of an address as it may be typed, without a scheme too. */
function originOf(address: string): string {
  const { url, unsendable } = checkedUrl(address);
  return unsendable === undefined ? new URL(url).origin : address;
}

function checkedUrl(text: string): { readonly url: string; readonly unsendable: Problem | undefined } {
  const parsed = parseEndpointUrl(text);
  if (parsed.ok) {
    return { url: parsed.url, unsendable: undefined };
  }
  const { code, subject } = parsed.fault;
  return { url: text, unsendable: problem(code === 'empty' ? 'bad-url' : code, redactUrl(subject)) };
}

/** The id of a capture's session is the name of its file. */
function idOf(file: string): string {
  return path.basename(file, captureSuffix);
}

function titleOf(url: string): string {
  if (!URL.canParse(url)) {
    return url;
  }
  const { host, pathname } = new URL(url);
  return pathname === '/' ? host : host + pathname;
}
