import * as v from 'valibot';
import { shownAttemptSchema, type ShownAttempt } from '../../src/core/protocol/shownAttempt.ts';
import type { FilterNotice } from '../../src/core/protocol/filterMessages.ts';
import type { JsonKey } from '../../src/core/record/jsonKeys.ts';
import type { RecordQuest } from '../../src/core/record/recordGoal.ts';
import type { RecordKind } from '../../src/core/record/recordKind.ts';
import type { RecordDetail, RecordRow, RecordWindow } from '../../src/core/record/record.ts';
import type { RecordContents, RecordPart } from '../../src/core/record/recordContents.ts';
import type { Timeline, TimelineRequest } from '../../src/core/record/timeline.ts';
import type { RecordMatch } from '../../src/core/record/searchState.ts';
import type { ToList } from '../../src/core/protocol/listMessages.ts';
import type { PanelStatistics, TimelinePlace, TimelineStep } from '../../src/core/protocol/timelineMessages.ts';
import { isToPanel, type FromPanel, type ToPanel } from '../../src/core/protocol/panelMessages.ts';

/** Messages that answer nothing: what the host says by itself. */
export type HostNotice =
  Extract<ToPanel, { readonly type: 'init' | 'snapshot' | 'search' | 'select' }> | ToList | FilterNotice;

type Reply = Exclude<ToPanel, HostNotice>;

interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** Asks the host and matches its answers with the questions. */
export class HostLink {
  readonly #post: (message: FromPanel) => void;
  readonly #onNotice: (notice: HostNotice) => void;
  readonly #pending = new Map<number, Pending>();
  #lastRequestId = 0;

  constructor(post: (message: FromPanel) => void, onNotice: (notice: HostNotice) => void) {
    this.#post = post;
    this.#onNotice = onNotice;
  }

  /** Sends what needs no answer. */
  post(message: FromPanel): void {
    this.#post(message);
  }

  /** @param query The filter in force; empty: none. */
  async getRows(kinds: readonly RecordKind[], first: number, count: number, query: string): Promise<RecordWindow> {
    const requestId = this.#nextId();
    const reply = await this.#ask(requestId, { type: 'getRows', requestId, kinds: [...kinds], first, count, query });
    return expectReply(reply, 'rows').window;
  }

  async getRecord(seq: number): Promise<RecordDetail | null> {
    const requestId = this.#nextId();
    const reply = await this.#ask(requestId, { type: 'getRecord', requestId, seq });
    return expectReply(reply, 'record').record;
  }

  /** Checked as a whole: captures of other versions hold attempts too, and what is drawn goes deep into them. */
  async getAttempt(number: number): Promise<ShownAttempt | null> {
    const requestId = this.#nextId();
    const reply = await this.#ask(requestId, { type: 'getAttempt', requestId, number });
    return v.parse(v.nullable(shownAttemptSchema), expectReply(reply, 'attempt').attempt);
  }

  /** Number of the record of a kind that is next to another in the view; `null`: there is none. */
  async findRecord(quest: RecordQuest, query: string): Promise<number | null> {
    const requestId = this.#nextId();
    const { kinds } = quest;
    const reply = await this.#ask(requestId, { type: 'findRecord', requestId, ...quest, kinds: [...kinds], query });
    return expectReply(reply, 'found').seq;
  }

  async getTimeline({ bins, range }: TimelineRequest, query: string): Promise<Timeline | null> {
    const requestId = this.#nextId();
    const reply = await this.#ask(requestId, { type: 'getTimeline', requestId, bins, range, query });
    return expectReply(reply, 'timeline').timeline;
  }

