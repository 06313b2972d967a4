import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { assertNever } from '../core/assertNever.ts';
import type { FromSearch, SearchRequest, ToSearch } from '../core/protocol/searchMessages.ts';
import type { JsonKey } from '../core/record/jsonKeys.ts';
import { compileQuery } from '../core/query/matchQuery.ts';
import { necessaryTexts } from '../core/query/necessaryText.ts';
import { CaptureBody } from './captureBody.ts';
import { KeySample } from './keySample.ts';
import { RecordFinder } from './recordFinder.ts';
import { conditionOf } from './recordCondition.ts';
import { RecordReader } from './recordReader.ts';
import { RecordSearch } from './recordSearch.ts';
import { readErased } from './captureErasure.ts';

/** How long to work before messages are looked at, milliseconds. */
const sliceMs = 8;
/** How long to look for JSON keys before the search goes on, milliseconds. */
const sampleSliceMs = 4;
/** Time between two reports, milliseconds. */
const reportMs = 50;

/** A request that is answered. */
type SearchQuestion = Exclude<Extract<ToSearch, { readonly requestId: number }>, KeyQuestion>;
type KeyQuestion = Extract<ToSearch, { readonly type: 'keys' }>;

/** A search with what it reads from. */
interface OpenSearch {
  readonly number: number;
  readonly database: DatabaseSync;
  readonly reader: RecordReader;
  readonly search: RecordSearch;
}

/** The search thread: one search at a time, in slices, so that a new one or a request for rows never waits long. */
class SearchThread {
  readonly #post: (message: FromSearch) => void;
  #open: OpenSearch | undefined;
  #isScheduled = false;
  #reportedAt = 0;
  #reportedMatches = 0;

  constructor(post: (message: FromSearch) => void) {
    this.#post = post;
  }

  handle(message: ToSearch): void {
    switch (message.type) {
      case 'search':
        this.#begin(message.search, message);
        break;
      case 'extend':
        this.#schedule();
        break;
      case 'keys':
        void this.#sample(message);
        break;
      case 'rows':
      case 'matches':
      case 'neighbour':
      case 'find':
      case 'timeline':
      case 'timelineRecord':
      case 'stepTimeline':
      case 'statistics':
        this.#answer(message);
        break;
      default:
        assertNever(message);
    }
  }

  #begin(number: number, { file, query, kinds, afterSeq }: SearchRequest): void {
    this.#open?.database.close();
    this.#open = undefined;
    try {
      const database = openCapture(file);
      const reader = new RecordReader(database, new CaptureBody(database));
      const erased = readErased(database);
      reader.keepId(erased.idSeq, erased.id);
      const options = {
        predicate: compileQuery(query),
        kinds,
        texts: necessaryTexts(query),
        condition: conditionOf(query, kinds),
        afterSeq,
      };
      this.#open = { number, database, reader, search: new RecordSearch(database, reader, options) };
      this.#reportedAt = performance.now();
      this.#reportedMatches = 0;
      this.#schedule();
    } catch (error) {
      this.#post({ type: 'failed', search: number, message: messageOf(error) });
    }
  }

  #schedule(): void {
    if (!this.#isScheduled && this.#open !== undefined) {
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.#work();
      });
    }
  }

  #work(): void {
    const open = this.#open;
    if (open === undefined) {
      return;
    }
    try {
      const end = performance.now() + sliceMs;
      let isComplete = false;
      while (!isComplete && performance.now() < end) {
        isComplete = !open.search.advance();
      }
      this.#report(open, isComplete);
      if (!isComplete) {
        this.#schedule();
      }
    } catch (error) {
      this.#post({ type: 'failed', search: open.number, message: messageOf(error) });
      this.#open = undefined;
      open.database.close();
    }
  }

  /** Tells of the first matches and of the end at once, of all else now and then. */
  #report({ number, search }: OpenSearch, isComplete: boolean): void {
    const now = performance.now();
    const { length: matched } = search.matches;
    const isFirst = this.#reportedMatches === 0 && matched > 0;
    if (isComplete || isFirst || now - this.#reportedAt >= reportMs) {
      this.#reportedAt = now;
      this.#reportedMatches = matched;
      this.#post({ type: 'progress', search: number, matched, scanned: search.scanned, isComplete });
    }
  }

  async #sample({ requestId, file, afterSeq }: KeyQuestion): Promise<void> {
    try {
      this.#post({ type: 'reply', requestId, value: await sampledKeys(file, afterSeq) });
    } catch (error) {
      this.#post({ type: 'requestFailed', requestId, message: messageOf(error) });
    }
  }

  #answer(request: SearchQuestion): void {
    const { requestId } = request;
    try {
      this.#post({ type: 'reply', requestId, value: this.#ask(request) });
    } catch (error) {
      this.#post({ type: 'requestFailed', requestId, message: messageOf(error) });
    }
  }

  #ask(request: SearchQuestion): unknown {
    const open = this.#open;
    if (open?.number !== request.search) {
      throw new Error('The search has ended');
    }
    const { matches, timeline } = open.search;
    const rowOf = (seq: number | undefined): unknown =>
      seq === undefined ? undefined : open.reader.rowsAt([seq], matches.at(matches.positionOf(seq) - 1))[0];
    switch (request.type) {
      case 'rows':
        return open.reader.rowsAt(matches.slice(request.first, request.count), matches.at(request.first - 1));
      case 'matches':
        return matches.between(request.first, request.last);
      case 'find':
        return new RecordFinder(open.database).amongMatches(request.quest, request.from, matches);
      case 'neighbour':
        return matches.neighbour(request.seq, request.backwards);
      case 'timeline':
        return timeline.reader.read(request);
      case 'timelineRecord':
        return rowOf(timeline.reader.nearest(request.place));
      case 'stepTimeline':
        return rowOf(timeline.reader.step(request.step));
      case 'statistics':
        return timeline.statistics.read();
    }
  }
}

/** Samples JSON keys between the slices of a search, which somebody waits for. */
async function sampledKeys(file: string, afterSeq: number): Promise<JsonKey[]> {
  const database = openCapture(file);
  try {
    const sample = new KeySample(database, new RecordReader(database, new CaptureBody(database)), afterSeq);
    for (let end = performance.now() + sampleSliceMs; sample.advance();) {
      if (performance.now() >= end) {
        await nextTurn();
        end = performance.now() + sampleSliceMs;
      }
    }
    return sample.keys;
  } finally {
    database.close();
  }
}

function openCapture(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('PRAGMA busy_timeout = 5000');
  return database;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const port = parentPort;
if (port !== null) {
  const thread = new SearchThread((message) => port.postMessage(message));
  port.on('message', (message: ToSearch) => thread.handle(message));
  port.postMessage({ type: 'ready' } satisfies FromSearch);
}
