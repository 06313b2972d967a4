import { assertNever } from '../core/assertNever.ts';
import { curlCommand } from '../core/export/curlCommand.ts';
import type { ExportFormatId } from '../core/export/exportFormat.ts';
import { prettyJson } from '../core/prettyJson.ts';
import type { CopyForm } from '../core/protocol/recordMessages.ts';
import type { Session } from '../engine/session.ts';

/** A text that is an export: how it is written, and what is done to it. */
export interface CopiedExport {
  readonly format: ExportFormatId;
  readonly finish: (text: string) => string;
}

/** The export that a form of copy is; `undefined`: it is none. */
export function exportOfCopy(what: CopyForm, count: number): CopiedExport | undefined {
  switch (what) {
    case 'data':
      // The line break after the last one belongs to the file.
      return { format: 'data', finish: (text) => text.replace(/\n$/, '') };
    case 'raw':
      return { format: 'sse', finish: (text) => text };
    case 'json':
      return count === 1
        ? { format: 'ndjson', finish: (text) => prettyJson(text) }
        : { format: 'json', finish: (text) => text };
    case 'curl':
      return undefined;
    default:
      return assertNever(what);
  }
}

/**
 * The commands that ask for what followed records, by their last event IDs, each once; of a change of the connection, its
 * request.
 */
export async function curlOf(session: Session, seqs: readonly number[]): Promise<string> {
  const commands = new Set<string>();
  for (const seq of seqs) {
    const command = await curlOfRecord(session, seq);
    if (command !== undefined) {
      commands.add(command);
    }
  }
  return [...commands].join('\n\n');
}

async function curlOfRecord(session: Session, seq: number): Promise<string | undefined> {
  const record = await session.record(seq, { dataLength: 0, rawLength: 0 });
  if (record === undefined) {
    return undefined;
  }
  const { method, url } = session.snapshot();
  const attempt = await session.attempt(record.attempt);
  const [first] = attempt?.exchanges ?? [];
  const isConnection = record.row.kind === 'connection';
  return curlCommand({
    method: first?.method ?? method,
    url: first?.url ?? url,
    headers: first?.requestHeaders ?? [],
    bodyBytes: first?.requestBodyBytes ?? 0,
    httpVersion: first?.httpVersion ?? '',
    followsRedirects: (attempt?.exchanges.length ?? 0) > 1,
    socketPath: first?.remoteAddress.startsWith('/') === true ? first.remoteAddress : '',
    lastEventId: (isConnection ? attempt?.lastEventIdSent : await session.recordId(seq)) ?? '',
  });
}
