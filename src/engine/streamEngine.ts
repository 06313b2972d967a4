import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import type { Problem } from '../core/connection/problem.ts';
import { hasRedactions, redactUrl } from '../core/connection/redactUrl.ts';
import { problem } from '../net/classifyError.ts';
import { CaptureClient } from '../store/captureClient.ts';
import type { CaptureInfo } from '../store/captureInfo.ts';
import type { CaptureOptions, Engine, Session, SessionOptions } from './session.ts';
import { StreamSession } from './streamSession.ts';

const captureSuffix = '.sqlite';
/** Reconnection time where the stream sets none, milliseconds (9.2.2: "a few seconds"). */
const defaultRetryMs = 3000;

/** The engine: sessions over HTTP, captured by one thread. */
export class StreamEngine implements Engine {
  readonly #client: CaptureClient;
  readonly #sessions = new Set<StreamSession>();

  /** @param workerFile Script of the capture thread. */
  constructor(workerFile: string) {
    this.#client = new CaptureClient(workerFile);
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

  async openCapture(file: string, options: CaptureOptions = {}): Promise<Session> {
    const id = path.basename(file, captureSuffix);
    // SQLite would make an empty capture of a path where there is none.
    await stat(file);
    const info = await this.#client.request('open', id, { file });
    if (info === undefined) {
      await this.#client.request('close', id, {});
      throw new Error(`${file} holds no capture`);
    }
    const url = options.url !== undefined && redactUrl(options.url) === info.url ? options.url : info.url;
    const unsendable = hasRedactions(url) ? problem('secrets-not-kept', url) : undefined;
    const session = this.#session(file, info, options, url, true, unsendable);
    await session.load();
    return session;
  }

  async listCaptures(directory: string): Promise<readonly string[]> {
    const names = await readdir(directory).catch(() => []);
    const files = names.filter((name) => name.endsWith(captureSuffix)).map((name) => path.join(directory, name));
    const dated = await Promise.all(files.map(async (file) => ({ file, time: (await stat(file)).birthtimeMs })));
    return dated.sort((a, b) => b.time - a.time).map(({ file }) => file);
  }

  async deleteCapture(file: string): Promise<void> {
    await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(file + suffix, { force: true })));
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close()));
    await this.#client.dispose();
  }

  #session(
    file: string,
    info: CaptureInfo,
    options: CaptureOptions,
    url: string,
    isPast: boolean,
    unsendable: Problem | undefined,
  ): StreamSession {
    const session: StreamSession = new StreamSession({
      client: this.#client,
      file,
      request: { url, method: info.method, headers: options.headers ?? {}, body: options.body },
      info,
      isPast,
      unsendable,
      log: options.log ?? (() => undefined),
      onClosed: () => this.#sessions.delete(session),
    });
    this.#sessions.add(session);
    return session;
  }
}

function checkedUrl(text: string): { readonly url: string; readonly unsendable: Problem | undefined } {
  const parsed = parseEndpointUrl(text);
  if (parsed.ok) {
    return { url: parsed.url, unsendable: undefined };
  }
  const { code, subject } = parsed.fault;
  return { url: text, unsendable: problem(code === 'empty' ? 'bad-url' : code, subject) };
}

function titleOf(url: string): string {
  if (!URL.canParse(url)) {
    return url;
  }
  const { host, pathname } = new URL(url);
  return pathname === '/' ? host : host + pathname;
}
