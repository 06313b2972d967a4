import { createParser } from 'eventsource-parser';
import type { EventSourceMessage, EventSourceParser } from 'eventsource-parser';
import { isSendable } from '../connection/lastEventId.ts';
import type { DiagnosticCode } from './diagnostic.ts';
import type { ParsedRecord, RecordSink } from './parsedRecord.ts';

const lf = 0x0a;
const cr = 0x0d;
const colon = 0x3a;
const space = 0x20;

/** The longest delay that a timer takes (2^31 - 1); a longer one would fire at once. Milliseconds. */
export const maxTimerMs = 2_147_483_647;

/** What a parser knows when a body ends. */
export interface StreamEnd {
  /** Last event ID after the last complete block. */
  readonly lastEventId: string;
  /** Value of the last valid `retry` field, milliseconds; `undefined` if there was none. */
  readonly retryMs: number | undefined;
}

const noDiagnostics: readonly DiagnosticCode[] = [];
const idNotSendable: readonly DiagnosticCode[] = ['id-not-sendable'];

/**
 * Turns the bytes of one body into records. Finds the lines itself, because a debugger must know where each byte went and
 * eventsource-parser neither counts bytes nor reports every line it ignores; what the fields of a block mean, and when an
 * event is dispatched, is eventsource-parser's to say. How the bytes are cut into chunks never changes the records.
 */
export class StreamParser {
  readonly #sink: RecordSink;
  readonly #fields: EventSourceParser;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** Pieces of the line that is not finished yet; joined once it is, so that a long line costs linear time. */
  #carry: Uint8Array[] = [];
  #carryLength = 0;
  /** Offset of the first byte that no finished line covers. */
  #lineStart = 0;
  /** The last byte so far was the CR of a finished line: a LF that comes next belongs to it. */
  #afterCarriageReturn = false;
  /** The body's first three bytes are not seen yet, so a BOM may still come. */
  #atStart = true;

  /** Offset where the current block begins. */
  #blockStart = 0;
  #dataLines = 0;
  #dataStart = -1;
  #dataEnd = -1;
  #dataSize = 0;
  #hasEventField = false;
  #blockOpen = false;
  #blockId: string | undefined;
  #hasRecord = false;
  /** Offset after the record before. */
  #recordEnd = 0;

  #lastEventId: string;
  #retryMs: number | undefined;

  /** What the callbacks of eventsource-parser said of the line just fed. */
  #dispatched: EventSourceMessage | undefined;
  #lineRetry: number | undefined;

  /** @param lastEventId The ID known from before: it is carried over a reconnect (WPT format-field-id-2). */
  constructor(sink: RecordSink, lastEventId: string) {
    this.#sink = sink;
    this.#lastEventId = lastEventId;
    this.#fields = createParser({
      onEvent: (event) => (this.#dispatched = event),
      onRetry: (retryMs) => (this.#lineRetry = retryMs),
    });
    // eventsource-parser strips a BOM of its own accord, also a second one. An empty line first makes it expect none.
    this.#fields.feed('\n');
  }

  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** Value of the last valid `retry` field of this body, milliseconds. */
  get retryMs(): number | undefined {
    return this.#retryMs;
  }

  /** Bytes of the block that is not complete yet. */
  get pendingBytes(): number {
    return this.#lineStart + this.#carryLength - this.#blockStart;
  }

  /** Takes the next bytes of the body. They are not kept: the caller may reuse them. */
  push(bytes: Uint8Array): void {
    let from = 0;
    if (this.#afterCarriageReturn && bytes.length > 0) {
      this.#afterCarriageReturn = false;
      if (bytes[0] === lf) {
        from = 1;
        this.#extendPastLineEnd();
      }
    }
    if (this.#carryLength > 0) {
      const end = firstLineEnd(bytes, from);
      if (end === -1) {
        this.#keep(bytes, from);
        return;
      }
      this.#keep(bytes.subarray(0, end), from);
      from = this.#finishCarriedLine(bytes, end);
    }
    const afterLf = bytes.lastIndexOf(lf) + 1;
    // Only what follows the last LF is searched for a CR: mostly there is none, and the search would be the whole body's.
    const end = afterLf + bytes.subarray(afterLf).lastIndexOf(cr) + 1;
    if (end > from) {
      this.#lines(bytes.subarray(from, end));
      from = end;
      if (end < bytes.length) {
        // A LF after that CR would have been the last line end.
        this.#afterCarriageReturn = false;
      }
    }
    this.#keep(bytes, from);
  }

