import { maxPartBytes } from '../../src/core/protocol/rawMessages.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import type { RecordPart } from '../../src/core/record/recordContents.ts';
import { RawBytes } from './rawBytes.ts';

/** The first part is short, so that something is to be seen at once. Bytes. */
const firstPartBytes = 64 * 1024;

/** Reads a stretch of a record's bytes; `null`: there is no such record any more. */
export type ReadPart = (seq: number, start: number, length: number) => Promise<RecordPart | null>;

/** Reads the bytes of the record that is looked at, part by part. */
export class RawSource {
  readonly #changed: () => void;
  #record: RecordDetail | undefined;
  #bytes: RawBytes | undefined;
  #abort = new AbortController();

  /** @param changed Called when more has come. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The bytes so far: those of the record before until the first part of the new one is here. */
  get bytes(): RawBytes | undefined {
    return this.#bytes;
  }

  show(record: RecordDetail, read: ReadPart): void {
    if (record === this.#record) {
      return;
    }
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#record = record;
    void this.#read(record, read, this.#abort.signal);
  }

  stop(): void {
    this.#abort.abort();
    this.#record = undefined;
  }

  async #read(record: RecordDetail, read: ReadPart, signal: AbortSignal): Promise<void> {
    const bytes = new RawBytes(record);
    do {
      const size = bytes.known === 0 ? firstPartBytes : maxPartBytes;
      const part = await read(record.row.seq, bytes.known, size).catch(() => null);
      if (signal.aborted) {
        return;
      }
      if (part === null) {
        this.#endEarly(bytes, record);
      } else {
        bytes.add(part);
      }
      this.#bytes = bytes;
      this.#changed();
    } while (!bytes.isComplete);
  }

  /** The record was erased, or the host does not answer: what came with the record itself is still something. */
  #endEarly(bytes: RawBytes, record: RecordDetail): void {
    if (bytes.known === 0) {
      bytes.add({ bytes: record.raw, chunks: { begin: 0, ends: new Float64Array(0) } });
    }
    bytes.end();
  }
}
