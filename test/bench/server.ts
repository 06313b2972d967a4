import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { monotonicMs } from './clock.ts';
import { EventBytes, formatEvent } from './streamEvents.ts';

/**
 * The benchmark's server, in a process of its own, so that it takes no time from the client that is measured. With `tls` as
 * argument it speaks HTTP/1.1 and HTTP/2 over TLS.
 *
 * - `/burst?events=N`: N events as fast as the socket takes them.
 * - `/paced?events=N&rate=R`: N events at R a second.
 * - `/stamped?events=N&rate=R`: the same, each with the time of its writing in its data.
 */

const eventBytes = new EventBytes();
const paceMs = 5;

async function write(response: Writable, bytes: string | Buffer): Promise<void> {
  if (!response.write(bytes)) {
    await once(response, 'drain');
  }
}

async function writeEvents(response: Writable, first: number, end: number): Promise<void> {
  for (let next = first; next < end;) {
    const { bytes, count } = eventBytes.from(next, end - next);
    await write(response, bytes);
    next += count;
  }
}

async function writeStamped(response: Writable, first: number, end: number): Promise<void> {
  for (let number = first; number < end; number++) {
    await write(response, formatEvent(number, { sent: monotonicMs() }));
  }
}

async function pace(events: number, rate: number, send: (first: number, end: number) => Promise<void>): Promise<void> {
  const start = performance.now();
  for (let next = 0; next < events;) {
    const due = Math.min(events, Math.floor(((performance.now() - start) * rate) / 1000) + 1);
    await send(next, due);
    next = due;
    await delay(Math.max(Math.min(paceMs, 1000 / rate), start + (next * 1000) / rate - performance.now()));
  }
}

async function send(response: Writable, url: URL): Promise<void> {
  const events = Number(url.searchParams.get('events'));
  const rate = Number(url.searchParams.get('rate'));
  switch (url.pathname) {
    case '/burst':
      await writeEvents(response, 0, events);
      break;
    case '/paced':
      await pace(events, rate, (first, end) => writeEvents(response, first, end));
      break;
    case '/stamped':
      await pace(events, rate, (first, end) => writeStamped(response, first, end));
      break;
    default:
      throw new RangeError(`the benchmark's server does not serve ${url.pathname}`);
  }
  response.end();
}

/** What the two servers have in common. */
interface Head {
  setHeader(name: string, value: string): unknown;
}

function serve(url: string | undefined, response: Writable & Head): void {
  response.setHeader('content-type', 'text/event-stream');
  response.setHeader('cache-control', 'no-cache');
  void send(response, new URL(url ?? '/', 'http://127.0.0.1'));
}

const isSecure = process.argv[2] === 'tls';
const read = (file: string) => readFileSync(path.join(import.meta.dirname, '../support/tls', file));
const server = isSecure
  ? createSecureServer({ cert: read('certificate.pem'), key: read('key.pem'), allowHTTP1: true }, (request, response) =>
      serve(request.url, response),
    )
  : createServer((request, response) => serve(request.url, response));

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) {
    process.send?.(`${isSecure ? 'https' : 'http'}://127.0.0.1:${address.port}`);
  }
});

// The parent is the only one who needs this.
process.once('disconnect', () => process.exit());
