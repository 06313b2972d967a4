import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import { hexDump, hexLineBytes } from '../core/export/hexDump.ts';
import { maxPartBytes, type FromRaw, type ToRaw } from '../core/protocol/rawMessages.ts';
import { formatBytes } from '../core/words/format.ts';
import type { Session } from '../engine/session.ts';

/** Characters of a line of a hex dump. */
const dumpLineLength = hexDump(new Uint8Array(hexLineBytes), 0).length;
/** A longer dump makes clipboards slow, or is refused by them. Characters. */
const maxDumpLength = 16 * 1024 * 1024;

/** Answers what the view of a record's bytes asks for; `undefined` where nothing is to be answered. */
export async function answerRaw(session: Session | undefined, message: FromRaw): Promise<ToRaw | undefined> {
  switch (message.type) {
    case 'getPart': {
      const { requestId, seq, start, length } = message;
      return { type: 'part', requestId, part: (await session?.part(seq, start, length)) ?? null };
    }
    case 'copyHexDump':
      if (session !== undefined) {
        await copyHexDump(session, message.seq);
      }
      return undefined;
    default:
      return assertNever(message);
  }
}

async function copyHexDump(session: Session, seq: number): Promise<void> {
  const record = await session.record(seq, { dataLength: 0, rawLength: 0 });
  if (record === undefined) {
    return;
  }
  const { rawLength, rawOffset } = record;
  const dumpLength = Math.ceil(rawLength / hexLineBytes) * dumpLineLength;
  if (dumpLength > maxDumpLength) {
    const size = formatBytes(dumpLength, vscode.env.language);
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'The hex dump of this record would be {0}, more than a clipboard takes. Export the record as an event stream instead, and open the file in a hex editor.',
        size,
      ),
    );
    return;
  }
  let dump = '';
  for (let start = 0; start < rawLength; start += maxPartBytes) {
    const part = await session.part(seq, start, maxPartBytes);
    if (part === undefined) {
      return;
    }
    dump += hexDump(part.bytes, rawOffset + start);
  }
  await vscode.env.clipboard.writeText(dump);
}
