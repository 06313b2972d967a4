import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.mjs';
import { startEngine, until } from '../support/engineHarness.ts';
import type { EngineHarness } from '../support/engineHarness.ts';
import { isSendable } from '../../src/core/connection/lastEventId.ts';
import { longRetryMs, randomStreams } from './randomStreams.ts';
import type { RandomStream } from './randomStreams.ts';
import { readEvents } from './readEvents.ts';
import type { ReadEvent } from './readEvents.ts';
import { startReplayServer } from './replayServer.ts';
import type { ReplayServer, StreamRequest } from './replayServer.ts';

/**
 * Chromium does these differently; PROTOCOL.md decides, and the streams or the comparison leave them out:
 *
 * - An empty `retry` (9.2.6 says nothing of it): Chromium restores its default, this engine ignores the line. No stream
 *   has one.
 * - An ID that no header can carry (9.2.4): Chromium sends it as it is, this engine leaves the header out and marks the
 *   record. The header is not compared then.
 * - A line end right after the BOM (9.2.5: an empty line): Chromium does not see it, and the next line's field is lost.
 *   No stream begins so.
 * - A `charset` other than UTF-8 (9.2.5: decode as UTF-8 whatever it says): Chromium refuses the response. All streams
 *   come without one.
 */
const streamCount = 300;
/** Streams that are read at the same time: enough to keep the six connections of a browser busy while others wait. */
const atOnce = 40;
const defaultSeed = 20260214;

/** What a client made of a stream. */
interface Reading {
  readonly events: readonly ReadEvent[];
  readonly requests: readonly StreamRequest[];
}

describe("the engine beside Chromium's own EventSource", function () {
  this.timeout(120_000);
  const seed = Number(process.env['SSE_DEBUGGER_SEED'] ?? defaultSeed);
  const streams = randomStreams(seed, streamCount);
  let browser: Browser;
  let page: Page;
  let engine: EngineHarness;
  let server: ReplayServer;

  before(async () => {
    [browser, engine, server] = await Promise.all([launchChromium(), startEngine(), startReplayServer(streams)]);
    page = await browser.newPage();
    await page.goto(server.origin);
  });

  after(async () => {
    await browser.close();
    await engine.dispose();
    await server.close();
  });

  it(`dispatches the same events and asks again in the same way, for ${streamCount} random streams`, async () => {
    console.log(`      seed: ${seed} (SSE_DEBUGGER_SEED=N for other streams)`);
    const ours = await inBatches(streams, (_, at) => readWithEngine(engine, server, 'engine', at));
    const theirs = await inBatches(streams, (_, at) =>
      readWithChromium(page, server, 'chromium', at, typesOf(ours[at])),
    );
    for (const [at, stream] of streams.entries()) {
      const what = `stream ${at} of seed ${seed}:\n${show(stream)}`;
      assert.deepEqual(ours[at]?.events, theirs[at]?.events, what);
      assert.deepEqual(comparable(ours[at]), comparable(theirs[at]), what);
    }
    const total = ours.reduce((sum, { events }) => sum + events.length, 0);
    assert.ok(total > streamCount, `only ${total} events: the streams test nothing`);
  });

  it('waits as long as Chromium does before it asks again', async () => {
    for (const at of streams.keys()) {
      // A busy machine makes any wait longer: what is no difference of the rules is gone when it is tried again.
      for (let attempt = 0; ; attempt += 1) {
        const suffix = attempt === 0 ? '' : `-${attempt}`;
        if (attempt > 0) {
          await readWithEngine(engine, server, `engine${suffix}`, at);
          await readWithChromium(page, server, `chromium${suffix}`, at, []);
        }
        const ours = waits(server.requests(`engine${suffix}`, at));
        const theirs = waits(server.requests(`chromium${suffix}`, at));
        if (attempt === 2 || JSON.stringify(ours) === JSON.stringify(theirs)) {
          assert.deepEqual(ours, theirs, `stream ${at} of seed ${seed}`);
          break;
        }
      }
    }
    assert.ok(streams.some((_, at) => waits(server.requests('engine', at)).includes('long')));
  });
});

async function readWithEngine(
  engine: EngineHarness,
  server: ReplayServer,
  client: string,
  at: number,
): Promise<Reading> {
  const session = engine.open(server.origin + server.path(client, at));
  await until(session, ({ state }) => state.name === 'finished');
  const events = await readEvents(session);
  await session.close();
  return { events, requests: server.requests(client, at) };
}

/** A browser tells only of types that somebody listens to: an event of a type that is not named here is missing. */
async function readWithChromium(
  page: Page,
  server: ReplayServer,
  client: string,
  at: number,
  types: readonly string[],
): Promise<Reading> {
  const events = await page.evaluate(
    ([url, types]) =>
      new Promise<{ type: string; data: string; id: string }[]>((resolve) => {
        const seen: { type: string; data: string; id: string }[] = [];
        const source = new EventSource(url);
        for (const type of types) {
          source.addEventListener(type, (event: Event) => {
            // A connection tells of itself with events of the types `open` and `error`, too.
            if (event instanceof MessageEvent) {
              seen.push({ type: event.type, data: String(event.data), id: event.lastEventId });
            }
          });
        }
        source.addEventListener('error', () => {
          if (source.readyState === EventSource.CLOSED) {
            resolve(seen);
          }
        });
      }),
    [server.path(client, at), types] as const,
  );
  return { events, requests: server.requests(client, at) };
}

function typesOf(reading: Reading | undefined): readonly string[] {
  return [...new Set(['message', ...(reading?.events ?? []).map(({ type }) => type)])];
}

/** The headers of the requests after the first, as far as both clients have to send the same. */
function comparable(reading: Reading | undefined): readonly string[] {
  return (reading?.requests ?? []).map(({ lastEventId = '' }) => (isSendable(lastEventId) ? lastEventId : ''));
}

function waits(requests: readonly StreamRequest[]): readonly string[] {
  return requests.slice(1).map(({ delayMs = 0 }) => (delayMs < longRetryMs / 2 ? 'short' : 'long'));
}

async function inBatches<T, R>(items: readonly T[], work: (item: T, at: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      results[at] = await work(items[at]!, at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

function show({ bodies }: RandomStream): string {
  return bodies
    .map(({ bytes, chunks }) => {
      const text = JSON.stringify(Buffer.from(bytes).toString('latin1'));
      return `${text} in chunks of ${chunks.map(({ length }) => length).join(' ')}`;
    })
    .join('\n');
}