  /** Says that the body is over. A block that is not complete is dropped, with its ID (HTML 9.2.6). */
  end(): StreamEnd {
    const end = this.#lineStart + this.#carryLength;
    if (end > this.#blockStart) {
      const isBlock = this.#blockOpen || this.#carryLength > 0;
      this.#emit('dropped', this.#blockStart, end, { diagnostics: isBlock ? ['unfinished-block'] : noDiagnostics });
    }
    this.#carry = [];
    this.#carryLength = 0;
    return { lastEventId: this.#lastEventId, retryMs: this.#retryMs };
  }

  #keep(bytes: Uint8Array, from: number): void {
    if (bytes.length > from) {
      this.#carry.push(bytes.slice(from));
      this.#carryLength += bytes.length - from;
    }
  }

  /** Joins the carried pieces, which now make a whole line, and returns where the next line begins in `bytes`. */
  #finishCarriedLine(bytes: Uint8Array, end: number): number {
    const content = join(this.#carry, this.#carryLength);
    this.#carry = [];
    this.#carryLength = 0;
    let next = end + 1;
    if (bytes[end] === cr) {
      if (next === bytes.length) {
        this.#afterCarriageReturn = true;
      } else if (bytes[next] === lf) {
        next += 1;
      }
    }
    const start = this.#lineStart;
    this.#decodedLine(content, start, start + content.length, start + content.length + next - end);
    return next;
  }

