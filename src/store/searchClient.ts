import { Worker } from 'node:worker_threads';
import { assertNever } from '../core/assertNever.ts';
import type {
  FromSearch,
  SearchProgress,
  SearchRequest,
  SearchRequests,
  SearchRequestType,
  ToSearch,
} from '../core/protocol/searchMessages.ts';

/** A working thread that says nothing for so long is caught in a regular expression. Milliseconds. */
const defaultStuckMs = 2000;
/** A thread that takes so long to start will not. Milliseconds. */
const startLimitMs = 30_000;
/** A thread that has been silent for so long does not hear of a new search soon. Milliseconds. */
const busyMs = 150;

/** What became of a search. */
export type SearchFailure =
  /** One record took so long that the search was given up: a regular expression that backtracks without end. */
  { readonly failure: 'too-slow' } | { readonly failure: 'broken'; readonly message: string };

/** Hears of the newest search. */
export interface SearchListener {
  progress(progress: SearchProgress): void;
  failed(failure: SearchFailure): void;
}

interface PendingRequest {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The main thread's end of a search thread. A thread of its own reads the capture while the capture thread writes it, and
 * can be ended when a regular expression never ends.
 */
export class SearchClient {
  readonly #workerFile: string;
  readonly #listener: SearchListener;
  readonly #stuckMs: number;
  readonly #pending = new Map<number, PendingRequest>();
  #worker: Worker | undefined;
  /** Whether the thread has started. */
  #isReady = false;
  #search = 0;
  #nextRequestId = 1;
  #watchdog: NodeJS.Timeout | undefined;
  #heardAt = 0;
  /** Whether the capture may have grown since the thread was last told so. */
  #hasGrown = false;

  constructor(workerFile: string, listener: SearchListener, { stuckMs = defaultStuckMs } = {}) {
    this.#workerFile = workerFile;
    this.#listener = listener;
    this.#stuckMs = stuckMs;
  }

  /** Begins a search; the one before ends. */
  search(request: SearchRequest): void {
    // One that starts is not caught: it takes the newest search when it is there.
    if (this.#isReady && this.#watchdog !== undefined && performance.now() - this.#heardAt > busyMs) {
      this.#endThread('The search has ended');
    }
    this.#search += 1;
    this.#hasGrown = false;
    this.#send({ type: 'search', search: this.#search, ...request });
    this.#watch();
  }

  /** The capture may have grown. */
  extend(): void {
    if (this.#worker === undefined) {
      return;
    }
    if (this.#watchdog === undefined) {
      this.#hasGrown = false;
      this.#send({ type: 'extend' });
      this.#watch();
    } else {
      // The thread may have seen the end already, and only its word is still on the way.
      this.#hasGrown = true;
    }
  }

  request<Type extends SearchRequestType>(
    type: Type,
    request: SearchRequests[Type]['request'],
  ): Promise<SearchRequests[Type]['reply']> {
    if (this.#worker === undefined && type !== 'keys') {
      return Promise.reject(new Error('The search has ended'));
    }
    this.#worker ??= this.#startThread();
    const worker = this.#worker;
    const requestId = this.#nextRequestId;
    this.#nextRequestId += 1;
    return new Promise((resolve, reject) => {
      this.#pending.set(requestId, { resolve, reject });
      worker.postMessage({ ...request, type, search: this.#search, requestId });
    });
  }

  dispose(): void {
    this.#endThread('The search has ended');
  }

  #send(message: ToSearch): void {
    this.#worker ??= this.#startThread();
    this.#worker.postMessage(message);
  }

  #startThread(): Worker {
    const worker = new Worker(this.#workerFile);
    // A search alone keeps no program running.
    worker.unref();
    worker.on('message', (message: FromSearch) => {
      if (worker === this.#worker) {
        this.#receive(message);
      }
    });
    worker.on('error', (error) => {
      if (worker === this.#worker) {
        this.#fail({ failure: 'broken', message: error.message });
      }
    });
    return worker;
  }

  #receive(message: FromSearch): void {
    this.#heardAt = performance.now();
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        if (this.#watchdog !== undefined) {
          this.#watch();
        }
        break;
      case 'progress':
        if (message.search === this.#search) {
          const { matched, scanned, isComplete } = message;
          if (isComplete) {
            this.#unwatch();
          } else {
            this.#watch();
          }
          this.#listener.progress({ matched, scanned, isComplete });
          if (isComplete && this.#hasGrown) {
            this.extend();
          }
        }
        break;
      case 'failed':
        if (message.search === this.#search) {
          this.#fail({ failure: 'broken', message: message.message });
        }
        break;
      case 'reply':
        // The request's type decides the reply's; the thread is the only one that answers.
        this.#settle(message.requestId)?.resolve(message.value as never);
        break;
      case 'requestFailed':
        this.#settle(message.requestId)?.reject(new Error(message.message));
        break;
      default:
        assertNever(message);
    }
  }

  #settle(requestId: number): PendingRequest | undefined {
    const pending = this.#pending.get(requestId);
    this.#pending.delete(requestId);
    return pending;
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#heardAt = performance.now();
    const limitMs = this.#isReady ? this.#stuckMs : startLimitMs;
    this.#watchdog = setTimeout(() => this.#fail({ failure: 'too-slow' }), limitMs);
  }

  #unwatch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = undefined;
  }

  #fail(failure: SearchFailure): void {
    this.#endThread('The search has failed');
    this.#listener.failed(failure);
  }

  #endThread(reason: string): void {
    this.#unwatch();
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#isReady = false;
    this.#hasGrown = false;
    for (const { reject } of this.#pending.values()) {
      reject(new Error(reason));
    }
    this.#pending.clear();
  }
}
