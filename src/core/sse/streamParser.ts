import { createParser } from 'eventsource-parser';
import type { EventSourceMessage, EventSourceParser } from 'eventsource-parser';
import { isSendable } from '../connection/lastEventId.ts';
import { maxTimerMs } from '../timerLimit.ts';
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';
import { beginsJsonValue, findLaterJsonValue, isSeveralJsonValues, mayHoldNeighbours } from './jsonValues.ts';
import { LineCarry } from './lineCarry.ts';
import { LineEnds } from './lineEnds.ts';
import type { LineEnd } from './lineEnds.ts';
import type { ParsedRecord, RecordSink } from './parsedRecord.ts';
import { defaultStreamLimits, longIdBytes, longLineBytes } from './streamLimits.ts';
import type { StreamLimits } from './streamLimits.ts';
import { inspectBytes, isSuspectText, withoutCutCharacter } from './textInspection.ts';

const utf8Encoder = new TextEncoder();
const lf = 0x0a;
const cr = 0x0d;
const colon = 0x3a;
const space = 0x20;

/** Bytes that are decoded at once. Shorter and longer stretches were slower: the text of a longer one is old to the GC. */
const windowBytes = 64 * 1024;

/** What a parser knows when a body ends. */
export interface StreamEnd {
  /** Last event ID after the last complete block. */
  readonly lastEventId: string;
  /** Value of the last valid `retry` field, milliseconds; `undefined` if there was none. */
  readonly retryMs: number | undefined;
}

const noDiagnostics: readonly Diagnostic[] = [];

/**
 * Turns the bytes of one body into records. Finds the lines itself, because a debugger must know where each byte went and
 * eventsource-parser neither counts bytes nor reports every line it ignores; what the fields of a block mean, and when an
 * event is dispatched, is eventsource-parser's to say. How the bytes are cut into chunks never changes the records.
 */
export class StreamParser {
  readonly #sink: RecordSink;
  readonly #fields: EventSourceParser;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  readonly #limits: StreamLimits;
  readonly #lineEnds = new LineEnds();

  /** The line that is not finished yet. */
  readonly #carry = new LineCarry();
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
  /** Offset of the line that set the block's ID. */
  #blockIdStart = 0;
  /** Offset of a later `data` line that begins like a JSON value; -1: none. */
  #laterValueStart = -1;
  /** Whether a line of the body so far may hold several JSON values. */
  #mayHoldNeighbours = false;
  /** What is found in the line at hand. */
  #lineFound: readonly Diagnostic[] = noDiagnostics;
  /** What is found in the lines before it, for the record that is still to come. */
  #found: readonly Diagnostic[] = noDiagnostics;
  #hasRecord = false;
  /** Offset after the record before. */
  #recordEnd = 0;

  #lastEventId: string;
  #retryMs: number | undefined;

  /** What the callbacks of eventsource-parser said of the line just fed. */
  #dispatched: EventSourceMessage | undefined;
  #lineRetry: number | undefined;

