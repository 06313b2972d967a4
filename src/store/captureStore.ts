import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as v from 'valibot';
import type { Attempt, KeptAttempt } from '../core/connection/attempt.ts';
import type { ConnectionChange } from '../core/connection/connectionChange.ts';
import type { BodyIds } from '../core/connection/idHistory.ts';
import { ResumeCheck } from '../core/connection/resume.ts';
import type { Resume } from '../core/connection/resume.ts';
import type { RecordFind, RecordQuest } from '../core/record/recordGoal.ts';
import type { RecordMark } from '../core/record/recordMark.ts';
import type { RecordDetail, RecordRow, RecordWindow } from '../core/record/record.ts';
import type { RecordPart } from '../core/record/recordContents.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import type { Statistics } from '../core/record/statistics.ts';
import type { Timeline, TimelineRequest } from '../core/record/timeline.ts';
import { isWarningNote, noteOfDiagnostics } from '../core/sse/diagnosticNote.ts';
import type { ParsedRecord } from '../core/sse/parsedRecord.ts';
import { defaultStreamLimits } from '../core/sse/streamLimits.ts';
import { StreamParser } from '../core/sse/streamParser.ts';
import type { BodyEnd, CaptureCounts } from '../core/protocol/captureMessages.ts';
import type { TimelinePlace, TimelineStep } from '../core/protocol/timelineMessages.ts';
import { BodyLikeness } from './bodyLikeness.ts';
import { CaptureBody } from './captureBody.ts';
import { CaptureChunks } from './captureChunks.ts';
import { erase, nothingErased, readErased } from './captureErasure.ts';
import { openCaptureFile } from './captureFile.ts';
import type { CaptureMode } from './captureFile.ts';
import { captureInfoSchema } from './captureInfo.ts';
import type { CaptureInfo } from './captureInfo.ts';
import { CaptureNotes } from './captureNotes.ts';
import { CaptureSummary } from './captureSummary.ts';
import { CaptureTransactions } from './captureTransactions.ts';
import { ChunkTimes } from './chunkTimes.ts';
import { ConnectionSpans } from './connectionSpans.ts';
import { readInterruption } from './interruption.ts';
import { KeptAttempts } from './keptAttempts.ts';
import { RecordFinder } from './recordFinder.ts';
import { RecordMarks } from './recordMarks.ts';
import { RecordReader } from './recordReader.ts';
import type { ContentLimits } from './recordReader.ts';
import { RecordTable } from './recordTable.ts';
import type { NewRecord } from './recordTable.ts';
import { ShownRecords } from './shownRecords.ts';
import { loadSummary, saveSummary } from './storedSummary.ts';
import { timelineRowsQuery } from './storedTimelineRecords.ts';

/** Records between two saves of the summary: what has to be read again after a crash. */
const summaryInterval = 200_000;
/** Records before a resume whose IDs are compared with those after it, and the longest ID that is, in characters. */
const resumeRecords = 10_000;
const maxResumeId = 1000;

/** How a body begins. */
export interface BodyBeginning {
  readonly attempt: number;
  /**
   * The ID that applies until the body sets one. Where it is not the last one received, the record before, which tells
   * of the request, is what sets it.
   */
  readonly lastEventId: string;
  /** Value of the Last-Event-ID header; empty: there was none. */
  readonly lastEventIdSent: string;
  /** A block that is longer is not taken. Bytes. */
  readonly maxBlockBytes: number;
}

/**
 * One capture in one SQLite file: takes the bytes of a stream, parses and stores them, and reads windows of what is
 * stored. Synchronous; lives in the capture thread.
 */
export class CaptureStore {
  readonly #database: DatabaseSync;
  readonly #reader: RecordReader;
  readonly #records: RecordTable;
  readonly #notes: CaptureNotes;
  readonly #attempts: KeptAttempts;
  readonly #marks: RecordMarks;
  readonly #finder: RecordFinder;
  readonly #transactions: CaptureTransactions;
  readonly #timelineRows: StatementSync;
  readonly #spans = new ConnectionSpans();

