import type { Problem } from '../../../src/core/connection/problem.ts';
import { openHttpStream } from '../../../src/net/httpStream.ts';
import type { StreamConnection, StreamRequest, StreamResponse } from '../../../src/net/streamRequest.ts';
import { until } from '../../support/until.ts';

/** How a stream came to its end. */
export type Outcome =
  { readonly name: 'ended' | 'noContent' } | { readonly name: 'refused' | 'failed'; readonly problem: Problem };

/** One stream, and all that it has told so far. */
export interface Probe {
  readonly connection: StreamConnection;
  readonly response: StreamResponse | undefined;
  readonly text: string;
  /** Whether chunks are taken as they come; if not, one is, and the next only after `resume`. */
  isGreedy: boolean;
  outcome(): Promise<Outcome>;
  /** The problem that it came to; fails if it came to none. */
  problem(): Promise<Problem>;
  /** Waits until the text so far has this in it. */
  seen(part: string): Promise<void>;
}

export function probe(url: string, more: Partial<Omit<StreamRequest, 'url'>> = {}): Probe {
  const pieces: Buffer[] = [];
  let response: StreamResponse | undefined;
  let outcome: Outcome | undefined;
  const end = (last: Outcome): void => {
    if (outcome !== undefined) {
      throw new Error(`Came to an end twice: ${outcome.name}, ${last.name}`);
    }
    outcome = last;
  };
  const connection = openHttpStream(
    {
      url: new URL(url),
      method: 'GET',
      headers: {},
      body: undefined,
      lastEventId: '',
      ...more,
      options: more.options ?? {},
    },
    {
      response: (head) => (response = head),
      noContent: (head) => {
        response = head;
        end({ name: 'noContent' });
      },
      refused: (problem, head) => {
        response = head;
        end({ name: 'refused', problem });
      },
      chunk: (bytes) => {
        pieces.push(Buffer.from(bytes));
        return self.isGreedy;
      },
      ended: () => end({ name: 'ended' }),
      failed: (problem) => end({ name: 'failed', problem }),
    },
  );
  const self: Probe = {
    connection,
    get response() {
      return response;
    },
    get text() {
      return Buffer.concat(pieces).toString('utf8');
    },
    isGreedy: true,
    outcome: () => until('the end of the stream', () => outcome),
    problem: async () => {
      const last = await self.outcome();
      if (!('problem' in last)) {
        throw new Error(`It came to no problem but: ${last.name}`);
      }
      return last.problem;
    },
    seen: async (part) => {
      await until(`${JSON.stringify(part)} in the stream`, () => self.text.includes(part));
    },
  };
  return self;
}