  /** @param lastEventId The ID known from before: it is carried over a reconnect (WPT format-field-id-2). */
  constructor(sink: RecordSink, lastEventId: string, limits: StreamLimits = defaultStreamLimits) {
    this.#sink = sink;
    this.#limits = limits;
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

  /** Value of the last valid `retry` field of this body, milliseconds; the largest exact number where it is beyond that. */
  get retryMs(): number | undefined {
    return this.#retryMs;
  }

  /** Bytes of the block that is not complete yet. */
  get pendingBytes(): number {
    return this.#lineStart + this.#carry.length - this.#blockStart;
  }

  /** Bytes of the block that is not complete yet, where they are more than can be taken. */
  get overlongBlock(): number | undefined {
    const pending = this.pendingBytes;
    return pending > this.#limits.maxBlockBytes ? pending : undefined;
  }

  /** Takes the next bytes of the body. They are not kept: the caller may reuse them. */
  push(bytes: Uint8Array): void {
    let from = 0;
    if (this.#afterCarriageReturn && bytes.length > 0) {
      this.#afterCarriageReturn = false;
      if (bytes[0] === lf) {
        from = 1;
        this.#lineEnds.completeCrlf();
        this.#extendPastLineEnd();
      }
    }
    if (this.#carry.length > 0) {
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
    const end = this.#lineStart + this.#carry.length;
    if (end > this.#blockStart) {
      const isBlock = this.#blockOpen || this.#carry.length > 0;
      if (isBlock) {
        this.#findInUnfinishedLine();
        this.#find(this.#lineEnds.settle());
        this.#find([{ code: 'unfinished-block', offset: this.#blockStart }]);
      }
      this.#emit('dropped', this.#blockStart, end, { diagnostics: this.#takeFound() });
    }
    return { lastEventId: this.#lastEventId, retryMs: this.#retryMs };
  }

  #findInUnfinishedLine(): void {
    // A character that the end of the body cut through is no fault of its own.
    const content = withoutCutCharacter(this.#withoutBom(this.#carry.take()));
    const text = this.#decoder.decode(content);
    if (isSuspectText(text, isAsciiText(text, content.length))) {
      this.#find(inspectBytes(content, this.#lineStart));
    }
    if (content.length > longLineBytes) {
      this.#find([{ code: 'long-line', offset: this.#lineStart }]);
    }
  }

  #keep(bytes: Uint8Array, from: number): void {
    if (bytes.length > from) {
      this.#carry.add(bytes.subarray(from));
    }
  }

  /** Takes the carried line, whose end is in `bytes`, and returns where the next line begins there. */
  #finishCarriedLine(bytes: Uint8Array, end: number): number {
    const content = this.#withoutBom(this.#carry.take());
    let next = end + 1;
    let lineEnd: LineEnd = 'lf';
    if (bytes[end] === cr) {
      lineEnd = 'cr';
      if (next === bytes.length) {
        this.#afterCarriageReturn = true;
      } else if (bytes[next] === lf) {
        lineEnd = 'crlf';
        next += 1;
      }
    }
    const text = this.#decoder.decode(content);
    this.#mayHoldNeighbours ||= mayHoldNeighbours(text);
    const start = this.#lineStart;
    const isSuspect = isSuspectText(text, isAsciiText(text, content.length));
    this.#findInLine(isSuspect ? content : undefined, content.length, start, lineEnd);
    const contentEnd = start + content.length;
    this.#line(text + '\n', text.length, start, contentEnd, contentEnd + next - end);
    this.#keepLineFound();
    return next;
  }

  /** Takes bytes that begin at the start of a line and end with a line end. */
  #lines(bytes: Uint8Array): void {
    const lines = this.#withoutBom(bytes);
    let from = 0;
    while (from < lines.length) {
      const to = windowEnd(lines, from);
      this.#window(lines.subarray(from, to));
      from = to;
    }
  }

