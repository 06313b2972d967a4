import assert from 'node:assert/strict';
import { attemptTimes } from '../../../webview/detail/attemptTimes.ts';
import { sampleAttempt, sampleExchange } from '../../support/sampleAttempt.ts';

describe('the times of an attempt', () => {
  const exchanges = [sampleExchange({ startedAt: 100, respondedAt: 150 })];

  it('are its start by the clock, and how long its stream was open', () => {
    const ended = sampleAttempt({ exchanges, end: 'broken', endedAt: 5150 });
    assert.deepEqual(attemptTimes(ended, 1_000_000, 0), { startedAt: 1_000_100, openMs: 5000 });
    assert.equal(attemptTimes(sampleAttempt({ exchanges }), 1_000_000, 1_002_150).openMs, 2000);
  });

  it('have no open stream where none was opened, and no start where nothing was sent', () => {
    const sent = sampleExchange({ status: 404 });
    assert.equal(attemptTimes(sampleAttempt({ exchanges: [sent], end: 'refused', endedAt: 20 }), 0, 0).openMs, null);
    assert.equal(attemptTimes(sampleAttempt({ exchanges, end: 'refused', endedAt: 20 }), 0, 0).openMs, null);
    assert.equal(attemptTimes(sampleAttempt({ exchanges, end: 'interrupted' }), 0, 9000).openMs, null);
    const unsent = sampleAttempt({ exchanges: [], end: 'refused', endedAt: 20 });
    assert.deepEqual(attemptTimes(unsent, 0, 0), { startedAt: null, openMs: null });
  });
});
