import assert from 'node:assert/strict';
import type { Attempt } from '../../../src/core/connection/attempt.ts';
import { attemptPhases } from '../../../webview/detail/attemptPhases.ts';
import { AttemptSource } from '../../../webview/detail/attemptSource.ts';
import { sampleAttempt, sampleExchange } from '../../support/sampleAttempt.ts';
import { until } from '../../support/until.ts';

const exchange = sampleExchange({ startedAt: 100, respondedAt: null });
const attempt = sampleAttempt({ exchanges: [exchange] });

function written(changes: Partial<Attempt>): readonly string[] {
  return attemptPhases({ ...attempt, ...changes }).map(
    ({ name, startMs, durationMs }) => `${name} ${startMs}+${durationMs}`,
  );
}

describe('the phases of an attempt', () => {
  it('follow one another from the first request to the first event', () => {
    const redirect = { ...exchange, respondedAt: 110 };
    const last = { ...exchange, startedAt: 111, resolvedAt: 112, connectedAt: 115, securedAt: 120, respondedAt: 150 };
    assert.deepEqual(written({ exchanges: [redirect, last], firstByteAt: 151, firstEventAt: 160 }), [
      'redirects 0+11',
      'dns 11+1',
      'connect 12+3',
      'tls 15+5',
      'headers 20+30',
      'first-byte 50+1',
      'first-event 51+9',
    ]);
  });

  it('are only those that happened', () => {
    assert.deepEqual(written({ exchanges: [{ ...exchange, respondedAt: 130 }] }), ['headers 0+30']);
    assert.deepEqual(written({}), []);
    assert.deepEqual(written({ exchanges: [] }), []);
  });

  it('never take less than no time', () => {
    assert.deepEqual(written({ exchanges: [{ ...exchange, connectedAt: 105, respondedAt: 104 }] }), [
      'connect 0+5',
      'headers 5+0',
    ]);
  });
});

describe('the attempt that is looked at', () => {
  it('is asked for again while it goes on, and no more once it has ended', async () => {
    let end: Attempt['end'] = null;
    let asked = 0;
    const source = new AttemptSource(
      (number) => {
        asked++;
        return Promise.resolve({ ...attempt, number, end });
      },
      () => undefined,
    );
    source.show(1);
    await until('the first answer', () => source.attempt !== undefined);
    end = 'ended';
    source.refresh();
    await until('the end', () => source.attempt?.end === 'ended');
    source.refresh();
    source.show(1);
    assert.equal(asked, 2);
  });

  it('is the one asked for last, whichever answer comes first', async () => {
    const answers = new Map<number, (attempt: Attempt) => void>();
    const source = new AttemptSource(
      (number) => new Promise((resolve) => answers.set(number, resolve)),
      () => undefined,
    );
    source.show(1);
    source.show(2);
    answers.get(1)?.({ ...attempt, number: 1 });
    (await until('the second question', () => answers.get(2)))({ ...attempt, number: 2 });
    await until('an answer', () => source.attempt !== undefined);
    assert.equal(source.attempt?.number, 2);
  });
});
