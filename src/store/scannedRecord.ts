import { parseJson } from '../core/json.ts';
import type { QuerySubject } from '../core/query/matchQuery.ts';
import type { RecordReader } from './recordReader.ts';
import type { StoredRecord } from './storedRecord.ts';

/** First characters of texts that can be JSON. To parse others only to fail is dear. */
const jsonStart = /^\s*[[{"\dtfn-]/;

/** A stored record as queries see it, one after the other in the same object. Reads its contents when they are asked for. */
export class ScannedRecord implements QuerySubject {
  readonly #reader: RecordReader;
  #record: StoredRecord;
  #before: { readonly seq: number; readonly time: number } | undefined;
  #data: string | undefined;
  #marked: ReadonlySet<number> | undefined;
  #json: { readonly value: unknown } | undefined;

  constructor(reader: RecordReader, first: StoredRecord) {
    this.#reader = reader;
    this.#record = first;
  }

  /** Turns to another record. */
  show(record: StoredRecord): void {
    this.#before = this.#record;
    this.#record = record;
    this.#data = undefined;
    this.#json = undefined;
  }

  get kind(): QuerySubject['kind'] {
    return this.#record.kind;
  }

  get seq(): number {
    return this.#record.seq;
  }

  get time(): number {
    return this.#record.time;
  }

  get gap(): number | null {
    const { seq, time } = this.#record;
    const before = this.#before?.seq === seq - 1 ? this.#before.time : this.#reader.timeOf(seq - 1);
    return before === undefined ? null : time - before;
  }

  get size(): number {
    const { kind, dataLength, length } = this.#record;
    return kind === 'event' || kind === 'comment' ? dataLength : length;
  }

  get type(): string {
    return this.#record.type;
  }

  get id(): string {
    return this.#reader.idOf(this.#record);
  }

  get ownId(): boolean {
    return this.#record.idSeq === this.#record.seq;
  }

  get diagnostics(): QuerySubject['diagnostics'] {
    return this.#record.diagnostics.map(({ code }) => code);
  }

  get change(): QuerySubject['change'] {
    return this.#record.kind === 'connection' ? (this.#reader.changeOf(this.#record.seq)?.change ?? null) : null;
  }

  get isMarked(): boolean {
    // Whoever marks a record while a search goes on, begins it anew.
    this.#marked ??= new Set(this.#reader.marks().map(({ seq }) => seq));
    return this.#marked.has(this.#record.seq);
  }

  readonly data = (): string => {
    this.#data ??= this.#reader.textOf(this.#record);
    return this.#data;
  };

  readonly json = (): unknown => {
    this.#json ??= { value: jsonStart.test(this.data()) ? parseJson(this.data()) : undefined };
    return this.#json.value;
  };
}
