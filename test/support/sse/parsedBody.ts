import assert from 'node:assert/strict';
import { dataOfFields, fieldsOfBlock } from '../../../src/core/sse/block.ts';
import type { ParsedRecord } from '../../../src/core/sse/parsedRecord.ts';
import { StreamParser } from '../../../src/core/sse/streamParser.ts';
import type { StreamLimits } from '../../../src/core/sse/streamLimits.ts';

/** An event as a page would get it. */
export interface DispatchedEvent {
  readonly type: string;
  readonly data: string;
  readonly lastEventId: string;
}

/** Everything that a parser says of one body. */
export interface ParsedBody {
  readonly records: readonly ParsedRecord[];
  readonly events: readonly DispatchedEvent[];
  readonly lastEventId: string;
  readonly retryMs: number | undefined;
}

export interface ParseOptions {
  /** Last event ID known from before. */
  readonly lastEventId?: string;
  readonly limits?: StreamLimits;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A body of texts and single bytes. */
export function bodyOf(...parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...bytesOf(part)])));
}

/** Cuts bytes into chunks of one size; the last one may be shorter. */
export function chunksOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    chunks.push(bytes.slice(start, start + size));
  }
  return chunks;
}

/** Parses a body that comes in these chunks. Each is overwritten after its push: a parser that kept it would be found out. */
export function parseChunks(
  chunks: readonly Uint8Array[],
  { lastEventId = '', limits }: ParseOptions = {},
): ParsedBody {
  const records: ParsedRecord[] = [];
  const parser = new StreamParser(
    {
      record: (record) => records.push({ ...record }),
      extend: (bytes) => {
        const last = records.at(-1);
        assert.ok(last, 'extend is not called before the first record');
        last.end += bytes;
        if (last.kind !== 'event' && last.kind !== 'comment') {
          Object.assign(last, { size: last.end - last.start });
        }
      },
    },
    lastEventId,
    limits,
  );
  for (const chunk of chunks) {
    const copy = new Uint8Array(chunk);
    parser.push(copy);
    copy.fill(0x0a);
  }
  const end = parser.end();
  const body = Buffer.concat(chunks);
  return { records, events: dispatchedEvents(body, records, lastEventId), ...end };
}

export function parseBody(body: Uint8Array, options?: ParseOptions): ParsedBody {
  return parseChunks([body], options);
}

/** Asserts that records which lie within no other follow one another from the first byte to the last. */
export function assertTiles(records: readonly ParsedRecord[], length: number): void {
  // A line record inside a block comes before the block's own record and lies within its range.
  const outer: ParsedRecord[] = [];
  for (const record of records.toReversed()) {
    if (record.start < (outer.at(-1)?.start ?? length)) {
      outer.push(record);
    }
  }
  let offset = 0;
  for (const { start, end } of outer.toReversed()) {
    assert.equal(start, offset);
    assert.ok(end > start);
    offset = end;
  }
  assert.equal(offset, length);
}

function dispatchedEvents(
  body: Uint8Array,
  records: readonly ParsedRecord[],
  lastEventId: string,
): readonly DispatchedEvent[] {
  let id = lastEventId;
  return records.flatMap((record) => {
    id = record.ownId ?? id;
    return record.kind === 'event' ? [{ type: record.type, data: dataOf(body, record), lastEventId: id }] : [];
  });
}

/** The data as a reader of the raw bytes finds it. Two ways lead there, and where both exist they must agree. */
function dataOf(body: Uint8Array, { start, end, dataStart, dataEnd, size }: ParsedRecord): string {
  const ofBlock = dataOfFields(fieldsOfBlock(body.subarray(start, end), start === 0));
  if (dataStart === -1) {
    return ofBlock;
  }
  const verbatim = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body.subarray(dataStart, dataEnd));
  assert.equal(verbatim, ofBlock);
  assert.equal(dataEnd - dataStart, size);
  return verbatim;
}
