import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { Attempt } from '../../../../src/core/connection/attempt.ts';
import { ArrivalProfile } from '../../../../src/core/insight/arrivalProfile.ts';
import { connectionInsights } from '../../../../src/core/insight/connectionInsights.ts';
import type { Insight } from '../../../../src/core/insight/insight.ts';
import { describeInsight } from '../../../../src/core/words/insight.ts';
import { burst } from '../../../../src/demo/scenarios/slow.ts';
import { sampleAttempt, sampleExchange } from '../../../support/sampleAttempt.ts';
import { bytesOf } from '../../../support/sse/parsedBody.ts';
import { english } from '../words/english.ts';

const goodHeaders: [string, string][] = [
  ['Access-Control-Allow-Origin', '*'],
  ['Cache-Control', 'no-cache'],
  ['X-Accel-Buffering', 'no'],
];
const exchanges = [sampleExchange({ responseHeaders: goodHeaders })];

/** An attempt that the other side ended. */
function cut(ageMs: number, silenceMs: number, end: Attempt['end'] = 'broken'): Attempt {
  return sampleAttempt({ exchanges, firstByteAt: 20, endedAt: 10 + ageMs, silenceMs, end });
}

function codes(attempts: readonly Attempt[]): string[] {
  return connectionInsights(attempts, 0).map(({ code, severity }) => `${severity} ${code}`);
}

/** An attempt whose body came as the chunks say, each with its arrival in milliseconds. */
function arrived(
  chunks: readonly (readonly [now: number, chunk: string | Uint8Array])[],
  changed: Partial<Attempt>,
): Attempt {
  const profile = new ArrivalProfile();
  chunks.forEach(([now, chunk]) => profile.add(typeof chunk === 'string' ? bytesOf(chunk) : chunk, now));
  const [firstByteAt] = chunks[0] ?? [null];
  return sampleAttempt({ exchanges, firstByteAt, arrival: profile.read(), ...changed });
}

describe('the insight into cuts', () => {
  it('tells of an idle timeout when attempts were cut after the same silence', () => {
    const insights = connectionInsights([cut(61_000, 60_020), cut(312_000, 59_900), cut(75_000, 60_100)], 0);
    assert.deepEqual(insights, [{ code: 'idle-timeout', severity: 'warning', attempts: 3, ms: 60_006.666666666664 }]);
    assert.match(describeInsight(insights[0]!, english).meaning, /60 s is the limit of nginx/);
  });

  it('takes a connection without a byte for as silent as it was long', () => {
    const silent = sampleAttempt({ exchanges, endedAt: 60_010, end: 'ended' });
    assert.deepEqual(codes([silent, silent, silent]), ['warning idle-timeout']);
  });

  it('tells of a lifetime when attempts lasted equally long although something came', () => {
    assert.deepEqual(codes([cut(55_000, 800), cut(55_400, 90), cut(54_900, 3000)]), ['warning lifetime']);
  });

  it('is calm about a server that ends its streams in an orderly way at the same age', () => {
    const ended = cut(30_000, 100, 'ended');
    assert.deepEqual(codes([ended, ended, ended]), ['info lifetime']);
  });

  it('tells of a short lifetime only where the cuts are abrupt', () => {
    assert.deepEqual(codes([cut(5010, 90), cut(4990, 40), cut(5020, 10)]), ['warning lifetime']);
    assert.deepEqual(codes([cut(5010, 90, 'ended'), cut(4990, 40), cut(5020, 10)]), []);
    assert.deepEqual(codes([cut(5010, 90), cut(4100, 40), cut(5900, 10)]), []);
  });

  it('says nothing of two cuts, of short ones, of different ones, and of those that the user made', () => {
    const stopped = cut(60_000, 60_000, 'stopped');
    assert.deepEqual(codes([cut(60_000, 60_000), cut(60_000, 60_000)]), []);
    assert.deepEqual(codes([cut(1500, 200), cut(1500, 200), cut(1500, 200)]), []);
    assert.deepEqual(codes([cut(20_000, 11_000), cut(45_000, 33_000), cut(60_000, 15_000)]), []);
    assert.deepEqual(codes([stopped, stopped, stopped]), []);
    assert.deepEqual(codes([cut(60_000, 60_000), cut(60_000, 60_000), stopped]), []);
  });
});

