import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import { curlCommand } from '../core/export/curlCommand.ts';
import { jsonRecord } from '../core/export/jsonRecord.ts';
import type { CopyForm } from '../core/protocol/recordMessages.ts';
import type { RecordDetail } from '../core/record/record.ts';
import type { Session } from '../engine/session.ts';

const whole = Number.MAX_SAFE_INTEGER;

/** Copies records to the clipboard. */
export async function copyRecords(session: Session, seqs: readonly number[], what: CopyForm): Promise<void> {
  const text = await textOf(session, seqs, what);
  if (text !== '') {
    await vscode.env.clipboard.writeText(text);
  }
}

async function textOf(session: Session, seqs: readonly number[], what: CopyForm): Promise<string> {
  const records = await read(session, seqs, what);
  switch (what) {
    case 'data':
      return records.map(({ data }) => data).join('\n');
    case 'raw':
      return records.map(({ raw }) => new TextDecoder().decode(raw)).join('');
    case 'json':
      return asJson(await Promise.all(records.map((record) => recordJson(session, record))));
    case 'curl': {
      const commands = await Promise.all(records.map((record) => curlOf(session, record)));
      return [...new Set(commands)].join('\n');
    }
    default:
      return assertNever(what);
  }
}

async function read(session: Session, seqs: readonly number[], what: CopyForm): Promise<readonly RecordDetail[]> {
  const limits = { dataLength: what === 'raw' || what === 'curl' ? 0 : whole, rawLength: what === 'raw' ? whole : 0 };
  const records = await Promise.all(seqs.map((seq) => session.record(seq, limits)));
  return records.flatMap((record) => record ?? []);
}

async function recordJson(session: Session, { row, wallTime, data }: RecordDetail): Promise<string> {
  const { seq, kind, time, type, ownId, diagnostics, connection } = row;
  const id = (await session.recordId(seq)) ?? '';
  return jsonRecord({ seq, kind, wallTime, time, type, id, ownId, data, diagnostics, change: connection });
}

function asJson(records: readonly string[]): string {
  return records.length === 1 ? (records[0] ?? '') : `[\n${records.join(',\n')}\n]`;
}

/** The command that asks for what followed a record, by its last event ID; for a change of the connection, its request. */
async function curlOf(session: Session, { row, attempt: number }: RecordDetail): Promise<string> {
  const { method, url } = session.snapshot();
  const attempt = await session.attempt(number);
  const [first] = attempt?.exchanges ?? [];
  return curlCommand({
    method: first?.method ?? method,
    url: first?.url ?? url,
    headers: first?.requestHeaders ?? [],
    bodyBytes: first?.requestBodyBytes ?? 0,
    httpVersion: first?.httpVersion ?? '',
    followsRedirects: (attempt?.exchanges.length ?? 0) > 1,
    socketPath: first?.remoteAddress.startsWith('/') === true ? first.remoteAddress : '',
    lastEventId: (row.kind === 'connection' ? attempt?.lastEventIdSent : await session.recordId(row.seq)) ?? '',
  });
}
