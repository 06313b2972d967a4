/** As much of a title as a file name takes: in UTF-8 they are at most 220 bytes, and file systems take 255. */
const start = /^.{0,55}/u;

/**
 * A file name for an export, from the session's title and the local time of its start: `api.example.com events
 * 2026-01-02 03.04.05.ndjson`. It is a valid name in every file system, whatever the title is.
 */
export function exportName(title: string, startedAt: Date, extension: string): string {
  const words = title.replace(/[^\p{L}\p{N}._-]+/gu, ' ').replace(/^[. ]+/, '');
  const [name = ''] = start.exec(words) ?? [];
  const end = name.replace(/[. ]+$/, '');
  return `${end === '' ? 'events' : end} ${stamp(startedAt)}.${extension}`;
}

function stamp(time: Date): string {
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(twoDigits).join('-');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join('.');
  return `${date} ${clock}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
