import assert from 'node:assert/strict';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatElapsed,
  formatGap,
  formatOffset,
  formatRate,
} from '../../../../src/core/words/format.ts';

describe('numbers and units', () => {
  it('separates thousands as the locale does', () => {
    assert.equal(formatCount(12_431, 'en'), '12,431');
    assert.equal(formatCount(12_431, 'de'), '12.431');
  });

  it('writes bytes in decimal units with at most three digits', () => {
    assert.equal(formatBytes(0, 'en'), '0 B');
    assert.equal(formatBytes(999, 'en'), '999 B');
    assert.equal(formatBytes(1000, 'en'), '1.0 kB');
    assert.equal(formatBytes(3_140_000, 'en'), '3.1 MB');
    assert.equal(formatBytes(314_000_000, 'en'), '314 MB');
    assert.equal(formatBytes(2_500_000_000, 'en'), '2.5 GB');
  });

  it('goes to the next unit before it would write 1,000', () => {
    assert.equal(formatBytes(999_499, 'en'), '999 kB');
    assert.equal(formatBytes(999_999, 'en'), '1.0 MB');
  });

  it('writes durations as exactly as is useful', () => {
    assert.equal(formatDuration(12.4, 'en'), '12 ms');
    assert.equal(formatDuration(3000, 'en'), '3.0 s');
    assert.equal(formatDuration(59_949, 'en'), '59.9 s');
    assert.equal(formatDuration(59_951, 'en'), '01:00');
    assert.equal(formatDuration(161_000, 'en'), '02:41');
    assert.equal(formatDuration(3_761_000, 'en'), '1:02:41');
    assert.equal(formatDuration(2 ** 31 - 1, 'en'), '24 d 20 h');
  });

  it('rounds to the next unit, never to 1000 ms', () => {
    assert.equal(formatDuration(999.7, 'en'), '1.0 s');
  });

  it('counts what elapses in whole seconds', () => {
    assert.equal(formatElapsed(999, 'en'), '0 s');
    assert.equal(formatElapsed(59_999, 'en'), '59 s');
    assert.equal(formatElapsed(60_000, 'en'), '01:00');
  });

  it('writes offsets of one width', () => {
    assert.equal(formatOffset(0), '00:00.000');
    assert.equal(formatOffset(161_123.4), '02:41.123');
    assert.equal(formatOffset(3_600_000), '1:00:00.000');
  });

  it('writes no gap for the first row', () => {
    assert.equal(formatGap(null, 'en'), '');
    assert.equal(formatGap(15_000, 'en'), '15.0 s');
  });

  it('writes a decimal only for low rates that need one', () => {
    assert.equal(formatRate(0, 'en'), '0/s');
    assert.equal(formatRate(0.5, 'en'), '0.5/s');
    assert.equal(formatRate(3, 'en'), '3/s');
    assert.equal(formatRate(84.3, 'en'), '84/s');
    assert.equal(formatRate(12_345, 'en'), '12,345/s');
  });
});
