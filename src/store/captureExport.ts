import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { exportFormats } from '../core/export/exportFormat.ts';
import type { TextExport } from '../core/export/textExport.ts';
import type { ExportOrder, ExportResult, ExportSelection } from '../core/protocol/exportMessages.ts';
import { compileQuery } from '../core/query/matchQuery.ts';
import { necessaryTexts } from '../core/query/necessaryText.ts';
import { CaptureBody } from './captureBody.ts';
import { readErased } from './captureErasure.ts';
import { captureInfoSchema } from './captureInfo.ts';
import { RecordReader } from './recordReader.ts';
import { RecordSearch } from './recordSearch.ts';

/** Bytes to gather before they are written. */
const writeBytes = 1024 * 1024;
/** Bytes of a body to copy at once. */
const copyBytes = 1024 * 1024;
/** Records between two reports. */
const reportRecords = 1000;
/** Share of the work that finding the records is. */
const findingShare = 0.2;

/**
 * Writes records of a capture to a file, with flat memory. The file gets its name when it is whole; until then, and after a
 * failure, there is none of that name that was not there before.
 *
 * @param onProgress Called with how much is done, 0 to 1.
 */
export function exportCapture(order: ExportOrder, onProgress: (done: number) => void): ExportResult {
  const partial = partialFile(order.target);
  const database = new DatabaseSync(order.file, { readOnly: true });
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    const output = new Output(partial);
    try {
      const records = new CaptureExport(database, output, onProgress).write(order);
      output.close();
      renameSync(partial, order.target);
      return { records, bytes: output.bytes };
    } catch (error) {
      output.discard();
      throw error;
    }
  } finally {
    database.close();
  }
}

/** The file that an export is written to until it is whole. */
export function partialFile(target: string): string {
  return `${target}.partial`;
}

/** A file that is written in large pieces. */
class Output {
  readonly #file: string;
  readonly #descriptor: number;
  #pieces: Uint8Array[] = [];
  #pending = 0;
  #bytes = 0;
  #isOpen = true;

  constructor(file: string) {
    this.#file = file;
    this.#descriptor = openSync(file, 'w');
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(piece: Uint8Array): void {
    // A copy, because the reader's buffer may be used again before it is written.
    this.#pieces.push(Uint8Array.from(piece));
    this.#pending += piece.length;
    this.#bytes += piece.length;
    if (this.#pending >= writeBytes) {
      this.#flush();
    }
  }

  close(): void {
    this.#flush();
    this.#isOpen = false;
    closeSync(this.#descriptor);
  }

  discard(): void {
    if (this.#isOpen) {
      closeSync(this.#descriptor);
    }
    rmSync(this.#file, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#pieces);
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.#descriptor, bytes, written);
    }
    this.#pieces = [];
    this.#pending = 0;
  }
}

class CaptureExport {
  readonly #database: DatabaseSync;
  readonly #body: CaptureBody;
  readonly #reader: RecordReader;
  readonly #output: Output;
  readonly #onProgress: (done: number) => void;

  constructor(database: DatabaseSync, output: Output, onProgress: (done: number) => void) {
    this.#database = database;
    this.#body = new CaptureBody(database);
    this.#reader = new RecordReader(database, this.#body);
    const erased = readErased(database);
    this.#reader.keepId(erased.idSeq, erased.id);
    this.#output = output;
    this.#onProgress = onProgress;
  }

  /** Returns the number of records. */
  write({ format, selection }: ExportOrder): number {
    const seqs = this.#seqs(selection);
    const text = exportFormats[format];
    if (text === 'bytes') {
      this.#writeBytes(seqs);
    } else {
      this.#writeText(seqs, text);
    }
    return seqs.length;
  }

  #seqs(selection: ExportSelection): SeqSource {
    if (selection.selection === 'records') {
      const { seqs } = selection;
      return { length: seqs.length, at: (position) => seqs[position] };
    }
    const { query, kinds, afterSeq } = selection;
    const options = { predicate: compileQuery(query), kinds, texts: necessaryTexts(query), afterSeq };
    const search = new RecordSearch(this.#database, this.#reader, options);
    const newest = Number(this.#database.prepare('SELECT max(seq) AS seq FROM record').get()?.['seq'] ?? 0);
    while (search.advance()) {
      this.#onProgress(findingShare * Math.min(1, (search.scanned - afterSeq) / Math.max(1, newest - afterSeq)));
    }
    const { matches } = search;
    return { length: matches.length, at: (position) => matches.at(position) };
  }

  #writeText(seqs: SeqSource, text: TextExport): void {
    const startedAt = this.#startedAt();
    this.#output.add(Buffer.from(text.begin));
    let written = 0;
    for (let position = 0; position < seqs.length; position += 1) {
      const record = this.#reader.exported(seqs.at(position) ?? 0, startedAt);
      if (record !== undefined) {
        this.#output.add(Buffer.from(text.record(record, written)));
        written += 1;
      }
      this.#report(position, seqs.length);
    }
    this.#output.add(Buffer.from(text.end));
  }

  /** Each byte once, in the order of the wire: lines that are records of their own may stand in the block around them too. */
  #writeBytes(seqs: SeqSource): void {
    let lines: ByteRange[] = [];
    for (let position = 0; position < seqs.length; position += 1) {
      const found = this.#reader.rangeOf(seqs.at(position) ?? 0);
      if (found?.isBlock === true) {
        lines.filter(({ start }) => start < found.start).forEach((range) => this.#copy(range));
        this.#copy(found);
        lines = [];
      } else if (found !== undefined) {
        lines = joined(lines, found);
      }
      this.#report(position, seqs.length);
    }
    lines.forEach((range) => this.#copy(range));
  }

  #copy({ start, end }: ByteRange): void {
    for (let offset = start; offset < end;) {
      const piece = this.#body.read(offset, Math.min(copyBytes, end - offset));
      if (piece.length === 0) {
        throw new Error(`The capture lacks the bytes from ${offset}`);
      }
      this.#output.add(piece);
      offset += piece.length;
    }
  }

  #report(position: number, length: number): void {
    if (position % reportRecords === 0) {
      this.#onProgress(findingShare + (1 - findingShare) * (position / length));
    }
  }

  #startedAt(): number {
    const json = this.#database.prepare("SELECT value FROM info WHERE key = 'session'").get()?.['value'];
    return typeof json === 'string' ? v.parse(captureInfoSchema, JSON.parse(json)).startedAt : 0;
  }
}

/** Numbers of records by position, ascending. */
interface SeqSource {
  readonly length: number;
  readonly at: (position: number) => number | undefined;
}

interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Lines one after the other become one range: only fields stand between lines of a block and those before it. */
function joined(ranges: readonly ByteRange[], next: ByteRange): ByteRange[] {
  const last = ranges.at(-1);
  return last?.end === next.start ? [...ranges.slice(0, -1), { start: last.start, end: next.end }] : [...ranges, next];
}