  /** Takes bytes that begin at the start of a line and end with a line end. */
  #lines(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes);
    // Where every byte became one character, positions in the text are positions in the body.
    if (text.length === bytes.length && !text.includes('\r') && !this.#atStart) {
      this.#textLines(text);
    } else {
      this.#byteLines(bytes);
    }
  }

  /** The common case, lines that end with LF and positions that need no translation: one search a line. */
  #textLines(text: string): void {
    const base = this.#lineStart;
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#line(text.slice(start, end + 1), end - start, base + start, base + end, base + end + 1);
      start = end + 1;
    }
  }

  #byteLines(bytes: Uint8Array): void {
    const base = this.#lineStart;
    let start = 0;
    let nextLf = -2;
    let nextCr = -2;
    while (start < bytes.length) {
      // Searched again only when passed: a body of one kind of line end must not be searched for the other at each line.
      if (nextLf < start) {
        nextLf = orLength(bytes.indexOf(lf, start), bytes);
      }
      if (nextCr < start) {
        nextCr = orLength(bytes.indexOf(cr, start), bytes);
      }
      const end = Math.min(nextLf, nextCr);
      let next = end + 1;
      if (end === nextCr) {
        if (next === bytes.length) {
          this.#afterCarriageReturn = true;
        } else if (bytes[next] === lf) {
          next += 1;
        }
      }
      this.#decodedLine(bytes.subarray(start, end), base + start, base + end, base + next);
      start = next;
    }
  }

  #decodedLine(content: Uint8Array, start: number, contentEnd: number, end: number): void {
    let contentStart = start;
    if (this.#atStart) {
      this.#atStart = false;
      // [spec] 9.2.5: one leading U+FEFF BYTE ORDER MARK is ignored.
      if (content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf) {
        content = content.subarray(3);
        contentStart += 3;
      }
    }
    const text = this.#decoder.decode(content);
    this.#line(text + '\n', text.length, contentStart, contentEnd, end);
  }

  /**
   * @param fed The line with a line feed, as eventsource-parser gets it.
   * @param length Characters without the line end.
   * @param start Offset of the line's first byte.
   * @param contentEnd Offset of its line end.
   * @param end Offset after its line end.
   */
  #line(fed: string, length: number, start: number, contentEnd: number, end: number): void {
    this.#lineStart = end;
    if (length === 0) {
      this.#fields.feed(fed);
      this.#endBlock(end);
      return;
    }
    const separator = fed.indexOf(':');
    const nameLength = separator === -1 ? length : separator;
    const valueStart =
      separator === -1 ? contentEnd : start + nameLength + (fed.charCodeAt(nameLength + 1) === space ? 2 : 1);
    if (fed.charCodeAt(0) === colon) {
      this.#lineRecord('comment', start, end, valueStart, contentEnd, noDiagnostics);
      return;
    }
    this.#fields.feed(fed);
    if (nameLength === 4 && fed.startsWith('data')) {
      this.#blockOpen = true;
      this.#dataLines += 1;
      this.#dataSize += contentEnd - valueStart;
      this.#dataStart = valueStart;
      this.#dataEnd = contentEnd;
    } else if (nameLength === 5 && fed.startsWith('event')) {
      this.#blockOpen = true;
      this.#hasEventField = true;
    } else if (nameLength === 2 && fed.startsWith('id')) {
      this.#id(fed.slice(valueStart - start, length), start, end);
    } else {
      this.#retryOrUnknown(nameLength === 5 && fed.startsWith('retry'), start, end, valueStart, contentEnd);
    }
  }

  #id(value: string, start: number, end: number): void {
    // [spec] 9.2.6: a value that contains U+0000 NULL is ignored. eventsource-parser does so without a word.
    if (value.includes('\0')) {
      this.#lineRecord('invalid', start, end, -1, -1, ['id-with-null']);
      return;
    }
    this.#blockOpen = true;
    this.#blockId = value;
  }

  #retryOrUnknown(isRetry: boolean, start: number, end: number, valueStart: number, contentEnd: number): void {
    const retryMs = this.#lineRetry;
    this.#lineRetry = undefined;
    if (retryMs !== undefined) {
      this.#retryMs = retryMs;
      const diagnostics: DiagnosticCode[] = retryMs > maxTimerMs ? ['retry-out-of-range'] : [];
      this.#lineRecord('retry', start, end, valueStart, contentEnd, diagnostics);
    } else {
      this.#lineRecord('invalid', start, end, -1, -1, [isRetry ? 'invalid-retry' : 'unknown-field']);
    }
  }

  /** Emits a record that is one line. Before the first field of a block it is a piece of its own, later it lies within. */
  #lineRecord(
    kind: 'comment' | 'retry' | 'invalid',
    start: number,
    end: number,
    dataStart: number,
    dataEnd: number,
    diagnostics: readonly DiagnosticCode[],
  ): void {
    const from = this.#blockOpen ? start : this.#blockStart;
    this.#emit(kind, from, end, {
      dataStart,
      dataEnd,
      size: kind === 'comment' ? dataEnd - dataStart : end - from,
      diagnostics,
    });
    if (!this.#blockOpen) {
      this.#blockStart = end;
    }
  }

  #endBlock(end: number): void {
    const event = this.#dispatched;
    this.#dispatched = undefined;
    if (!this.#blockOpen) {
      // An empty line without a block before it belongs to the record that it follows.
      if (this.#hasRecord) {
        this.#sink.extend(end - this.#blockStart);
        this.#recordEnd = end;
        this.#blockStart = end;
      }
      return;
    }
    const ownId = this.#blockId;
    if (ownId !== undefined) {
      this.#lastEventId = ownId;
    }
    const start = this.#blockStart;
    const diagnostics = ownId === undefined || isSendable(ownId) ? noDiagnostics : idNotSendable;
    if (event !== undefined) {
      const inOnePiece = this.#dataLines === 1;
      this.#emit('event', start, end, {
        dataStart: inOnePiece ? this.#dataStart : -1,
        dataEnd: inOnePiece ? this.#dataEnd : -1,
        size: this.#dataSize + this.#dataLines - 1,
        type: event.event === undefined || event.event === '' ? 'message' : event.event,
        ownId,
        diagnostics,
      });
    } else if (ownId !== undefined && !this.#hasEventField) {
      this.#emit('id', start, end, { ownId, diagnostics });
    } else {
      this.#emit('dropped', start, end, { ownId, diagnostics: ['block-without-data'] });
    }
    this.#resetBlock(end);
  }

  #resetBlock(start: number): void {
    this.#blockStart = start;
    this.#blockOpen = false;
    this.#dataLines = 0;
    this.#dataSize = 0;
    this.#hasEventField = false;
    this.#blockId = undefined;
  }

  #emit(
    kind: ParsedRecord['kind'],
    start: number,
    end: number,
    {
      dataStart = -1,
      dataEnd = -1,
      size = end - start,
      type = '',
      ownId,
      diagnostics = noDiagnostics,
    }: Partial<ParsedRecord>,
  ): void {
    this.#hasRecord = true;
    this.#recordEnd = end;
    this.#sink.record({ kind, start, end, dataStart, dataEnd, size, type, ownId, diagnostics });
  }

  /** The LF of a CRLF came after its line was finished: it belongs to whatever that line belongs to. */
  #extendPastLineEnd(): void {
    const end = this.#lineStart + 1;
    if (this.#hasRecord && this.#recordEnd === this.#lineStart) {
      this.#sink.extend(1);
      this.#recordEnd = end;
    }
    if (this.#hasRecord && this.#blockStart === this.#lineStart) {
      this.#blockStart = end;
    }
    this.#lineStart = end;
  }
}

function firstLineEnd(bytes: Uint8Array, from: number): number {
  const nextLf = bytes.indexOf(lf, from);
  const nextCr = (nextLf === -1 ? bytes : bytes.subarray(0, nextLf)).indexOf(cr, from);
  return nextCr === -1 ? nextLf : nextCr;
}

function orLength(index: number, bytes: Uint8Array): number {
  return index === -1 ? bytes.length : index;
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1 && pieces[0] !== undefined) {
    return pieces[0];
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
