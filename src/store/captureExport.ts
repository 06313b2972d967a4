import { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { assertNever } from '../core/assertNever.ts';
import { exportFormats } from '../core/export/exportFormat.ts';
import type { TextExport } from '../core/export/textExport.ts';
import type { ExportOrder, ExportProgress, ExportResult, ExportSelection } from '../core/protocol/exportMessages.ts';
import type { Query } from '../core/query/query.ts';
import { compileQuery } from '../core/query/matchQuery.ts';
import { necessaryTexts } from '../core/query/necessaryText.ts';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import { CaptureBody } from './captureBody.ts';
import { readErased } from './captureErasure.ts';
import { captureInfoSchema } from './captureInfo.ts';
import { ExportWriter } from './exportOutput.ts';
import { conditionOf } from './recordCondition.ts';
import { RecordReader } from './recordReader.ts';
import { RecordSearch } from './recordSearch.ts';
import { checkRecord, isBlock, recordColumns } from './storedRecord.ts';
import type { StoredRecord } from './storedRecord.ts';

/** Bytes of a body to copy at once. */
const copyBytes = 1024 * 1024;
/** Records between two reports. */
const reportRecords = 1000;
/** Share of the work that finding the records is, where they have to be found. */
const findingShare = 0.2;
const blockCodes = recordKinds
  .filter(isBlock)
  .map((kind) => recordKindCodes[kind])
  .join(', ');

/**
 * Writes records of a capture, with flat memory; a file under its partial name, of which a failure leaves nothing. What
 * arrives after the call is left out.
 */
export function exportCapture(order: ExportOrder, onProgress: (progress: ExportProgress) => void): ExportResult {
  const database = new DatabaseSync(order.capture, { readOnly: true });
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    const writer = new ExportWriter(order.output);
    try {
      const records = new CaptureExport(database, writer, onProgress).write(order);
      return { records, bytes: writer.bytes, content: writer.finish() };
    } catch (error) {
      writer.discard();
      throw error;
    }
  } finally {
    database.close();
  }
}

class CaptureExport {
  readonly #database: DatabaseSync;
  readonly #body: CaptureBody;
  readonly #reader: RecordReader;
  readonly #writer: ExportWriter;
  readonly #onProgress: (progress: ExportProgress) => void;
  readonly #newestSeq: number;
  #written = 0;

  constructor(database: DatabaseSync, writer: ExportWriter, onProgress: (progress: ExportProgress) => void) {
    this.#database = database;
    this.#body = new CaptureBody(database);
    this.#reader = new RecordReader(database, this.#body);
    const erased = readErased(database);
    this.#reader.keepId(erased.idSeq, erased.id);
    this.#writer = writer;
    this.#onProgress = onProgress;
    this.#newestSeq = Number(database.prepare('SELECT max(seq) AS seq FROM record').get()?.['seq'] ?? 0);
  }

  /** Returns the number of records. */
  write({ format, selection, afterSeq }: ExportOrder): number {
    const records = this.#records(selection, afterSeq);
    const { content } = exportFormats[format];
    if (content === 'bytes') {
      this.#writeBytes(records);
    } else {
      this.#writeText(records, content);
    }
    return this.#written;
  }

