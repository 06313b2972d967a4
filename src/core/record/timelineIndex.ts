import type { RecordKind } from './recordKind.ts';
import type { TimelineCounts, TimelineLane, TimelineMark, TimelineRequest } from './timeline.ts';
import { binAt, binsOf } from './timelineBins.ts';
import type { TimelineBins } from './timelineBins.ts';

/** Records in a page at first. Whole pages are read where a bin begins within one, so small pages are quick. */
const firstPageSize = 32;
/** With more pages, two become one: the index then stays within 16 bytes, and 2 a lane, for each of these. */
const defaultMaxPages = 131_072;
/** More lanes than anybody can tell apart; events of further types count as events of no particular type. */
const maxTypeLanes = 32;
/** So many records are read one by one for a timeline at most: some milliseconds. */
const mostScanned = 8192;
/** With more records in sight than this, marks would lie on one another. */
const mostMarks = 2000;

/** What a timeline has to know of a record. */
export interface TimelineRecord {
  readonly seq: number;
  readonly kind: RecordKind;
  /** Empty for records that are no events. */
  readonly type: string;
  /** Milliseconds since the capture began. */
  readonly time: number;
  readonly hasWarning: boolean;
}

/** Records that were added to an index, by their position: the first one has 0. */
export interface TimelineRecords {
  /** Calls `visit` for the records from `first` to `end`, exclusive, in order. */
  scan(first: number, end: number, visit: (record: TimelineRecord) => void): void;
  /** Position of the first record whose number is not smaller. */
  positionOf(seq: number): number;
}

/** The parts of an index that are not its numbers. */
export interface TimelineIndexHead {
  readonly length: number;
  readonly pageSize: number;
  readonly lanes: readonly { readonly name: string; readonly source: TimelineLane['source'] }[];
}

/** Positions of records, the end exclusive. */
interface PositionRange {
  readonly first: number;
  readonly end: number;
}

interface Lane {
  readonly name: string;
  readonly source: TimelineLane['source'];
  /** Number of its records in each page. */
  counts: Uint16Array;
  total: number;
}

/**
 * Counts the records of each lane page by page, so that the timeline of any stretch is made without reading the records
 * in it: pages that lie in one bin are added up, and only where a bin begins within a page its records are read. Where
 * that were too many, those of pages short in time are taken to be spread evenly over their page.
 *
 * Pages are of records and not of time: a burst is as finely divided as a quiet stream, and time needs no index in the
 * capture, which would cost every record that is written.
 */
export class TimelineIndex {
  readonly #maxPages: number;
  #pageSize = firstPageSize;
  #length = 0;
  #last = 0;
  /** Times of the first and the last record of each page. */
  #starts = new Float64Array(64);
  #ends = new Float64Array(64);
  readonly #types = new Map<string, Lane>();
  readonly #kinds = new Map<string, Lane>();
  #diagnostics: Lane | undefined;

  constructor(maxPages = defaultMaxPages) {
    this.#maxPages = maxPages;
  }

  /** Number of records. */
  get length(): number {
    return this.#length;
  }

