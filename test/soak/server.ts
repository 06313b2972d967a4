import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import zlib from 'node:zlib';
import { random } from './random.ts';
import type { Random } from './random.ts';
import { eventBlock, finishMessage, firstNumber, soakStreams } from './soakStream.ts';
import type { SoakMode, SoakStream, SoakTruth } from './soakStream.ts';

/**
 * The soak's server, in a process of its own: `node server.ts SEED`. `/stream/KEY` gives the events after the
 * Last-Event-ID and then those to come, until a fault; `/short` gives ten events and ends.
 */

const seed = Number(process.argv[2]);
const tickMs = 20;
const retryMs = 10;
const shortEvents = 10;
const redirectCodes = [301, 302, 303, 307, 308] as const;

let isFinishing = false;
const generated = soakStreams.map(() => 0);
const randoms = soakStreams.map(({ key }) => random(seed + 1000 * key));
const bursts = random(seed);
const counts = { requests: 0, redirects: 0, ended: 0, broken: 0 };

const ticking = setInterval(() => {
  for (const { key } of soakStreams) {
    generated[key] = (generated[key] ?? 0) + bursts.below(5) + (bursts.chance(0.003) ? bursts.below(3000) : 0);
  }
}, tickMs);

/** What becomes of a response once its events are sent. */
type Fault = 'end' | 'end in an event' | 'break' | 'break in an event';

/** A body in its coding. What is written is on its way when the promise resolves. */
interface CodedBody {
  write(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

function codedBody(response: ServerResponse, mode: SoakMode): CodedBody {
  const coder = coderOf(mode);
  if (coder === undefined) {
    return {
      write: (bytes) => taken(response, (done) => response.write(bytes, done)),
      end: () => taken(response, (done) => response.end(done)),
    };
  }
  coder.pipe(response);
  return {
    write: (bytes) => taken(response, (done) => coder.write(bytes, () => coder.flush(done))),
    end: () => taken(response, (done) => (response.on('finish', done), coder.end())),
  };
}

function coderOf(mode: SoakMode): zlib.Gzip | zlib.Deflate | zlib.BrotliCompress | undefined {
  switch (mode) {
    case 'gzip':
      return zlib.createGzip({ level: 1 });
    case 'deflate':
      return zlib.createDeflate({ level: 1 });
    case 'br':
      return zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } });
    case 'plain':
    case 'redirect':
    case 'repeat':
      return undefined;
  }
}

/** Does it and waits until it is done or nobody is there any more. */
async function taken(response: ServerResponse, act: (done: () => void) => void): Promise<void> {
  if (response.destroyed) {
    return;
  }
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    act(() => {
      response.off('close', resolve);
      resolve();
    });
  });
}

async function stream(stream: SoakStream, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { key, mode } = stream;
  const chance = randoms[key] ?? bursts;
  const last = Number(request.headers['last-event-id'] ?? 0);
  if (isFinishing && last >= (generated[key] ?? 0)) {
    response.writeHead(204).end();
    return;
  }
  if (!isFinishing && last > 0 && chance.chance(0.1)) {
    counts.broken += 1;
    request.socket.destroy();
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    ...(coderOf(mode) === undefined ? {} : { 'content-encoding': mode }),
  });
  const body = codedBody(response, mode);
  await body.write(Buffer.from(`retry: ${retryMs}\n\n`));
  const lastNumber = await sendEvents(response, body, stream, firstNumber(stream, last), chance);
  if (response.destroyed) {
    // The client went away, as it was told to.
    return;
  }
  const fault: Fault = isFinishing ? 'end' : chance.pick(['end', 'end in an event', 'break', 'break in an event']);
  if (fault.endsWith('in an event')) {
    const block = Buffer.from(eventBlock(key, lastNumber + 1));
    // At least its last byte is missing: an event that is whole would be one more than was generated.
    await body.write(block.subarray(0, 1 + chance.below(block.length - 3)));
  }
  if (fault.startsWith('end')) {
    counts.ended += 1;
    await body.end();
  } else {
    counts.broken += 1;
    response.destroy();
  }
}

/** Sends what there is and what comes, for as many events or as long as this response is to live. */
async function sendEvents(
  response: ServerResponse,
  body: CodedBody,
  { key }: SoakStream,
  first: number,
  chance: Random,
): Promise<number> {
  const limit = first + chance.below(chance.chance(0.2) ? 5000 : 200);
  const endAt = performance.now() + chance.below(4000);
  let next = first;
  while (!response.destroyed) {
    const there = generated[key] ?? 0;
    const until = isFinishing ? there : Math.min(there, limit);
    let text = '';
    for (; next <= until && text.length < 65_536; next += 1) {
      text += eventBlock(key, next);
    }
    await sendPieces(body, Buffer.from(text), chance);
    const isSent = next > until;
    if (isSent && (isFinishing || next > limit || performance.now() > endAt)) {
      break;
    }
    if (isSent) {
      await delay(tickMs);
    }
  }
  return next - 1;
}

/** The same bytes in writes of any size. */
async function sendPieces(body: CodedBody, bytes: Buffer, chance: Random): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + chance.below(chance.chance(0.3) ? 20 : 8000);
    await body.write(bytes.subarray(at, end));
    at = end;
  }
}

const server = createServer((request, response) => {
  counts.requests += 1;
  const [, route, number = '', hops = ''] = (request.url ?? '').split('/');
  const asked = soakStreams[Number(number)];
  if (route === 'short') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(Array.from({ length: shortEvents }, (_, at) => eventBlock(0, at + 1)).join(''));
  } else if (asked === undefined) {
    response.writeHead(404).end();
  } else if (asked.mode === 'redirect' && hops.length < 3) {
    counts.redirects += 1;
    const code = redirectCodes[(counts.redirects + hops.length) % redirectCodes.length] ?? 302;
    response.writeHead(code, { location: `/stream/${number}/${hops}x` }).end();
  } else {
    stream(asked, request, response).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  }
});

process.on('message', (message) => {
  if (message === finishMessage) {
    isFinishing = true;
    clearInterval(ticking);
  } else {
    const truth: SoakTruth = { generated, ...counts };
    process.send?.(truth);
  }
});
// The parent is the only one who needs this.
process.once('disconnect', () => process.exit());

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
if (typeof address === 'object' && address !== null) {
  process.send?.(`http://127.0.0.1:${address.port}`);
}