  /** Takes some whole lines. */
  #window(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes);
    this.#mayHoldNeighbours ||= mayHoldNeighbours(text);
    const isAscii = isAsciiText(text, bytes.length);
    const isSuspect = isSuspectText(text, isAscii) || bytes.length > longLineBytes;
    if (isAscii && !isSuspect && this.#lineEnds.expectsLf && !text.includes('\r')) {
      this.#plainLines(text);
    } else {
      this.#mixedLines(text, bytes, isAscii, isSuspect);
    }
  }

  /** The common case, lines of ASCII that end with LF: positions need no translation, and one search a line will do. */
  #plainLines(text: string): void {
    const base = this.#lineStart;
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#line(text.slice(start, end + 1), end - start, base + start, base + end, base + end + 1);
      start = end + 1;
    }
  }

  /** Lines of any kind: line ends are found in the text, and in the bytes where those that it counts differ. */
  #mixedLines(text: string, bytes: Uint8Array, isAscii: boolean, isSuspect: boolean): void {
    const base = this.#lineStart;
    let start = 0;
    let byteStart = 0;
    let nextLf = -2;
    let nextCr = -2;
    while (start < text.length) {
      // Searched again only when passed: a body of one kind of line end must not be searched for the other at each line.
      if (nextLf < start) {
        nextLf = orLength(text.indexOf('\n', start), text);
      }
      if (nextCr < start) {
        nextCr = orLength(text.indexOf('\r', start), text);
      }
      const end = Math.min(nextLf, nextCr);
      // A character has at least one byte, and no byte of a longer one is a line end.
      const byteEnd = isAscii ? end : bytes.indexOf(end === nextCr ? cr : lf, byteStart + end - start);
      let lineEnd: LineEnd = 'lf';
      let next = end + 1;
      if (end === nextCr) {
        lineEnd = 'cr';
        if (next === text.length) {
          this.#afterCarriageReturn = true;
        } else if (text.charCodeAt(next) === lf) {
          lineEnd = 'crlf';
          next += 1;
        }
      }
      const content = isSuspect ? bytes.subarray(byteStart, byteEnd) : undefined;
      this.#findInLine(content, byteEnd - byteStart, base + byteStart, lineEnd);
      // A CR at the end of what is fed would wait for a LF, and take the next line, if that is empty, for it.
      const fed = lineEnd === 'cr' ? text.slice(start, end) + '\n' : text.slice(start, next);
      const byteNext = byteEnd + next - end;
      this.#line(fed, end - start, base + byteStart, base + byteEnd, base + byteNext);
      this.#keepLineFound();
      start = next;
      byteStart = byteNext;
    }
  }

  /** [spec] 9.2.5: one leading U+FEFF BYTE ORDER MARK is ignored. */
  #withoutBom(bytes: Uint8Array): Uint8Array {
    if (!this.#atStart) {
      return bytes;
    }
    this.#atStart = false;
    if (bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) {
      return bytes;
    }
    this.#lineStart += 3;
    return bytes.subarray(3);
  }

  /** @param suspect The line's bytes, where they are to be looked through. */
  #findInLine(suspect: Uint8Array | undefined, length: number, start: number, lineEnd: LineEnd): void {
    const found = this.#lineEnds.take(lineEnd, start);
    if (suspect === undefined && length <= longLineBytes) {
      this.#lineFound = found;
      return;
    }
    const long: Diagnostic[] = length > longLineBytes ? [{ code: 'long-line', offset: start }] : [];
    this.#lineFound = [...found, ...(suspect === undefined ? [] : inspectBytes(suspect, start)), ...long];
  }

  /** The line was none that makes a record: what is found in it is told with the record to come. */
  #keepLineFound(): void {
    if (this.#lineFound.length > 0) {
      this.#find(this.#lineFound);
      this.#lineFound = noDiagnostics;
    }
  }

  /** Keeps what is to be told with the next record: of each code the first. */
  #find(found: readonly Diagnostic[]): void {
    this.#found = withFirstOfEach(this.#found, found);
  }

  #takeFound(): readonly Diagnostic[] {
    const found = this.#found;
    this.#found = noDiagnostics;
    return found;
  }

  /**
   * @param fed The line with a line end, as eventsource-parser gets it.
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
      if (this.#dataLines > 0 && beginsJsonValue(fed, valueStart - start)) {
        this.#laterValueStart = start;
      }
      this.#dataLines += 1;
      this.#dataSize += contentEnd - valueStart;
      this.#dataStart = valueStart;
      this.#dataEnd = contentEnd;
    } else if (nameLength === 5 && fed.startsWith('event')) {
      this.#blockOpen = true;
      this.#hasEventField = true;
    } else if (nameLength === 2 && fed.startsWith('id')) {
      this.#id(fed.slice(valueStart - start, length), start, end, contentEnd - valueStart);
    } else {
      this.#retryOrUnknown(fed, nameLength, start, end, valueStart, contentEnd);
    }
  }

  /** @param size Bytes of the value. */
  #id(value: string, start: number, end: number, size: number): void {
    // [spec] 9.2.6: a value that contains U+0000 NULL is ignored. eventsource-parser does so without a word.
    if (value.includes('\0')) {
      this.#lineRecord('invalid', start, end, -1, -1, [{ code: 'id-with-null', offset: start }]);
      return;
    }
    this.#blockOpen = true;
    this.#blockId = value;
    this.#blockIdStart = start;
    if (size > longIdBytes) {
      this.#find([{ code: 'long-id', offset: start }]);
    }
  }

  #retryOrUnknown(
    fed: string,
    nameLength: number,
    start: number,
    end: number,
    valueStart: number,
    contentEnd: number,
  ): void {
    const retryMs = this.#lineRetry;
    this.#lineRetry = undefined;
    if (retryMs !== undefined) {
      // With enough digits it is Infinity, which JSON turns into null: no capture and no panel could take it.
      this.#retryMs = Math.min(retryMs, Number.MAX_SAFE_INTEGER);
      const diagnostics: readonly Diagnostic[] =
        retryMs > maxTimerMs ? [{ code: 'retry-out-of-range', offset: start }] : noDiagnostics;
      this.#lineRecord('retry', start, end, valueStart, contentEnd, diagnostics);
      return;
    }
    const isRetry = nameLength === 5 && fed.startsWith('retry');
    const diagnostics: Diagnostic[] = [{ code: isRetry ? 'invalid-retry' : 'unknown-field', offset: start }];
    if (fed.startsWith('\ufeff')) {
      diagnostics.unshift({ code: 'misplaced-bom', offset: start });
    }
    this.#lineRecord('invalid', start, end, -1, -1, diagnostics);
  }

  /** Emits a record that is one line. Before the first field of a block it is a piece of its own, later it lies within. */
  #lineRecord(
    kind: 'comment' | 'retry' | 'invalid',
    start: number,
    end: number,
    dataStart: number,
    dataEnd: number,
    own: readonly Diagnostic[],
  ): void {
    const from = this.#blockOpen ? start : this.#blockStart;
    const before = this.#blockOpen ? noDiagnostics : this.#takeFound();
    const diagnostics = withFirstOfEach(withFirstOfEach(before, own), this.#lineFound);
    this.#lineFound = noDiagnostics;
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
    this.#keepLineFound();
    const ownId = this.#blockId;
    if (ownId !== undefined) {
      this.#lastEventId = ownId;
      if (!isSendable(ownId)) {
        this.#find([{ code: 'id-not-sendable', offset: this.#blockIdStart }]);
      }
    }
    const start = this.#blockStart;
    if (event !== undefined) {
      const inOnePiece = this.#dataLines === 1;
      const size = this.#dataSize + this.#dataLines - 1;
      this.#findInEvent(event.data, size, start, end);
      this.#emit('event', start, end, {
        dataStart: inOnePiece ? this.#dataStart : -1,
        dataEnd: inOnePiece ? this.#dataEnd : -1,
        size,
        type: event.event === undefined || event.event === '' ? 'message' : event.event,
        ownId,
        diagnostics: this.#takeFound(),
      });
    } else if (ownId !== undefined && !this.#hasEventField) {
      this.#emit('id', start, end, { ownId, diagnostics: this.#takeFound() });
    } else {
      this.#find([{ code: 'block-without-data', offset: start }]);
      this.#emit('dropped', start, end, { ownId, diagnostics: this.#takeFound() });
    }
    this.#resetBlock(end);
  }

  /** @param size Bytes of the data. */
  #findInEvent(data: string, size: number, start: number, end: number): void {
    if (size === 0) {
      this.#find([{ code: 'empty-data', offset: this.#dataStart }]);
    }
    if (end - start > this.#limits.largeEventBytes) {
      this.#find([{ code: 'large-event', offset: start }]);
    }
    if (this.#laterValueStart !== -1 && isSeveralJsonValues(data)) {
      this.#find([{ code: 'two-json-values', offset: this.#laterValueStart }]);
    }
    const later = this.#mayHoldNeighbours && this.#dataLines === 1 ? findLaterJsonValue(data) : -1;
    if (later !== -1) {
      const offset = Math.min(this.#dataStart + utf8Encoder.encode(data.slice(0, later)).length, this.#dataEnd);
      this.#find([{ code: 'two-json-values', offset }]);
    }
  }

  #resetBlock(start: number): void {
    this.#blockStart = start;
    this.#blockOpen = false;
    this.#dataLines = 0;
    this.#dataSize = 0;
    this.#hasEventField = false;
    this.#blockId = undefined;
    this.#laterValueStart = -1;
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

/** Where the lines end that are decoded at once: after a LF, unless there is none. */
function windowEnd(bytes: Uint8Array, from: number): number {
  if (bytes.length - from <= windowBytes) {
    return bytes.length;
  }
  const last = bytes.subarray(from, from + windowBytes).lastIndexOf(lf);
  if (last !== -1) {
    return from + last + 1;
  }
  const next = bytes.indexOf(lf, from + windowBytes);
  return next === -1 ? bytes.length : next + 1;
}

/** As many characters as bytes: all are ASCII, or single bytes of something else, each of which became U+FFFD. */
function isAsciiText(text: string, byteLength: number): boolean {
  return text.length === byteLength && !text.includes('\ufffd');
}

function orLength(index: number, text: string): number {
  return index === -1 ? text.length : index;
}

/** Adds what is found to what was found before, unless it has the same code. */
function withFirstOfEach(before: readonly Diagnostic[], found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (found.length === 0) {
    return before;
  }
  if (before.length === 0) {
    return found;
  }
  const isKnown = (code: DiagnosticCode): boolean => before.some((diagnostic) => diagnostic.code === code);
  return [...before, ...found.filter(({ code }) => !isKnown(code))];
}