  /** Adds the record that follows the last one. */
  add(kind: RecordKind, type: string, time: number, hasWarning: boolean): void {
    let page = Math.floor(this.#length / this.#pageSize);
    if (page >= this.#maxPages) {
      this.#fold();
      page = this.#length / this.#pageSize;
    }
    if (page >= this.#ends.length) {
      this.#grow();
    }
    // A time before the last one's would put pages out of order; clocks that do that are not the capture's.
    this.#last = Math.max(this.#last, time);
    if (this.#length % this.#pageSize === 0) {
      this.#starts[page] = this.#last;
    }
    this.#ends[page] = this.#last;
    count(this.#lane(kind, type), page);
    if (hasWarning) {
      count(this.#diagnosticLane(), page);
    }
    this.#length += 1;
  }

  /** Positions among which the first record stands that is not before a time. */
  positionsFrom(time: number): PositionRange {
    return this.#positionsOf(this.#pageFrom((page) => (this.#ends[page] ?? 0) >= time));
  }

  /** Positions among which the first record stands that is after a time. */
  positionsAfter(time: number): PositionRange {
    return this.#positionsOf(this.#pageFrom((page) => (this.#ends[page] ?? 0) > time));
  }

  /** Counts and, where they are few, marks of a stretch; lanes of types first, in the order of their first records. */
  read({ bins: most, range }: TimelineRequest, records: TimelineRecords): TimelineCounts {
    const extent =
      this.#length === 0 ? null : { start: this.#starts[0] ?? 0, end: Math.max(this.#last, this.#starts[0] ?? 0) };
    const lanes = this.#lanes();
    if (extent === null) {
      return { start: 0, binMs: 1, bins: 0, lanes: [], extent, marks: [] };
    }
    // The end is exclusive, and the last record is to be seen.
    const bins = binsOf(range ?? { start: extent.start, end: extent.end + 0.001 }, most);
    const reading = new TimelineReading(bins, lanes);
    const marks = this.#readPages(reading, records);
    return {
      start: bins.first * bins.binMs,
      binMs: bins.binMs,
      bins: bins.count,
      lanes: lanes.map(({ name, source, total }, at) => ({
        name,
        source,
        total,
        counts: [...(reading.counts[at] ?? [])],
      })),
      extent,
      marks,
    };
  }

  /** The index in two parts: what JSON can hold, and its numbers as bytes. */
  store(): { readonly head: TimelineIndexHead; readonly bytes: Uint8Array } {
    const pages = this.#pages;
    const lanes = this.#lanes();
    const bytes = new Uint8Array(pages * (16 + 2 * lanes.length));
    bytes.set(bytesOf(this.#starts.subarray(0, pages)), 0);
    bytes.set(bytesOf(this.#ends.subarray(0, pages)), pages * 8);
    lanes.forEach(({ counts }, at) => bytes.set(bytesOf(counts.subarray(0, pages)), pages * (16 + 2 * at)));
    const head = {
      length: this.#length,
      pageSize: this.#pageSize,
      lanes: lanes.map(({ name, source }) => ({ name, source })),
    };
    return { head, bytes };
  }

  /** Takes up what `store` gave, in an index without records. Throws where the parts do not fit each other. */
  restore({ length, pageSize, lanes }: TimelineIndexHead, bytes: Uint8Array): void {
    const pages = Math.ceil(length / pageSize);
    if (bytes.length !== pages * (16 + 2 * lanes.length)) {
      throw new RangeError(
        `A timeline of ${pages} pages and ${lanes.length} lanes does not have ${bytes.length} bytes`,
      );
    }
    // A copy of its own begins where numbers of eight bytes can.
    const { buffer } = new Uint8Array(bytes);
    this.#length = length;
    this.#pageSize = pageSize;
    while (this.#ends.length < pages) {
      this.#grow();
    }
    this.#starts.set(new Float64Array(buffer, 0, pages));
    this.#ends.set(new Float64Array(buffer, pages * 8, pages));
    this.#last = this.#ends[pages - 1] ?? 0;
    lanes.forEach(({ name, source }, at) => {
      const lane =
        source === 'diagnostic'
          ? this.#diagnosticLane()
          : this.#addLane(source === 'type' ? this.#types : this.#kinds, name, source);
      lane.counts.set(new Uint16Array(buffer, pages * (16 + 2 * at), pages));
      lane.total = lane.counts.reduce((sum, number) => sum + number, 0);
    });
  }

  get #pages(): number {
    return Math.ceil(this.#length / this.#pageSize);
  }

  #lanes(): readonly Lane[] {
    return [
      ...this.#types.values(),
      ...this.#kinds.values(),
      ...(this.#diagnostics === undefined ? [] : [this.#diagnostics]),
    ];
  }

  #positionsOf(page: number): PositionRange {
    return {
      first: Math.min(this.#length, page * this.#pageSize),
      end: Math.min(this.#length, (page + 1) * this.#pageSize),
    };
  }

  #readPages(reading: TimelineReading, records: TimelineRecords): readonly TimelineMark[] | null {
    const { binMs, first, count } = reading.bins;
    const from = this.#pageFrom((page) => binAt(this.#ends[page] ?? 0, binMs) >= first);
    const to = this.#pageFrom((page) => binAt(this.#starts[page] ?? 0, binMs) >= first + count);
    if ((to - from) * this.#pageSize <= mostMarks + 2 * this.#pageSize) {
      const marks: TimelineMark[] = [];
      records.scan(from * this.#pageSize, Math.min(this.#length, to * this.#pageSize), (record) => {
        const lane = this.#laneOf(record);
        if (reading.addRecord(record, lane)) {
          const { time, seq, hasWarning } = record;
          marks.push({ time, seq, lane: reading.numberOf(lane), hasWarning });
        }
      });
      return marks.length <= mostMarks ? marks : null;
    }
    const divided: DividedPage[] = [];
    const bins = new Int32Array(to - from);
    for (let page = from; page < to; page += 1) {
      const start = this.#starts[page] ?? 0;
      const end = this.#ends[page] ?? 0;
      const bin = binAt(start, binMs);
      if (bin === binAt(end, binMs)) {
        bins[page - from] = bin - first;
      } else {
        bins[page - from] = -1;
        divided.push({ page, start, end });
      }
    }
    reading.addPages(bins, from);
    this.#readDivided(divided, reading, records);
    return null;
  }

  /**
   * Reads the records of pages in which a bin begins. Where there are too many, only of the longest, and of none that is
   * so short that nobody could see where in it they lie.
   */
  #readDivided(divided: readonly DividedPage[], reading: TimelineReading, records: TimelineRecords): void {
    const readable = Math.floor(mostScanned / this.#pageSize);
    const { binMs } = reading.bins;
    const order =
      divided.length <= readable ? divided : divided.toSorted((a, b) => b.end - b.start - (a.end - a.start));
    order.forEach((page, at) => {
      const isReadable = at < readable && (divided.length <= readable || page.end - page.start > binMs / 4);
      if (isReadable) {
        const end = Math.min(this.#length, (page.page + 1) * this.#pageSize);
        records.scan(page.page * this.#pageSize, end, (record) => reading.addRecord(record, this.#laneOf(record)));
      } else {
        reading.spread(page);
      }
    });
  }

  /** The first page of which something is true that is true of all that follow; the number of pages: of none. */
  #pageFrom(isTrue: (page: number) => boolean): number {
    let low = 0;
    let high = this.#pages;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isTrue(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The lane of a record that was added. */
  #laneOf({ kind, type }: TimelineRecord): Lane | undefined {
    return (kind === 'event' ? this.#types.get(type) : undefined) ?? this.#kinds.get(kind);
  }

  #lane(kind: RecordKind, type: string): Lane {
    const ofType = kind === 'event' ? this.#types.get(type) : undefined;
    if (ofType !== undefined) {
      return ofType;
    }
    if (kind === 'event' && this.#types.size < maxTypeLanes) {
      return this.#addLane(this.#types, type, 'type');
    }
    return this.#kinds.get(kind) ?? this.#addLane(this.#kinds, kind, 'kind');
  }

  #diagnosticLane(): Lane {
    this.#diagnostics ??= { name: '', source: 'diagnostic', counts: new Uint16Array(this.#ends.length), total: 0 };
    return this.#diagnostics;
  }

  #addLane(lanes: Map<string, Lane>, name: string, source: Lane['source']): Lane {
    const lane = { name, source, counts: new Uint16Array(this.#ends.length), total: 0 };
    lanes.set(name, lane);
    return lane;
  }

  #grow(): void {
    const capacity = Math.min(this.#maxPages, this.#ends.length * 2);
    this.#starts = grown(this.#starts, new Float64Array(capacity));
    this.#ends = grown(this.#ends, new Float64Array(capacity));
    for (const lane of this.#lanes()) {
      const counts = new Uint16Array(capacity);
      counts.set(lane.counts);
      lane.counts = counts;
    }
  }

  /** Makes one page of two. */
  #fold(): void {
    const pages = this.#pages;
    this.#pageSize *= 2;
    for (let page = 0; page < pages / 2; page += 1) {
      this.#starts[page] = this.#starts[2 * page] ?? 0;
      this.#ends[page] = this.#ends[Math.min(2 * page + 1, pages - 1)] ?? 0;
    }
    for (const { counts } of this.#lanes()) {
      for (let page = 0; page < pages / 2; page += 1) {
        counts[page] = (counts[2 * page] ?? 0) + (counts[2 * page + 1] ?? 0);
      }
      counts.fill(0, Math.ceil(pages / 2));
    }
  }
}

/** A page that has the beginning of a bin. */
interface DividedPage {
  readonly page: number;
  readonly start: number;
  readonly end: number;
}

/** Counts of some bins while they are made. */
class TimelineReading {
  readonly bins: TimelineBins;
  readonly counts: readonly Float64Array[];
  readonly #lanes: readonly Lane[];
  readonly #numbers: ReadonlyMap<Lane | undefined, number>;
  readonly #diagnostics: number;

  constructor(bins: TimelineBins, lanes: readonly Lane[]) {
    this.bins = bins;
    this.#lanes = lanes;
    this.#numbers = new Map(lanes.map((lane, at) => [lane, at]));
    this.counts = lanes.map(() => new Float64Array(bins.count));
    this.#diagnostics = lanes.findIndex(({ source }) => source === 'diagnostic');
  }

  /** Position of a lane; -1 for none. */
  numberOf(lane: Lane | undefined): number {
    return this.#numbers.get(lane) ?? -1;
  }

  /** Counts a record. Returns whether it lies in a bin. */
  addRecord({ time, hasWarning }: TimelineRecord, lane: Lane | undefined): boolean {
    const bin = binAt(time, this.bins.binMs) - this.bins.first;
    if (bin < 0 || bin >= this.bins.count) {
      return false;
    }
    this.#add(this.numberOf(lane), bin, 1);
    if (hasWarning) {
      this.#add(this.#diagnostics, bin, 1);
    }
    return true;
  }

  /** Counts whole pages, each in the bin that is told, or in none: -1. */
  addPages(bins: Int32Array, from: number): void {
    this.#lanes.forEach(({ counts }, lane) => {
      const sums = this.counts[lane];
      if (sums !== undefined) {
        for (let at = 0; at < bins.length; at += 1) {
          const bin = bins[at] ?? -1;
          if (bin >= 0) {
            sums[bin] = (sums[bin] ?? 0) + (counts[from + at] ?? 0);
          }
        }
      }
    });
  }

  /** Counts a page as if its records came at even distances. */
  spread({ page, start, end }: DividedPage): void {
    const { binMs, first } = this.bins;
    this.#lanes.forEach(({ counts }, lane) => {
      const total = counts[page] ?? 0;
      let counted = 0;
      for (let bin = binAt(start, binMs); counted < total; bin += 1) {
        const share = Math.min(1, ((bin + 1) * binMs - start) / (end - start));
        const until = Math.round(share * total);
        this.#add(lane, bin - first, until - counted);
        counted = until;
      }
    });
  }

  #add(lane: number, bin: number, number: number): void {
    const counts = this.counts[lane];
    if (counts !== undefined && bin >= 0 && bin < this.bins.count) {
      counts[bin] = (counts[bin] ?? 0) + number;
    }
  }
}

function count(lane: Lane, page: number): void {
  lane.counts[page] = (lane.counts[page] ?? 0) + 1;
  lane.total += 1;
}

function grown(from: Float64Array<ArrayBuffer>, to: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  to.set(from);
  return to;
}

function bytesOf(numbers: Float64Array | Uint16Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