  #shown = new ShownRecords(new CaptureSummary(0), nothingErased);
  #savedSeq = 0;

  #seq = 0;
  #idSeq = 0;
  /** Bytes of all bodies so far. */
  #bodyEnd = 0;
  #attempt = 0;
  #attemptStart = 0;
  #likeness = new BodyLikeness(0);
  /** Record of the request that set another ID than the one received last; 0: none did. */
  #overrideSeq = 0;
  /** The ID received last before that. */
  #receivedBefore = '';
  /** The newest record that the parser found. */
  #parsedSeq = 0;
  /** Waits for what the body at hand says of the Last-Event-ID that it was asked for with. */
  #resume: ResumeCheck | undefined;
  /** What it has said of it. */
  #told: CaptureCounts['resume'];
  /** Whether the attempt at hand has brought a response that opens a stream. */
  #isOpened = false;
  #parser: StreamParser | undefined;
  #lastEventId = '';
  #lastTime = 0;

  /** Of the batch at hand. */
  #chunkTimes = new ChunkTimes();

  /** Events stored since the capture was opened. */
  #receivedEvents = 0;
  #erased = nothingErased;

  /** Opens a capture file, or throws. To `open` one completes what an interrupted run left. */
  constructor(file: string, mode: CaptureMode) {
    this.#database = openCaptureFile(file, mode);
    try {
      this.#records = new RecordTable(this.#database);
      this.#notes = new CaptureNotes(this.#database);
      this.#attempts = new KeptAttempts(this.#database, this.#notes);
      this.#marks = new RecordMarks(this.#notes);
      this.#finder = new RecordFinder(this.#database);
      this.#transactions = new CaptureTransactions(this.#database, () => this.#restore());
      this.#timelineRows = this.#database.prepare(timelineRowsQuery);
      this.#reader = new RecordReader(this.#database, new CaptureBody(this.#database));
      if (mode !== 'create') {
        this.#restore();
      }
      if (mode === 'open') {
        this.#completeInterrupted();
      }
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Why nothing can be recorded any more; `undefined`: all is well. */
  get failure(): Error | undefined {
    return this.#transactions.failure;
  }

  /** Takes orders again after a failure, from what is stored. */
  recover(): void {
    this.#transactions.recover();
    this.#restore();
  }

  /** What was saved of the session; `undefined` in a new capture. */
  info(): CaptureInfo | undefined {
    const json = this.#notes.read('session');
    return typeof json === 'string' ? v.parse(captureInfoSchema, JSON.parse(json)) : undefined;
  }

  saveInfo(info: CaptureInfo): void {
    this.#transactions.refuseAfterFailure();
    this.#notes.write('session', JSON.stringify(info));
  }

  saveAttempt(attempt: KeptAttempt): void {
    this.#transactions.refuseAfterFailure();
    this.#attempts.save(attempt);
  }

  /** What is known of an attempt; `undefined` where nothing was saved of it. */
  attempt(number: number): Attempt | undefined {
    return this.#attempts.read(number, this.#seq);
  }

  /** Begins the body of the next attempt. */
  beginBody({ attempt, lastEventId, lastEventIdSent, maxBlockBytes }: BodyBeginning): void {
    this.#transactions.run(() => {
      this.#attempt = attempt;
      this.#attemptStart = this.#bodyEnd;
      this.#likeness = new BodyLikeness(this.#receivedEvents);
      this.#attempts.begin(attempt, this.#bodyEnd);
      if (lastEventId !== this.#lastEventId) {
        this.#receivedBefore = this.#receivedId();
        this.#lastEventId = lastEventId;
        this.#idSeq = this.#seq;
        this.#overrideSeq = this.#seq;
        this.#records.setId(this.#seq, lastEventId);
      }
      const seq = this.#seq;
      const bodiesBefore = (): readonly BodyIds[] => this.#reader.bodyIdsUntil(seq, resumeRecords, maxResumeId);
      this.#resume = lastEventIdSent === '' ? undefined : new ResumeCheck(lastEventIdSent, bodiesBefore);
      this.#isOpened = false;
      this.#told = undefined;
      this.#parser = new StreamParser(
        { record: (record) => this.#record(record), extend: (bytes) => this.#records.extend(this.#parsedSeq, bytes) },
        this.#lastEventId,
        { ...defaultStreamLimits, maxBlockBytes },
      );
    });
  }

