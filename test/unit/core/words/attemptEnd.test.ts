import assert from 'node:assert/strict';
import { describeAttemptEnd } from '../../../../src/core/words/attemptEnd.ts';
import { sampleExchange } from '../../../support/sampleAttempt.ts';
import { english } from './english.ts';

describe('the end of an attempt that broke', () => {
  const broken = (...exchanges: ReturnType<typeof sampleExchange>[]): string =>
    describeAttemptEnd({ exchanges }, 'broken', english);
  const unanswered = { status: null, respondedAt: null };

  it('says how far the attempt came', () => {
    assert.equal(broken(), 'No request was sent');
    assert.equal(broken(sampleExchange(unanswered)), 'No connection could be made');
    assert.equal(
      broken(sampleExchange({ ...unanswered, url: 'https://host/', connectedAt: 5 })),
      'No connection could be made',
    );
    assert.equal(
      broken(sampleExchange({ ...unanswered, connectedAt: 5 })),
      'The connection broke before a response came',
    );
    assert.equal(
      broken(sampleExchange({ ...unanswered, reusedConnection: true })),
      'The connection broke before a response came',
    );
    assert.equal(broken(sampleExchange()), 'The connection broke while the stream was open');
  });

  it('of one that was refused, whether there was a request at all', () => {
    assert.equal(describeAttemptEnd({ exchanges: [] }, 'refused', english), 'No request was sent');
    assert.match(describeAttemptEnd({ exchanges: [sampleExchange()] }, 'refused', english), /^The response/);
  });
});
