import { isJsonContainer } from '../json.ts';
import type { ExportedRecord } from './exportedRecord.ts';

/**
 * A record as one line of JSON. Members that say nothing are left out. `data` is the text as it came; where it is a JSON
 * object or array, `json` has it once more as such, for tools that look into it.
 */
export function jsonRecord(record: ExportedRecord): string {
  const { seq, kind, wallTime, time, type, id, ownId, data, diagnostics, change } = record;
  const head = {
    seq,
    time: new Date(wallTime).toISOString(),
    elapsedMs: Math.round(time * 1000) / 1000,
    kind,
    ...(type === '' ? {} : { type }),
    ...(id === '' ? {} : ownId ? { id } : { inheritedId: id }),
    ...(change === null ? { data } : { connection: change }),
    ...(diagnostics.length === 0 ? {} : { diagnostics }),
  };
  const line = JSON.stringify(head);
  return isJsonContainer(data) ? `${line.slice(0, -1)},"json":${onOneLine(data)}}` : line;
}

/** Line breaks in JSON stand only between its parts: inside of strings they are escaped. The text itself stays: numbers keep their digits. */
function onOneLine(json: string): string {
  return json.trim().replace(/[\r\n]+/g, ' ');
}
