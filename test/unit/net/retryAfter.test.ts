import assert from 'node:assert/strict';
import { retryAfterMs } from '../../../src/net/retryAfter.ts';

describe('retryAfterMs', () => {
  const now = Date.parse('Wed, 21 Oct 2015 07:28:00 GMT');
  const cases: readonly (readonly [value: string, serverDate: string, ms: number | null])[] = [
    ['30', '', 30_000],
    [' 0 ', '', 0],
    ['Wed, 21 Oct 2015 07:29:00 GMT', '', 60_000],
    ['Wed, 21 Oct 2015 07:29:00 GMT', 'Wed, 21 Oct 2015 07:28:50 GMT', 10_000],
    ['Wed, 21 Oct 2015 07:00:00 GMT', '', 0],
    ['', '', null],
    ['soon', '', null],
    ['-5', '', null],
    ['1.5', '', null],
    ['9'.repeat(400), '', null],
  ];
  for (const [value, serverDate, ms] of cases) {
    it(`reads ${value.slice(0, 40)} ${serverDate === '' ? '' : `at ${serverDate} `}as ${ms} ms`, () => {
      assert.equal(retryAfterMs(value, serverDate, now), ms);
    });
  }
});
