import type { ResumeVerdict } from './connectionChange.ts';
import { IdHistory, numberOfId } from './idHistory.ts';
import type { BodyIds } from './idHistory.ts';

/** Records that are looked at before the verdict is given with what is known. */
const maxRecords = 1000;

/** What a body that was asked for with a Last-Event-ID brought. */
export interface Resume {
  /** Value of the Last-Event-ID header. */
  readonly sent: string;
  readonly firstId: string;
  readonly repeated: number;
  readonly missing: number;
  readonly verdict: ResumeVerdict;
}

/** What the first ID of a body says. */
type Judgement = Pick<Resume, 'verdict' | 'missing'>;

const honoured: Judgement = { verdict: 'honoured', missing: 0 };
const ignored: Judgement = { verdict: 'ignored', missing: 0 };
const unknown: Judgement = { verdict: 'unknown', missing: 0 };

/**
 * Watches the IDs of a body that was asked for with a Last-Event-ID until it can be told what the server made of it: at
 * the first ID that is new, at the newest one of before, after `maxRecords` records, or at the end of the body.
 */
export class ResumeCheck {
  readonly #sent: string;
  readonly #readBodies: () => readonly BodyIds[];
  #history = new IdHistory([]);
  #newest: string | undefined;
  #records = 0;
  #firstId = '';
  readonly #repeated = new Set<string>();

  /**
   * @param sent Value of the Last-Event-ID header.
   * @param readBodies Reads the IDs of the bodies before, the newest last. Called at most once, for the first ID.
   */
  constructor(sent: string, readBodies: () => readonly BodyIds[]) {
    this.#sent = sent;
    this.#readBodies = readBodies;
  }

  /**
   * Takes the next record.
   *
   * @param ownId The ID that its block set; `undefined`: none.
   * @returns What is decided; `undefined`: nothing yet.
   */
  see(ownId: string | undefined): Resume | undefined {
    this.#records += 1;
    if (ownId !== undefined && ownId !== '' && (!this.#isRepeated(ownId) || ownId === this.#newest)) {
      return this.#decide();
    }
    return this.#records >= maxRecords ? this.#decide() : undefined;
  }

  /** The verdict as far as there is one: no more records follow. */
  end(): Resume {
    return this.#decide();
  }

  #isRepeated(id: string): boolean {
    if (this.#firstId === '') {
      this.#firstId = id;
      this.#history = new IdHistory(this.#readBodies());
      this.#newest = this.#history.newest;
    }
    const isRepeated = id === this.#sent || this.#history.has(id);
    if (isRepeated) {
      this.#repeated.add(id);
    }
    return isRepeated;
  }

  #decide(): Resume {
    const [sent, firstId] = [this.#sent, this.#firstId];
    return { sent, firstId, repeated: this.#repeated.size, ...judgeResume(sent, firstId, this.#history) };
  }
}

/** What the first ID of a body says of the one that was sent. @param firstId Empty: the body set none. */
function judgeResume(sent: string, firstId: string, history: IdHistory): Judgement {
  if (firstId === '') {
    return unknown;
  }
  const judgement = judgeFirst(sent, firstId, history);
  // What a server begins with whatever it is sent is no answer to what it was sent.
  return judgement.verdict === 'honoured' && history.beganElsewhere(firstId, sent) ? unknown : judgement;
}

function judgeFirst(sent: string, firstId: string, history: IdHistory): Judgement {
  // Some servers begin with the event that the ID names, which is a way to take it.
  if (firstId === sent) {
    return history.has(sent) ? honoured : unknown;
  }
  const [from, to] = [numberOfId(sent), numberOfId(firstId)];
  if (from !== undefined && to !== undefined) {
    const judgement = judgeNumbers(from, to, history);
    if (judgement !== undefined) {
      return judgement;
    }
    const isKnown = history.has(sent) || history.has(firstId);
    if (to < from) {
      return isKnown ? ignored : unknown;
    }
  }
  return judgeOrder(sent, firstId, history);
}

/** `undefined`: the numbers alone do not say. */
function judgeNumbers(from: bigint, to: bigint, history: IdHistory): Judgement | undefined {
  if (to === from + 1n) {
    // Who counts from 1 begins with 1 after 0, and without it too.
    return from === 0n && history.isEmpty ? unknown : honoured;
  }
  if (to > from && history.counts !== false) {
    // A server that goes on further on may have lost what was between, or never looked at the header.
    return { verdict: 'unknown', missing: history.counts === true ? Number(to - from - 1n) : 0 };
  }
  return undefined;
}

/** By the order in which the capture had the IDs. */
function judgeOrder(sent: string, firstId: string, history: IdHistory): Judgement {
  const after = history.after(sent);
  if (after === undefined) {
    return history.beganElsewhere(firstId, sent) ? ignored : unknown;
  }
  const distance = history.distance(sent, firstId) ?? after + 1;
  if (distance < 0) {
    return ignored;
  }
  return distance === 1 ? honoured : { verdict: 'unknown', missing: distance - 1 };
}