describe('the insight into what comes again', () => {
  const ended = (changed: Partial<Attempt>): Attempt =>
    sampleAttempt({ exchanges, end: 'ended', endedAt: 50, lastEventIdSent: '7', ...changed });
  const open = (changed: Partial<Attempt> = {}): Attempt =>
    sampleAttempt({ exchanges, lastEventIdSent: '7', ...changed });

  it('tells how many times in a row the server ignored the Last-Event-ID, also while it is open', () => {
    const ignored = ended({ resume: 'ignored' });
    assert.deepEqual(connectionInsights([ended({ resume: 'honoured' }), ignored, open({ resume: 'ignored' })], 0), [
      { code: 'ignored-last-event-id', severity: 'warning', attempts: 2 },
    ]);
    assert.deepEqual(codes([ignored, open()]), ['warning ignored-last-event-id']);
    assert.deepEqual(codes([ignored, open({ resume: 'honoured' })]), []);
    assert.deepEqual(codes([ignored, open({ lastEventIdSent: '' })]), []);
    assert.deepEqual(codes([ended({ resume: 'unknown' })]), []);
  });

  it('tells of a stream that came three times, until the next one is longer', () => {
    const repeated = ended({ repeats: 2, decodedBytes: 100 });
    assert.deepEqual(connectionInsights([repeated], 0), [
      { code: 'repeated-stream', severity: 'warning', attempts: 3 },
    ]);
    assert.deepEqual(codes([repeated, open({ decodedBytes: 100 })]), ['warning repeated-stream']);
    assert.deepEqual(codes([repeated, open({ decodedBytes: 101 })]), []);
    assert.deepEqual(codes([ended({ repeats: 1 })]), []);
  });

  it('tells of a storm where reconnects were braked, until an attempt lasts', () => {
    const braked = ended({ brake: { reconnects: 21, baseMs: 0 } });
    assert.deepEqual(connectionInsights([braked], 60), [
      { code: 'storm', severity: 'warning', reconnects: 21, baseMs: 0 },
    ]);
    assert.deepEqual(connectionInsights([braked, open()], 9000).length, 1);
    assert.deepEqual(connectionInsights([braked, open()], 11_000), []);
    assert.deepEqual(codes([braked, ended({})]), []);
  });
});

describe('the insight into arrival', () => {
  const filling = `data: ${'x'.repeat(4090)}`;

  it('tells of a buffer between when bursts end in the middle of a line', () => {
    const chunks = [0, 5000, 10_000, 15_000].map((now): readonly [number, string] => [now, filling]);
    const [insight] = connectionInsights([arrived(chunks, { events: 30, contentCoding: 'gzip' })], 0);
    assert.deepEqual(insight, {
      code: 'cut-bursts',
      severity: 'warning',
      bursts: 3,
      bytes: 4096,
      contentCoding: 'gzip',
    });
    assert.match(describeInsight(insight, english).remedy, /Flush the gzip compression/);
  });

  it('does not count a pause that this side made', () => {
    const profile = new ArrivalProfile();
    for (let now = 0; now < 50_000; now += 5000) {
      profile.resumed(now);
      profile.add(bytesOf(filling), now);
    }
    assert.deepEqual(profile.read(), { bursts: 1, cutBursts: 0, cutBurstBytes: 0, pausedMs: 0 });
  });

  it('tells of bursts of whole events, as information: a server may mean to send them so', () => {
    const chunks = [1, 2, 3].map((n): readonly [number, string] => [n * 8000, burst(n, new Date(0))]);
    assert.deepEqual(connectionInsights([arrived(chunks, { events: 60 })], 0), [
      { code: 'bursts', severity: 'info', bursts: 3, events: 20, contentCoding: '' },
    ]);
  });

  it('tells of a stream that came at once, long after it was asked for', () => {
    const chunks = [[9000, 'data: x\n\n'.repeat(12)]] as const;
    const attempt = arrived(chunks, { events: 12, end: 'ended', endedAt: 9100, silenceMs: 100 });
    assert.deepEqual(codes([attempt]), ['info held-back']);
  });

  it('says nothing of a slow writer, a heartbeat and a fast stream', () => {
    const bytes = 'data: slowly\n\n'.split('').map((char, at): readonly [number, string] => [at * 1500, char]);
    assert.deepEqual(codes([arrived(bytes, { events: 1 })]), []);
    const pings = [0, 1, 2, 3].map((n): readonly [number, string] => [n * 15_000, ': ping\n\n']);
    assert.deepEqual(codes([arrived(pings, { events: 0 })]), []);
    const fast = Array.from({ length: 500 }, (_, n): readonly [number, string] => [n * 10, 'data: x\n\n'.repeat(20)]);
    assert.deepEqual(codes([arrived(fast, { events: 10_000 })]), []);
  });
});

