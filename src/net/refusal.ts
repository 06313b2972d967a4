import type { Problem } from '../core/connection/problem.ts';
import { problem } from './classifyError.ts';
import { readBody, type DecodedBody } from './contentDecoder.ts';
import type { HopResponse } from './hop.ts';
import { headerValues } from './rawHeaders.ts';
import { retryAfterMs } from './retryAfter.ts';

/** Bytes of an error's body to keep as evidence. */
const bodyHeadBytes = 1024;
/** How long to wait for the evidence, milliseconds: an error's body may be a stream that never ends. */
const bodyHeadMs = 2000;

/** The reading of what a refused response has to say. */
export interface RefusalReading {
  destroy(): void;
}

/** What is counted while a body is read. */
export interface ByteCounter {
  wire(length: number): void;
  decoded(length: number): void;
}

/** Makes a problem of a response that is none to take, with its headers and the first KiB of its body as evidence. */
export function readRefusal(
  response: HopResponse,
  code: 'bad-status' | 'wrong-content-type',
  subject: string,
  counter: ByteCounter,
  tell: (problem: Problem) => void,
): RefusalReading {
  const { status, rawHeaders, body } = response;
  const values = (name: string): string => headerValues(rawHeaders, name).join(', ');
  const pieces: Uint8Array[] = [];
  let length = 0;
  let isTold = false;
  const finish = (): void => {
    if (isTold) {
      return;
    }
    isTold = true;
    clearTimeout(timer);
    tell(
      problem(code, subject, {
        status,
        contentType: values('content-type'),
        bodyHead: Buffer.concat(pieces).subarray(0, bodyHeadBytes).toString('utf8'),
        retryAfterMs: retryAfterMs(values('retry-after'), values('date'), Date.now()),
        authenticate: values('www-authenticate'),
      }),
    );
  };
  const timer = setTimeout(finish, bodyHeadMs);
  const reading: DecodedBody = readBody(body, values('content-encoding'), {
    wire: (bytes) => counter.wire(bytes),
    chunk: (bytes) => {
      counter.decoded(bytes.length);
      pieces.push(bytes);
      length += bytes.length;
      if (length >= bodyHeadBytes) {
        finish();
      }
    },
    ended: finish,
    failed: finish,
  });
  return {
    destroy: () => {
      isTold = true;
      clearTimeout(timer);
      reading.destroy();
    },
  };
}