  /** Numbers of the marked records among those from one to another. */
  async getMarks(query: string, first: number, last: number): Promise<readonly number[]> {
    const requestId = this.#nextId();
    return expectReply(await this.#ask(requestId, { type: 'getMarks', requestId, query, first, last }), 'marks').seqs;
  }

  /** The marked record after or before one; `null`: there is none. */
  async getMark(query: string, seq: number, backwards: boolean): Promise<RecordMatch | null> {
    const requestId = this.#nextId();
    return expectReply(await this.#ask(requestId, { type: 'getMark', requestId, query, seq, backwards }), 'mark').match;
  }

  /** Places in the JSON data seen so far. */
  async getJsonKeys(): Promise<readonly JsonKey[]> {
    const requestId = this.#nextId();
    return expectReply(await this.#ask(requestId, { type: 'getJsonKeys', requestId }), 'jsonKeys').keys;
  }

  async getTimelineRecord(place: TimelinePlace, query: string): Promise<RecordRow | null> {
    const requestId = this.#nextId();
    const reply = await this.#ask(requestId, { type: 'getTimelineRecord', requestId, place, query });
    return expectReply(reply, 'timelineRecord').row;
  }

  async stepTimeline(step: TimelineStep, query: string): Promise<RecordRow | null> {
    const requestId = this.#nextId();
    const reply = await this.#ask(requestId, { type: 'stepTimeline', requestId, step, query });
    return expectReply(reply, 'timelineRecord').row;
  }

  async getStatistics(query: string): Promise<PanelStatistics | null> {
    const requestId = this.#nextId();
    const reply = await this.#ask(requestId, { type: 'getStatistics', requestId, query });
    return expectReply(reply, 'statistics').statistics;
  }

  /** More of a record than comes with it. */
  async getContents(seq: number, dataLength: number): Promise<RecordContents | null> {
    const requestId = this.#nextId();
    const reply = await this.#ask(requestId, { type: 'getContents', requestId, seq, dataLength });
    return expectReply(reply, 'contents').contents;
  }

  /** A stretch of a record's bytes; `null`: there is no such record any more. */
  async getPart(seq: number, start: number, length: number): Promise<RecordPart | null> {
    const requestId = this.#nextId();
    return expectReply(await this.#ask(requestId, { type: 'getPart', requestId, seq, start, length }), 'part').part;
  }

  /** The record before that is of the same kind and type. */
  async getPrevious(seq: number): Promise<number | null> {
    const requestId = this.#nextId();
    const reply = await this.#ask(requestId, { type: 'getPrevious', requestId, seq });
    return expectReply(reply, 'previous').seq;
  }

  /** Takes a message that arrived at the page; what is none of the host's is left alone. */
  receive(message: unknown): void {
    if (!isToPanel(message)) {
      return;
    }
    switch (message.type) {
      case 'init':
      case 'snapshot':
      case 'search':
      case 'select':
      case 'listLayout':
      case 'perform':
      case 'marking':
      case 'filters':
      case 'applyFilter':
      case 'recordMarks':
        this.#onNotice(message);
        return;
      case 'rows':
      case 'record':
      case 'attempt':
      case 'contents':
      case 'part':
      case 'previous':
      case 'timeline':
      case 'marks':
      case 'mark':
      case 'jsonKeys':
      case 'found':
      case 'timelineRecord':
      case 'statistics':
      case 'requestFailed':
        this.#settle(message);
    }
  }

  #nextId(): number {
    return ++this.#lastRequestId;
  }

  #ask(requestId: number, message: FromPanel): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#pending.set(requestId, { resolve, reject });
      this.#post(message);
    });
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.get(reply.requestId);
    this.#pending.delete(reply.requestId);
    if (reply.type === 'requestFailed') {
      pending?.reject(new Error(reply.message));
    } else {
      pending?.resolve(reply);
    }
  }
}

function expectReply<T extends Reply['type']>(reply: Reply, type: T): Extract<Reply, { readonly type: T }> {
  if (reply.type !== type) {
    throw new TypeError(`Expected an answer of type ${type}, got ${reply.type}`);
  }
  // Narrowed by the line above, which the compiler cannot follow through a type parameter.
  return reply as Extract<Reply, { readonly type: T }>;
}
