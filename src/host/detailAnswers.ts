import * as vscode from 'vscode';
import { assertNever } from '../core/assertNever.ts';
import type { FromDetail, ToDetail } from '../core/protocol/detailMessages.ts';
import type { Session } from '../engine/session.ts';

/** Answers what the details of a record ask for; `undefined` where nothing is to be answered. */
export async function answerDetails(session: Session | undefined, message: FromDetail): Promise<ToDetail | undefined> {
  switch (message.type) {
    case 'getContents': {
      const { requestId, seq, dataLength } = message;
      const record = await session?.record(seq, { dataLength, rawLength: 0 });
      return { type: 'contents', requestId, contents: record === undefined ? null : { data: record.data } };
    }
    case 'getPrevious': {
      const { requestId, seq } = message;
      return { type: 'previous', requestId, seq: (await session?.previousOfType(seq)) ?? null };
    }
    case 'copyText':
      await vscode.env.clipboard.writeText(message.text);
      return undefined;
    default:
      return assertNever(message);
  }
}
