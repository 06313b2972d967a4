import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SessionSnapshot } from '../../../../src/core/connection/sessionSnapshot.ts';
import { cutText } from '../../../../src/core/cutText.ts';
import { shownAttempt } from '../../../../src/core/protocol/shownAttempt.ts';
import { shownSnapshot } from '../../../../src/core/protocol/shownSnapshot.ts';
import { sampleAttempt, sampleExchange } from '../../../support/sampleAttempt.ts';

const long = 'x'.repeat(1_000_000);

const snapshot: SessionSnapshot = {
  id: '1',
  title: 'a',
  method: 'GET',
  url: 'http://a/',
  state: { name: 'open' },
  status: 200,
  httpVersion: '1.1',
  attempts: 1,
  records: 0,
  kinds: { event: 0, comment: 0, retry: 0, id: 0, invalid: 0, dropped: 0, connection: 0 },
  types: [],
  typeCount: 0,
  heartbeats: 0,
  bytes: 0,
  eventsPerSecond: 0,
  bytesPerSecond: 0,
  lastEventId: '',
  nextLastEventId: { value: '', source: 'none' },
  sentLastEventId: '',
  acceptedCertificate: '',
  failuresInARow: 0,
  reconnectsPerMinute: 0,
  retryMs: 3000,
  warnings: 0,
  startedAt: 0,
  durationMs: 0,
  silenceMs: 0,
  retryFromStream: false,
  streamsToOrigin: 0,
  isReadingPaused: false,
  pendingBytes: 0,
  clearedRecords: 0,
};

const attempt = sampleAttempt({
  exchanges: [sampleExchange({ requestHeaders: [['Last-Event-ID', long]], responseHeaders: [['X-Long', long]] })],
  lastEventIdSent: long,
  lastEventIdReceived: long,
});

describe('what a panel is shown', () => {
  it('of a session is short, however long its IDs are, and tells how long those are', () => {
    const shown = shownSnapshot(
      {
        ...snapshot,
        lastEventId: `${long}1`,
        sentLastEventId: long,
        nextLastEventId: { value: `${long}22`, source: 'edited' },
      },
      [],
    );
    assert.ok(JSON.stringify(shown).length < 2000);
    assert.deepEqual(shown.idLengths, { received: 1_000_001, sent: 1_000_000, next: 1_000_002 });
    assert.equal(shown.lastEventId, 'x'.repeat(200));
  });

  it('of a session tells apart IDs that begin alike', () => {
    const isSame = (lastEventId: string, sentLastEventId: string): boolean =>
      shownSnapshot({ ...snapshot, lastEventId, sentLastEventId }, []).sentWhatWasReceived;
    assert.deepEqual([isSame(`${long}1`, `${long}2`), isSame(long, long)], [false, true]);
  });

  it('of an attempt is short, and tells how much is left out of a value', () => {
    const shown = shownAttempt(attempt, []);
    assert.ok(JSON.stringify(shown).length < 20_000);
    assert.equal(shown.lastEventIdSent, `${'x'.repeat(4000)}… (996000 more)`);
    assert.deepEqual(shownAttempt({ ...attempt, lastEventIdSent: '7' }, []).lastEventIdSent, '7');
  });

  it('of a text never ends with half a character', () => {
    assert.equal(cutText('a😀b', 2), 'a');
    assert.equal(cutText('a😀b', 3), 'a😀');
    assert.equal(cutText('a', 3), 'a');
  });
});