  /**
   * Stores the next bytes of the body in one transaction. Returns the bytes of the block at hand where they are more than
   * can be taken.
   *
   * @param bytes They are not kept.
   * @param chunks Pairs of offset after the chunk's last byte, counted in `bytes`, and arrival time in milliseconds.
   */
  write(bytes: Uint8Array, chunks: Float64Array): number | undefined {
    this.#transactions.run(() => {
      this.#chunkTimes = new ChunkTimes(chunks);
      this.#records.insertBody(this.#bodyEnd, bytes, this.#chunkTimes.stored(this.#bodyEnd));
      this.#parser?.push(bytes);
      this.#likeness.add(bytes);
      this.#bodyEnd += bytes.length;
      this.#lastTime = this.#chunkTimes.last ?? this.#lastTime;
    });
    if (this.#seq - this.#savedSeq >= summaryInterval) {
      this.#saveSummary();
    }
    return this.#parser?.overlongBlock;
  }

  /** Ends the body: what is unfinished is dropped and recorded as such. */
  endBody(): BodyEnd {
    this.#chunkTimes = new ChunkTimes();
    const parser = this.#parser;
    this.#parser = undefined;
    if (parser === undefined) {
      return { lastEventId: this.#lastEventId, retryMs: undefined, likeness: '' };
    }
    const end = this.#transactions.run(() => {
      const ended = parser.end();
      // Where nothing was opened, nobody made anything of the ID.
      if (this.#resume !== undefined && this.#isOpened) {
        this.#resumed(this.#resume.end(), this.#lastTime, this.#bodyEnd);
      }
      return ended;
    });
    this.#lastEventId = end.lastEventId;
    return { ...end, likeness: this.#likeness.read(this.#receivedEvents) };
  }

  /** Records a change of the connection. */
  change(change: ConnectionChange, time: number): void {
    this.#transactions.run(() => {
      this.#lastTime = time;
      this.#isOpened ||= change.change === 'opened';
      this.#storeChange(change, time, this.#bodyEnd);
    });
  }

  counts(): CaptureCounts {
    return {
      ...this.#shown.counts(),
      bytes: this.#bodyEnd,
      lastEventId: this.#parser?.lastEventId ?? this.#lastEventId,
      receivedId: this.#receivedId(),
      retryMs: this.#parser?.retryMs,
      receivedEvents: this.#receivedEvents,
      lastTime: this.#lastTime,
      pendingBytes: this.#parser?.pendingBytes ?? 0,
      resume: this.#told,
    };
  }

  /** @param first Position of the first row among all shown records of the given kinds, from 0. */
  window(kinds: readonly RecordKind[], first: number, count: number): RecordWindow {
    return this.#shown.window(this.#reader, kinds, first, count);
  }

  detail(seq: number, limits: ContentLimits, startedAt: number): RecordDetail | undefined {
    return seq <= this.#shown.clearedSeq ? undefined : this.#reader.detail(seq, limits, startedAt);
  }

  /** The newest shown record before one that is of its kind and, for events, of its type. */
  previousOfType(seq: number): number | undefined {
    return this.#reader.previousOfType(seq, this.#shown.clearedSeq);
  }

  /** The last event ID that applies to a shown record, whole. */
  recordId(seq: number): string | undefined {
    return seq <= this.#shown.clearedSeq ? undefined : this.#reader.idAt(seq);
  }

  /** Looks at the next piece of the way to a record. @param from Number of the record to go on from. */
  find(quest: RecordQuest, from: number): RecordFind {
    return this.#finder.among(quest, from, this.#shown.clearedSeq, this.#seq);
  }

  /** Bookmarks and notes of the shown records. */
  marks(): readonly RecordMark[] {
    return this.#marks.read().filter(({ seq }) => seq > this.#shown.clearedSeq);
  }

  /** Marks shown records. @param note `null`: takes their marks away. */
  setMarks(seqs: readonly number[], note: string | null): readonly RecordMark[] {
    const { clearedSeq } = this.#shown;
    this.#transactions.run(() =>
      this.#marks.set(
        seqs.filter((seq) => seq > clearedSeq && seq <= this.#seq),
        note,
      ),
    );
    return this.marks();
  }

  /** A stretch of a record's bytes with the chunks that brought it, from the offset `start` within the record. */
  part(seq: number, start: number, length: number): RecordPart | undefined {
    const range = seq <= this.#shown.clearedSeq ? undefined : this.#reader.rangeOf(seq);
    if (range === undefined) {
      return undefined;
    }
    const from = Math.min(range.start + start, range.end);
    const size = Math.min(length, range.end - from);
    return {
      bytes: this.#reader.bytes(from, size),
      chunks: new CaptureChunks(this.#database).read(from, size, range.start),
    };
  }

  timeline(request: TimelineRequest): Timeline {
    const counts = this.#shown.timeline(this.#timelineRows).read(request);
    return { ...counts, spans: this.#spans.after(this.#shown.clearedSeq, request.range) };
  }

  /** The record that is pointed at on a timeline; `undefined`: none is near. */
  timelineRecord(place: TimelinePlace): RecordRow | undefined {
    return this.#rowAt(this.#shown.timeline(this.#timelineRows).nearest(place));
  }

  /** The record after or before a place on a timeline; `undefined`: there is none. */
  stepTimeline(step: TimelineStep): RecordRow | undefined {
    return this.#rowAt(this.#shown.timeline(this.#timelineRows).step(step));
  }

  statistics(): Statistics {
    return this.#shown.statistics();
  }

  /** Hides everything so far and erases what an earlier clear hid. */
  clear(): void {
    this.#erase();
    const erasure = {
      seq: this.#seq,
      // The block at hand is not cleared: its record is still to come.
      bodyEnd: this.#bodyEnd - (this.#parser?.pendingBytes ?? 0),
      idSeq: this.#idSeq,
      id: this.#parser?.lastEventId ?? this.#lastEventId,
    };
    this.#shown.hide(erasure, this.#attempt);
  }

  undoClear(): void {
    this.#shown.undo();
  }

  close(): void {
    if (this.failure === undefined) {
      this.#erase();
      this.#saveSummary();
    }
    this.#database.close();
  }

  /** Closes a capture that was opened to be read. */
  closeUnchanged(): void {
    this.#database.close();
  }

  #rowAt(seq: number | undefined): RecordRow | undefined {
    if (seq === undefined) {
      return undefined;
    }
    return this.#reader.rowsAt([seq], seq - 1 > this.#shown.clearedSeq ? seq - 1 : undefined)[0];
  }

  #storeChange(change: ConnectionChange, time: number, offset: number): void {
    this.#insert({ ...bareRecord, kind: 'connection', time, start: offset });
    this.#records.insertChange(this.#seq, time, JSON.stringify(change));
    this.#spans.add({ seq: this.#seq, time, change: change.change });
  }

  /** The last event ID that the stream set. */
  #receivedId(): string {
    return this.#overrideSeq !== 0 && this.#idSeq === this.#overrideSeq
      ? this.#receivedBefore
      : (this.#parser?.lastEventId ?? this.#lastEventId);
  }

  /** Records what a body says of the Last-Event-ID that it was asked for with. */
  #resumed({ sent, firstId, repeated, missing, verdict }: Resume, time: number, offset: number): void {
    this.#resume = undefined;
    const attempt = this.#attempt;
    this.#told = { attempt, verdict };
    this.#storeChange({ change: 'resumed', attempt, sent, firstId, repeated, missing, verdict }, time, offset);
  }

  #record({ kind, start, end, dataStart, dataEnd, size, type, ownId, diagnostics }: ParsedRecord): void {
    const base = this.#attemptStart;
    const note = noteOfDiagnostics(diagnostics, start);
    const time = this.#chunkTimes.timeOf(base + end - this.#bodyEnd) ?? this.#lastTime;
    this.#insert({
      kind,
      time,
      start: base + start,
      length: end - start,
      dataStart: dataStart === -1 ? -1 : base + dataStart,
      dataLength: dataStart === -1 ? size : dataEnd - dataStart,
      type,
      ownId,
      note,
      hasWarning: note !== null && isWarningNote(note),
    });
    this.#parsedSeq = this.#seq;
    if (this.#resume !== undefined) {
      const resume = this.#resume.see(ownId);
      if (resume !== undefined) {
        this.#resumed(resume, time, base + end);
      }
    }
  }

  #insert(record: NewRecord): void {
    const seq = this.#seq + 1;
    this.#seq = seq;
    if (record.ownId !== undefined) {
      this.#idSeq = seq;
    }
    this.#records.insert(seq, this.#idSeq, record);
    if (record.kind === 'event') {
      this.#receivedEvents += 1;
    }
    this.#shown.add(record);
  }

  /** Erases what the last clear hid. */
  #erase(): void {
    const { hidden } = this.#shown;
    if (hidden === undefined) {
      return;
    }
    const { erasure, attempt } = hidden;
    this.#transactions.run(() => {
      erase(this.#database, erasure, attempt);
      this.#marks.erase(erasure.seq);
    });
    this.#shown.erase(erasure);
    this.#erased = erasure;
    this.#reader.keepId(erasure.idSeq, erasure.id);
    this.#savedSeq = 0;
  }

  #saveSummary(): void {
    const { whole } = this.#shown;
    if (whole === undefined) {
      return;
    }
    this.#transactions.run(() => saveSummary(this.#notes, whole));
    this.#savedSeq = this.#seq;
  }

  /** Brings the state back that the stored records imply. */
  #restore(): void {
    this.#erased = readErased(this.#database);
    this.#reader.keepId(this.#erased.idSeq, this.#erased.id);
    this.#parser = undefined;
    this.#resume = undefined;
    const last = this.#database.prepare('SELECT seq, time, id_seq FROM record ORDER BY seq DESC LIMIT 1').get();
    this.#seq = Number(last?.['seq'] ?? this.#erased.seq);
    this.#lastTime = Number(last?.['time'] ?? 0);
    this.#idSeq = Number(last?.['id_seq'] ?? this.#erased.idSeq);
    this.#lastEventId = this.#reader.idSetBy(this.#idSeq);
    const before = this.#reader.idBeforeRequest(this.#idSeq);
    this.#overrideSeq = before === undefined ? 0 : this.#idSeq;
    this.#receivedBefore = before ?? '';
    this.#attempt = this.#attempts.newest();
    const body = this.#database.prepare('SELECT start + length(bytes) AS end FROM body ORDER BY start DESC LIMIT 1');
    this.#bodyEnd = Number(body.get()?.['end'] ?? this.#erased.bodyEnd);
    const { summary, savedSeq } = loadSummary(this.#database, this.#notes, this.#erased.seq, this.#seq);
    this.#shown = new ShownRecords(summary, this.#erased);
    this.#savedSeq = savedSeq;
    this.#spans.load(this.#database);
  }

  /** Records what a run that was killed could not: the bytes of its unfinished block, and that it ended. */
  #completeInterrupted(): void {
    const interruption = readInterruption(this.#database, this.#erased);
    if (interruption === undefined) {
      return;
    }
    const { attempt, coveredEnd } = interruption;
    const length = this.#bodyEnd - coveredEnd;
    if (length > 0) {
      this.#transactions.run(() => {
        this.#insert({
          ...bareRecord,
          kind: 'dropped',
          time: this.#lastTime,
          start: coveredEnd,
          length,
          dataLength: length,
          note: 'unfinished-block',
          hasWarning: true,
        });
      });
    }
    this.change({ change: 'interrupted', attempt }, this.#lastTime);
  }
}

/** What a record has that no parser found. */
const bareRecord = {
  length: 0,
  dataStart: -1,
  dataLength: 0,
  type: '',
  ownId: undefined,
  note: null,
  hasWarning: false,
} as const;
