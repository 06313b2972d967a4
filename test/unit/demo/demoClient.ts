import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { createParser } from 'eventsource-parser';

export interface ReceivedEvent {
  readonly event: string | undefined;
  readonly id: string | undefined;
  readonly data: string;
}

/** Everything that a client saw of one response. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly events: readonly ReceivedEvent[];
  readonly comments: readonly string[];
  readonly retries: readonly number[];
  /** Codes of what the parser complained of. */
  readonly errors: readonly string[];
  /** `left`: this client went. */
  readonly ending: 'ended' | 'cut' | 'left';
}

export interface GetOptions {
  readonly method?: string;
  readonly lastEventId?: string;
  readonly body?: string;
  /** Leave after so many events. */
  readonly events?: number;
}

/** Sends a request and waits for the head of the response. */
export async function open(url: string, options: GetOptions = {}): Promise<IncomingMessage> {
  const outgoing = request(url, {
    // Without keep-alive, so that the end of a test is the end of its sockets.
    agent: false,
    method: options.method ?? 'GET',
    headers: options.lastEventId === undefined ? {} : { 'Last-Event-ID': options.lastEventId },
  });
  outgoing.end(options.body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response;
}

/** Sends a request and reads the response to its end, or to the number of events asked for. */
export async function get(url: string, options: GetOptions = {}): Promise<Received> {
  const response = await open(url, options);
  const chunks: Buffer[] = [];
  const events: ReceivedEvent[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  const errors: string[] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parser = createParser({
    onEvent: ({ event, id, data }) => events.push({ event, id, data }),
    onComment: (comment) => comments.push(comment),
    onRetry: (retry) => retries.push(retry),
    onError: (error) => errors.push(error.type),
  });
  let ending: Received['ending'] = 'ended';
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (options.events !== undefined && events.length >= options.events) {
        ending = 'left';
        break;
      }
    }
  } catch {
    ending = 'cut';
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks),
    events: events.slice(0, options.events),
    comments,
    retries,
    errors,
    ending,
  };
}
