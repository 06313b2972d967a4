import type { TimelineIndex, TimelineRecord, TimelineRecords } from '../core/record/timelineIndex.ts';
import type { TimelineCounts, TimelineRequest } from '../core/record/timeline.ts';
import type { TimelinePlace, TimelineStep } from '../core/protocol/timelineMessages.ts';

/** Records to look at on either side of a place: nobody points at what lies further away. */
const mostLookedAt = 4000;
const batch = 250;

/** Answers questions about the timeline of some records. */
export class TimelineReader {
  readonly #index: TimelineIndex;
  readonly #records: TimelineRecords;

  constructor(index: TimelineIndex, records: TimelineRecords) {
    this.#index = index;
    this.#records = records;
  }

  read(request: TimelineRequest): TimelineCounts {
    return this.#index.read(request, this.#records);
  }

  /** Number of the record of some lanes that is nearest to a place; `undefined`: none is near. */
  nearest({ time, withinMs, lanes }: TimelinePlace): number | undefined {
    const isNear = (record: TimelineRecord): boolean => isIn(record, lanes) && Math.abs(record.time - time) <= withinMs;
    const at = this.#positionAt(time);
    const after = this.#firstFrom(at, 1, isNear, (record) => record.time > time + withinMs);
    const before = this.#firstFrom(at - 1, -1, isNear, (record) => record.time < time - withinMs);
    if (before === undefined || after === undefined) {
      return (before ?? after)?.seq;
    }
    return time - before.time <= after.time - time ? before.seq : after.seq;
  }

  /** Number of the first record after a time, or of the last one before it; `undefined`: there is none. */
  step({ time, seq, direction }: TimelineStep): number | undefined {
    if (direction === 'next') {
      const from = seq === 0 ? this.#positionAt(time) : this.#records.positionOf(seq);
      return this.#firstFrom(from, 1, (record) => record.seq > seq, never)?.seq;
    }
    const end = seq === 0 ? this.#positionAt(time, true) : this.#records.positionOf(seq);
    return this.#firstFrom(end - 1, -1, () => true, never)?.seq;
  }

  /** Position of the first record that is not before a time, or that is after it. */
  #positionAt(time: number, after = false): number {
    const { first, end } = after ? this.#index.positionsAfter(time) : this.#index.positionsFrom(time);
    let position = first;
    this.#records.scan(first, end, (record) => {
      if (after ? record.time <= time : record.time < time) {
        position += 1;
      }
    });
    return position;
  }

  /** Goes through records one way until one is right or all that follow are too far. */
  #firstFrom(
    position: number,
    direction: 1 | -1,
    isRight: (record: TimelineRecord) => boolean,
    isTooFar: (record: TimelineRecord) => boolean,
  ): TimelineRecord | undefined {
    for (let passed = 0; passed < mostLookedAt; passed += batch) {
      const edge = position + direction * passed;
      const first = Math.max(0, direction === 1 ? edge : edge - batch + 1);
      const end = Math.min(this.#index.length, direction === 1 ? edge + batch : edge + 1);
      if (first >= end) {
        return undefined;
      }
      const records: TimelineRecord[] = [];
      this.#records.scan(first, end, (record) => records.push(record));
      for (const record of direction === 1 ? records : records.reverse()) {
        if (isRight(record)) {
          return record;
        }
        if (isTooFar(record)) {
          return undefined;
        }
      }
    }
    return undefined;
  }
}

function never(): boolean {
  return false;
}

/** Whether one of the lanes has the record. */
function isIn({ kind, type, hasWarning }: TimelineRecord, lanes: TimelinePlace['lanes']): boolean {
  switch (lanes.lanes) {
    case 'all':
      return true;
    case 'type':
      return kind === 'event' && type === lanes.type;
    case 'otherTypes':
      return kind === 'event' && !lanes.except.includes(type);
    case 'kind':
      return kind === lanes.kind;
    case 'diagnostics':
      return hasWarning;
  }
}