describe('the insight into headers', () => {
  const withHeaders = (responseHeaders: [string, string][]): Attempt =>
    sampleAttempt({ exchanges: [sampleExchange({ responseHeaders })] });

  it('tells, as information, what browsers, caches and proxies would make of the response', () => {
    assert.deepEqual(codes([withHeaders([])]), ['info no-cors', 'info cacheable', 'info may-be-buffered']);
    assert.deepEqual(codes([withHeaders(goodHeaders)]), []);
  });

  it('does not miss the header that nginx takes out', () => {
    assert.deepEqual(codes([withHeaders([...goodHeaders.slice(0, 2), ['Server', 'nginx/1.27']])]), []);
  });

  it('says nothing of a response that is no stream', () => {
    assert.deepEqual(codes([sampleAttempt({ exchanges: [sampleExchange({ status: 401 })], end: 'refused' })]), []);
    assert.deepEqual(codes([sampleAttempt({ exchanges: [sampleExchange({ status: null })] })]), []);
    assert.deepEqual(codes([]), []);
  });
});

// They lie beside the checkout of those who have them.
const recordings = globSync(path.resolve(import.meta.dirname, '../../../../../shared/streams/*/*.jsonl'));

describe('the insights into recorded streams', () => {
  it('are no warnings, however a network cuts the bytes', () => {
    for (const file of recordings) {
      const blocks = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `data: ${line}\n\n`);
      const body = bytesOf(blocks.join(''));
      for (const size of [1448, 16_384]) {
        const chunks = Array.from({ length: Math.ceil(body.length / size) }, (_, n): readonly [number, Uint8Array] => [
          400 + n * 40,
          body.subarray(n * size, (n + 1) * size),
        ]);
        const endedAt = 400 + chunks.length * 40;
        const attempt = arrived(chunks, { events: blocks.length, end: 'ended', endedAt, silenceMs: 40 });
        assert.deepEqual(codes([attempt]), [], path.basename(file));
      }
    }
  });
});

describe('an insight', () => {
  const all: readonly Insight[] = [
    { code: 'storm', severity: 'warning', reconnects: 21, baseMs: 0 },
    { code: 'ignored-last-event-id', severity: 'warning', attempts: 1 },
    { code: 'ignored-last-event-id', severity: 'warning', attempts: 4 },
    { code: 'repeated-stream', severity: 'warning', attempts: 3 },
    { code: 'idle-timeout', severity: 'warning', attempts: 3, ms: 60_000 },
    { code: 'lifetime', severity: 'info', attempts: 3, ms: 42_000 },
    { code: 'cut-bursts', severity: 'warning', bursts: 3, bytes: 4096, contentCoding: '' },
    { code: 'bursts', severity: 'info', bursts: 3, events: 20, contentCoding: 'br' },
    { code: 'held-back', severity: 'info', events: 12, ms: 9000 },
    { code: 'no-cors', severity: 'info' },
    { code: 'cacheable', severity: 'info', cacheControl: 'max-age=60' },
    { code: 'may-be-buffered', severity: 'info' },
  ];

  for (const insight of all) {
    it(`${JSON.stringify(insight)} says what is, what that means and what to do`, () => {
      const { happened, meaning, remedy } = describeInsight(insight, english);
      for (const words of [happened, meaning, remedy]) {
        assert.match(words, /^[A-Z0-9].{15,}/);
        assert.doesNotMatch(words, /\{\d\}|undefined|NaN/);
      }
      assert.doesNotMatch(happened, /\.$/);
      assert.match(meaning, /\.$/);
      assert.match(remedy, /\.$/);
    });
  }
});
