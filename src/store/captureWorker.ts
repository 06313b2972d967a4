import { parentPort } from 'node:worker_threads';
import { assertNever } from '../core/assertNever.ts';
import type { FromCapture, ToCapture } from '../core/protocol/captureMessages.ts';
import type { CaptureInfo } from './captureInfo.ts';
import { CaptureStore } from './captureStore.ts';

type Message = ToCapture<CaptureInfo>;
type Request = Extract<Message, { readonly requestId: number }>;
type Order = Exclude<Message, Request>;

/** The capture thread: owns the stores of all sessions and works through its messages in order. */
class CaptureThread {
  readonly #stores = new Map<string, CaptureStore>();
  readonly #post: (message: FromCapture, transfer?: ArrayBuffer[]) => void;

  constructor(post: (message: FromCapture, transfer?: ArrayBuffer[]) => void) {
    this.#post = post;
  }

  handle(message: Message): void {
    if ('requestId' in message) {
      this.#request(message);
    } else {
      this.#order(message);
    }
  }

  #request(request: Request): void {
    const { requestId } = request;
    try {
      this.#post({ type: 'reply', requestId, value: this.#answer(request) });
    } catch (error) {
      this.#post({ type: 'requestFailed', requestId, message: messageOf(error) });
    }
  }

  #order(order: Order): void {
    const { session } = order;
    try {
      const store = this.#store(session);
      switch (order.type) {
        case 'beginBody':
          store.beginBody(order);
          break;
        case 'body': {
          const tooLong = store.write(new Uint8Array(order.buffer, 0, order.length), order.chunks);
          if (tooLong !== undefined) {
            this.#post({ type: 'blockTooLong', session, bytes: tooLong });
          }
          break;
        }
        case 'change':
          store.change(order.change, order.time);
          break;
        case 'saveInfo':
          store.saveInfo(order.info);
          break;
        case 'saveAttempt':
          store.saveAttempt(order.attempt);
          break;
        default:
          assertNever(order);
      }
    } catch (error) {
      this.#post({ type: 'recordingFailed', session, message: messageOf(error) });
    } finally {
      if (order.type === 'body') {
        this.#post({ type: 'taken', session, buffer: order.buffer }, [order.buffer]);
      }
    }
  }

  #store(session: string): CaptureStore {
    const store = this.#stores.get(session);
    if (store === undefined) {
      throw new Error('The capture is closed');
    }
    return store;
  }

  /** Opens a capture, or takes one that failed up again. */
  #open({ session, file, create }: Extract<Request, { readonly type: 'open' }>): CaptureInfo | undefined {
    const known = this.#stores.get(session);
    if (known !== undefined) {
      if (known.failure === undefined) {
        throw new Error(`${file} is open already`);
      }
      known.recover();
      return known.info();
    }
    const store = new CaptureStore(file, create ? 'create' : 'open');
    try {
      const info = store.info();
      this.#stores.set(session, store);
      return info;
    } catch (error) {
      store.closeUnchanged();
      throw error;
    }
  }

  #answer(request: Request): unknown {
    if (request.type === 'open') {
      return this.#open(request);
    }
    if (request.type === 'describe') {
      const capture = new CaptureStore(request.file, 'read');
      try {
        return { info: capture.info(), counts: capture.counts() };
      } finally {
        capture.closeUnchanged();
      }
    }
    const store = this.#store(request.session);
    switch (request.type) {
      case 'counts':
        return store.counts();
      case 'endBody':
        return store.endBody();
      case 'window':
        return store.window(request.kinds, request.first, request.count);
      case 'detail':
        return store.detail(request.seq, request, request.startedAt);
      case 'previousOfType':
        return store.previousOfType(request.seq);
      case 'recordId':
        return store.recordId(request.seq);
      case 'find':
        return store.find(request.quest, request.from);
      case 'marks':
        return store.marks();
      case 'setMarks':
        return store.setMarks(request.seqs, request.note);
      case 'part':
        return store.part(request.seq, request.start, request.length);
      case 'timeline':
        return store.timeline(request);
      case 'timelineRecord':
        return store.timelineRecord(request.place);
      case 'stepTimeline':
        return store.stepTimeline(request.step);
      case 'statistics':
        return store.statistics();
      case 'attempt':
        return store.attempt(request.number);
      case 'clear':
        store.clear();
        return null;
      case 'undoClear':
        store.undoClear();
        return null;
      case 'close':
        this.#stores.delete(request.session);
        store.close();
        return null;
      default:
        return assertNever(request);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const port = parentPort;
if (port !== null) {
  const thread = new CaptureThread((message, transfer) => port.postMessage(message, transfer));
  port.on('message', (message: Message) => thread.handle(message));
}