  #records(selection: ExportSelection, afterSeq: number): Iterable<StoredRecord> {
    switch (selection.selection) {
      case 'all':
        return this.#all(afterSeq);
      case 'query':
        return this.#matching(selection.query, selection.kinds, afterSeq);
      case 'records':
        return this.#given(
          selection.seqs.filter((seq) => seq > afterSeq),
          0,
        );
      default:
        return assertNever(selection);
    }
  }

  *#all(afterSeq: number): Generator<StoredRecord> {
    const rows = this.#database
      .prepare(`SELECT ${recordColumns} FROM record WHERE seq > ? AND seq <= ? ORDER BY seq`)
      .iterate(afterSeq, this.#newestSeq);
    let position = 0;
    for (const row of rows) {
      this.#report(position, position / (this.#newestSeq - afterSeq));
      position += 1;
      yield checkRecord(row);
    }
  }

  #matching(query: Query, kinds: readonly RecordKind[], afterSeq: number): Iterable<StoredRecord> {
    const options = {
      predicate: compileQuery(query),
      kinds,
      texts: necessaryTexts(query),
      condition: conditionOf(query, kinds),
      afterSeq,
    };
    const search = new RecordSearch(this.#database, this.#reader, options);
    // A stream that brings records as quickly as they are found would keep the export from ending.
    while (search.scanned < this.#newestSeq && search.advance()) {
      this.#onProgress({
        done: (findingShare * (search.scanned - afterSeq)) / (this.#newestSeq - afterSeq),
        records: 0,
        bytes: 0,
      });
    }
    const { matches } = search;
    return this.#given(
      {
        *[Symbol.iterator]() {
          for (let position = 0; position < matches.length; position += 1) {
            yield matches.at(position) ?? 0;
          }
        },
        length: matches.length,
      },
      findingShare,
    );
  }

  /** @param doneBefore Share of the work that is done already. */
  *#given(seqs: Iterable<number> & { readonly length: number }, doneBefore: number): Generator<StoredRecord> {
    const one = this.#database.prepare(`SELECT ${recordColumns} FROM record WHERE seq = ?`);
    let position = 0;
    for (const seq of seqs) {
      this.#report(position, doneBefore + (1 - doneBefore) * (position / seqs.length));
      position += 1;
      const row = one.get(seq);
      if (row !== undefined) {
        yield checkRecord(row);
      }
    }
  }

  #writeText(records: Iterable<StoredRecord>, text: TextExport): void {
    const startedAt = this.#startedAt();
    this.#writer.addText(text.begin);
    for (const record of records) {
      this.#writer.addText(text.record(this.#reader.exported(record, startedAt), this.#written));
      this.#written += 1;
    }
    this.#writer.addText(text.end);
  }

  /**
   * Each byte once, in the order of the wire. A line that is a record of its own may stand in a block, which is then the
   * first one after it: such lines wait until it is known whether their block is written, too.
   */
  #writeBytes(records: Iterable<StoredRecord>): void {
    const lines: ByteRange[] = [];
    const flush = (before = Infinity): void => {
      lines.filter(({ start }) => start < before).forEach((line) => this.#copy(line));
      lines.length = 0;
    };
    const blockBetween = this.#database.prepare(
      `SELECT 1 FROM record WHERE seq > ? AND seq < ? AND kind IN (${blockCodes}) LIMIT 1`,
    );
    let lineSeq = 0;
    for (const { seq, kind, start, length } of records) {
      if (lines.length > 0 && seq > lineSeq + 1 && blockBetween.get(lineSeq, seq) !== undefined) {
        flush();
      }
      if (isBlock(kind)) {
        flush(start);
        this.#copy({ start, end: start + length });
      } else if (length > 0) {
        addTo(lines, { start, end: start + length });
        lineSeq = seq;
      }
      this.#written += 1;
    }
    flush();
  }

  #copy({ start, end }: ByteRange): void {
    for (let offset = start; offset < end;) {
      const piece = this.#body.read(offset, Math.min(copyBytes, end - offset));
      if (piece.length === 0) {
        throw new Error(`The capture lacks the bytes from ${offset}`);
      }
      this.#writer.add(piece);
      offset += piece.length;
    }
  }

  #report(position: number, done: number): void {
    if (position % reportRecords === 0) {
      this.#onProgress({ done, records: this.#written, bytes: this.#writer.bytes });
    }
  }

  #startedAt(): number {
    const json = this.#database.prepare("SELECT value FROM info WHERE key = 'session'").get()?.['value'];
    return typeof json === 'string' ? v.parse(captureInfoSchema, JSON.parse(json)).startedAt : 0;
  }
}

interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Lines one after the other become one range: only fields stand between lines of a block and those before it. */
function addTo(lines: ByteRange[], { start, end }: ByteRange): void {
  const last = lines.at(-1);
  if (last?.end === start) {
    lines[lines.length - 1] = { start: last.start, end };
  } else {
    lines.push({ start, end });
  }
}
