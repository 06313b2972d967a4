import { Worker } from 'node:worker_threads';
import { assertNever } from '../core/assertNever.ts';
import type { CaptureRequests, CaptureRequestType, FromCapture, ToCapture } from '../core/protocol/captureMessages.ts';
import type { CaptureInfo } from './captureInfo.ts';
import { WriteBudget } from './writeBudget.ts';

type Requests = CaptureRequests<CaptureInfo>;
type Order = Exclude<ToCapture<CaptureInfo>, { readonly requestId: number }>;

/**
 * Room for new objects in the capture thread: records live no longer than their batch, and with V8's own choice the
 * room grows to several times what that needs. MiB.
 */
const maxYoungGenerationSizeMb = 16;

interface PendingRequest {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** What a session hears from the capture thread without having asked. */
export interface CaptureListener {
  /** The thread has committed a buffer's bytes and gives it back. */
  taken(buffer: ArrayBuffer): void;
  recordingFailed(message: string): void;
  /** The block at hand is longer than can be taken. */
  blockTooLong(bytes: number): void;
}

/** The main thread's end of the capture thread. Starts the thread with the first message. */
export class CaptureClient {
  /** What all sessions have on their way to the thread. */
  readonly budget = new WriteBudget();
  readonly #workerFile: string;
  #worker: Worker | undefined;
  #nextRequestId = 1;
  readonly #pending = new Map<number, PendingRequest>();
  readonly #listeners = new Map<string, CaptureListener>();
  #disposed = false;

  constructor(workerFile: string) {
    this.#workerFile = workerFile;
  }

  listen(session: string, listener: CaptureListener): void {
    this.#listeners.set(session, listener);
  }

  unlisten(session: string): void {
    this.#listeners.delete(session);
  }

  send(order: Order, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#disposed) {
      return;
    }
    this.#started().postMessage(order, transfer);
  }

  /** Rejects where the thread cannot answer or is gone. */
  request<Type extends CaptureRequestType>(
    type: Type,
    session: string,
    request: Requests[Type]['request'],
  ): Promise<Requests[Type]['reply']> {
    if (this.#disposed) {
      return Promise.reject(new Error('The engine has ended'));
    }
    const requestId = this.#nextRequestId;
    this.#nextRequestId += 1;
    return new Promise((resolve, reject) => {
      this.#pending.set(requestId, { resolve, reject });
      this.#started().postMessage({ ...request, type, session, requestId });
    });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#rejectAll(new Error('The capture thread has ended'));
  }

  #started(): Worker {
    if (this.#worker === undefined) {
      const worker = new Worker(this.#workerFile, { resourceLimits: { maxYoungGenerationSizeMb } });
      worker.on('message', (message: FromCapture) => this.#receive(message));
      worker.on('error', (error) => this.#fail(worker, error));
      worker.on('exit', () => this.#fail(worker, new Error('The capture thread has ended')));
      this.#worker = worker;
    }
    return this.#worker;
  }

  #receive(message: FromCapture): void {
    switch (message.type) {
      case 'taken':
        this.#listeners.get(message.session)?.taken(message.buffer);
        break;
      case 'reply': {
        const pending = this.#pending.get(message.requestId);
        this.#pending.delete(message.requestId);
        // The request's type decides the reply's; the thread is the only one that answers.
        pending?.resolve(message.value as never);
        break;
      }
      case 'requestFailed': {
        const pending = this.#pending.get(message.requestId);
        this.#pending.delete(message.requestId);
        pending?.reject(new Error(message.message));
        break;
      }
      case 'recordingFailed':
        this.#listeners.get(message.session)?.recordingFailed(message.message);
        break;
      case 'blockTooLong':
        this.#listeners.get(message.session)?.blockTooLong(message.bytes);
        break;
      default:
        assertNever(message);
    }
  }

  /** The thread broke down: every session is told, and the next message starts a new one. */
  #fail(worker: Worker, error: Error): void {
    if (this.#worker !== worker) {
      return;
    }
    this.#worker = undefined;
    for (const listener of this.#listeners.values()) {
      listener.recordingFailed(error.message);
    }
    this.#rejectAll(error);
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#pending.values()) {
      reject(error);
    }
    this.#pending.clear();
  }
}
