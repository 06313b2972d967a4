import type { RecordDetail } from '../../src/core/record/record.ts';
import { inSlices } from '../slices.ts';
import type { JsonDocument } from './jsonDocument.ts';
import { JsonParse, type JsonFault } from './jsonParse.ts';

/** Data that is longer is shown up to here. Characters. */
export const maxShownLength = 16 * 1024 * 1024;
/** Data up to here is parsed at once, so that walking from record to record shows no state in between. Characters. */
const atOnceLength = 200_000;
/** Tokens that are read between two looks at the clock. */
const sliceTokens = 4000;

/** What is known of the data of a record. */
export type DataState =
  /** It has not come as a whole yet, or is being parsed; `text` is its beginning. */
  | { readonly state: 'reading'; readonly text: string }
  | { readonly state: 'json'; readonly text: string; readonly document: JsonDocument }
  /** `fault`: why it is no JSON, where it begins as such. */
  | { readonly state: 'text'; readonly text: string; readonly fault: JsonFault | undefined };

/** Reads the whole data of a record, up to a number of characters. */
export type ReadData = (seq: number, maxLength: number) => Promise<string | undefined>;

/** Holds the data of the record that is looked at: fetches what did not come with it, and parses it in slices. */
export class DataSource {
  readonly #changed: () => void;
  #record: RecordDetail | undefined;
  #state: DataState = { state: 'text', text: '', fault: undefined };
  #abort = new AbortController();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get state(): DataState {
    return this.#state;
  }

  show(record: RecordDetail, read: ReadData): void {
    if (record === this.#record) {
      return;
    }
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#record = record;
    const { data, dataLength } = record;
    this.#state = { state: 'reading', text: data };
    if (data.length < Math.min(dataLength, maxShownLength)) {
      void this.#fetch(record, read, this.#abort.signal);
    } else {
      this.#parse(record, data, this.#abort.signal);
    }
  }

  async #fetch(record: RecordDetail, read: ReadData, signal: AbortSignal): Promise<void> {
    const text = await read(record.row.seq, maxShownLength).catch(() => undefined);
    if (!signal.aborted) {
      this.#parse(record, text ?? record.data, signal);
      this.#changed();
    }
  }

  #parse(record: RecordDetail, text: string, signal: AbortSignal): void {
    if (record.row.kind !== 'event' || text.length < record.dataLength || !/^\s*[[{"]/.test(text)) {
      this.#state = { state: 'text', text, fault: undefined };
      return;
    }
    const parse = new JsonParse(text);
    const step = (): boolean => {
      const result = parse.advance(sliceTokens);
      if (result === undefined) {
        return true;
      }
      this.#state = result.ok
        ? { state: 'json', text, document: result.document }
        : { state: 'text', text, fault: text.trim() === '[DONE]' ? undefined : result.fault };
      return false;
    };
    if (text.length <= atOnceLength) {
      while (step()) {
        // Short enough to go on.
      }
    } else {
      this.#state = { state: 'reading', text: text.slice(0, atOnceLength) };
      void inSlices(step, signal).then((isDone) => {
        if (isDone) {
          this.#changed();
        }
      });
    }
  }
}
