import assert from 'node:assert/strict';
import {
  brakeCount,
  brakeMs,
  brakeWindowMs,
  noHistory,
  noteEnd,
  noteReconnect,
  reconnectDelay,
  reconnectsPerMinute,
} from '../../../../src/core/connection/reconnectPolicy.ts';
import type {
  DelayCircumstances,
  ReconnectHistory,
  ReconnectSettings,
} from '../../../../src/core/connection/reconnectPolicy.ts';

const settings: ReconnectSettings = {
  isEnabled: true,
  growsDelay: true,
  maxDelayMs: 60_000,
  retriesServerErrors: false,
  maxAttempts: undefined,
};
const circumstances: DelayCircumstances = {
  baseMs: 3000,
  isFromStream: false,
  retryAfterMs: null,
  now: 1_000_000,
  random: 0,
};
/** The largest random number there is. */
const most = 1 - Number.EPSILON;

function failed(times: number): ReconnectHistory {
  let history = noHistory;
  for (let time = 0; time < times; time += 1) {
    history = noteEnd(history, false);
  }
  return history;
}

function storm(reconnects: number, now: number): ReconnectHistory {
  let history = noHistory;
  for (let at = reconnects; at > 0; at -= 1) {
    history = noteReconnect(history, now - at);
  }
  return history;
}

describe('the delay before a reconnect', () => {
  it('is exactly the reconnection time after a stream that brought something, and says where it comes from', () => {
    assert.deepEqual(reconnectDelay(settings, noHistory, circumstances), {
      delayMs: 3000,
      reason: 'default',
      baseMs: 3000,
    });
    assert.equal(reconnectDelay(settings, noHistory, { ...circumstances, isFromStream: true }).reason, 'retry-field');
  });

  it('is exactly the reconnection time after the first attempt that brought nothing', () => {
    assert.deepEqual(reconnectDelay(settings, failed(1), circumstances).delayMs, 3000);
  });

  it('doubles with each further one, half of it at random, and never falls below the reconnection time', () => {
    for (let failures = 2; failures <= 5; failures += 1) {
      const grown = 3000 * 2 ** (failures - 1);
      const least = reconnectDelay(settings, failed(failures), circumstances);
      const longest = reconnectDelay(settings, failed(failures), { ...circumstances, random: most });
      assert.equal(least.delayMs, Math.max(3000, grown / 2));
      assert.equal(longest.delayMs, grown);
      assert.equal(longest.reason, 'backoff');
      assert.equal(longest.baseMs, 3000);
    }
  });

  it('grows to the longest delay and no further, however many attempts fail', () => {
    const { delayMs } = reconnectDelay(settings, failed(5000), { ...circumstances, random: most });
    assert.equal(delayMs, 60_000);
  });

  it('is never shortened by the longest delay: the server may ask for more', () => {
    const { delayMs, reason } = reconnectDelay(settings, failed(9), { ...circumstances, baseMs: 90_000 });
    assert.equal(delayMs, 90_000);
    assert.equal(reason, 'default');
  });

  it('grows from a reconnection time of 0, too', () => {
    const { delayMs } = reconnectDelay(settings, failed(4), { ...circumstances, baseMs: 0, random: most });
    assert.equal(delayMs, 800);
  });

  it('does not grow where that is switched off', () => {
    const { delayMs } = reconnectDelay({ ...settings, growsDelay: false }, failed(9), circumstances);
    assert.equal(delayMs, 3000);
  });

  it('begins anew with an attempt that brings something', () => {
    const history = noteEnd(failed(9), true);
    assert.equal(reconnectDelay(settings, history, { ...circumstances, random: most }).delayMs, 3000);
  });

  it('is as long as the server asks for, where that is longer', () => {
    const longer = reconnectDelay(settings, noHistory, { ...circumstances, retryAfterMs: 7000 });
    assert.deepEqual(longer, { delayMs: 7000, reason: 'retry-after', baseMs: 3000 });
    const shorter = reconnectDelay(settings, noHistory, { ...circumstances, retryAfterMs: 1000 });
    assert.equal(shorter.reason, 'default');
  });

  it('is no longer than a timer takes, and still tells what was asked for', () => {
    const { delayMs, baseMs } = reconnectDelay(settings, noHistory, { ...circumstances, baseMs: 99_999_999_999 });
    assert.equal(delayMs, 2 ** 31 - 1);
    assert.equal(baseMs, 99_999_999_999);
  });

  it('is braked in a storm, also where it does not grow, and is not braked just before one', () => {
    const { now } = circumstances;
    const short = { ...circumstances, baseMs: 0, isFromStream: true };
    const quiet = reconnectDelay(settings, storm(brakeCount, now), short);
    assert.deepEqual(quiet, { delayMs: 0, reason: 'retry-field', baseMs: 0 });
    const braked = reconnectDelay({ ...settings, growsDelay: false }, storm(brakeCount + 1, now), short);
    assert.deepEqual(braked, { delayMs: brakeMs, reason: 'brake', baseMs: 0 });
  });

  it('is not braked any more once the storm is over', () => {
    const after = circumstances.now + brakeWindowMs;
    const { reason } = reconnectDelay(settings, storm(500, circumstances.now), { ...circumstances, now: after });
    assert.equal(reason, 'default');
  });

  it('is not braked where it is longer than the brake', () => {
    assert.equal(reconnectDelay(settings, storm(500, circumstances.now), circumstances).reason, 'default');
  });
});

describe('the rate of reconnects', () => {
  it('counts those of the last minute', () => {
    const history = storm(5, 1000);
    assert.equal(reconnectsPerMinute(history, 1000), 5);
    assert.equal(reconnectsPerMinute(history, 1000 + 60_000), 0);
  });

  it('is kept in bounded memory', () => {
    assert.ok(storm(5000, 1_000_000).reconnects.length <= 1000);
  });
});
