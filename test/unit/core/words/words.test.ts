import assert from 'node:assert/strict';
import type { ConnectionChange } from '../../../../src/core/connection/connectionChange.ts';
import { problemCodes, type Problem, type ProblemCode } from '../../../../src/core/connection/problem.ts';
import type { SessionState } from '../../../../src/core/connection/sessionSnapshot.ts';
import { diagnosticCodes } from '../../../../src/core/sse/diagnostic.ts';
import { describeConnectionChange } from '../../../../src/core/words/connectionChange.ts';
import { describeDiagnostic } from '../../../../src/core/words/diagnostic.ts';
import { describeProblem } from '../../../../src/core/words/problem.ts';
import { sessionStateIcon, sessionStateWord } from '../../../../src/core/words/sessionState.ts';
import { english as t } from './english.ts';

function problem(code: ProblemCode, more: Partial<Problem> = {}): Problem {
  return {
    code,
    subject: '127.0.0.1:3000',
    systemCode: '',
    detail: '',
    status: null,
    contentType: null,
    bodyHead: '',
    retryAfterMs: null,
    authenticate: '',
    ...more,
  };
}

describe('describeProblem', () => {
  for (const code of problemCodes) {
    it(`says of ${code} what happened, what it means and what to do`, () => {
      const { happened, meaning, remedy } = describeProblem(problem(code), t);
      assert.match(happened, /[^.]$/);
      assert.match(meaning, /\.$/);
      assert.match(remedy, /\.$/);
      assert.doesNotMatch(`${happened} ${meaning} ${remedy}`, /oops|something went wrong|undefined|null|\{/i);
    });
  }

  it('names the address that refused', () => {
    assert.deepEqual(describeProblem(problem('refused'), t), {
      happened: 'Connection refused by 127.0.0.1:3000',
      meaning: 'Nothing listens there.',
      remedy: 'Start the server or correct the port, then reconnect.',
    });
  });

  it('names the status, and asks for credentials where they are wanted', () => {
    const words = describeProblem(problem('bad-status', { status: 401 }), t);
    assert.equal(words.happened, 'The server answered with status 401');
    assert.match(words.remedy, /credentials/);
  });

  it('names the content type as received', () => {
    const words = describeProblem(problem('wrong-content-type', { contentType: 'text/html' }), t);
    assert.equal(words.happened, 'The content type is text/html, not text/event-stream');
    assert.equal(describeProblem(problem('wrong-content-type'), t).happened, 'The response has no content type');
  });

  for (const [kind, contentType, bodyHead, meaning] of [
    ['a page', 'text/html; charset=utf-8', '<h1>Sign in</h1>', /^This is HTML/],
    ['a page of no type', '', ' \n<!DOCTYPE html><html>', /^This is HTML/],
    ['JSON', 'application/problem+json', '{"error":1}', /^This is JSON/],
    ['JSON as text', 'text/plain', '{"error":1}', /^This is JSON/],
    ['events as text', 'text/plain', 'id: 1\ndata: a\n\n', /looks like an event stream/],
    ['a comment of a stream as HTML', 'text/html', ': hello\n\n', /looks like an event stream/],
    ['anything else', 'image/png', '\ufffdPNG', /^The response is not an event stream/],
  ] as const) {
    it(`says of ${kind} what it is, and that a browser would refuse it`, () => {
      const words = describeProblem(problem('wrong-content-type', { contentType, bodyHead }), t);
      assert.match(words.meaning, meaning);
      assert.match(words.meaning, /browser would refuse it/);
    });
  }

  it('says what the server asks for, and how long to wait', () => {
    const unauthorised = problem('bad-status', { status: 401, authenticate: 'Bearer realm="api"' });
    assert.match(describeProblem(unauthorised, t).meaning, /asks for Bearer realm="api"/);
    const busy = problem('bad-status', { status: 503, retryAfterMs: 30_000 });
    assert.match(describeProblem(busy, t).remedy, /asks to wait 30(\.0)? s first/);
  });

  it('tells kinds of certificate errors apart', () => {
    const meanings = ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'].map(
      (systemCode) => describeProblem(problem('tls', { systemCode }), t).meaning,
    );
    assert.equal(new Set(meanings).size, meanings.length);
  });

  it('gives the error itself as the meaning of what is unexpected', () => {
    const words = describeProblem(problem('unexpected', { systemCode: 'EWHAT', detail: 'what happened' }), t);
    assert.equal(words.happened, 'The connection to 127.0.0.1:3000 failed with EWHAT');
    assert.equal(words.meaning, 'what happened');
  });
});

describe('describeConnectionChange', () => {
  const url = 'http://localhost/events';
  const direct = { redirects: 0, finalUrl: '' };
  const cases: readonly (readonly [ConnectionChange, string])[] = [
    [
      { change: 'connecting', attempt: 1, method: 'GET', url, lastEventId: '', unsendableId: '' },
      'connecting: GET http://localhost/events',
    ],
    [
      { change: 'connecting', attempt: 2, method: 'GET', url, lastEventId: '9f3a', unsendableId: '' },
      'reconnecting with Last-Event-ID 9f3a: GET http://localhost/events',
    ],
    [
      { change: 'connecting', attempt: 2, method: 'GET', url, lastEventId: '', unsendableId: 'a\u0001b\u007f' },
      'reconnecting without Last-Event-ID, a header cannot carry a␁b␡: GET http://localhost/events',
    ],
    [
      { change: 'opened', attempt: 1, status: 200, httpVersion: '1.1', contentType: 'text/event-stream', ...direct },
      'opened: 200 · HTTP/1.1 · text/event-stream',
    ],
    [
      { change: 'opened', attempt: 2, status: 200, httpVersion: '1.1', contentType: '', ...direct },
      'reconnected, attempt 2: 200 · HTTP/1.1',
    ],
    [
      { change: 'ended', attempt: 1, openMs: 161_000, silenceMs: 1200, repeats: 0 },
      'ended by the server after 02:41, 1.2 s after its last bytes',
    ],
    [
      {
        change: 'opened',
        attempt: 1,
        status: 200,
        httpVersion: '2.0',
        contentType: '',
        redirects: 2,
        finalUrl: 'http://b/e',
      },
      'opened: 200 · HTTP/2.0 · after 2 redirects: http://b/e',
    ],
    [
      { change: 'ended', attempt: 1, openMs: 5000, silenceMs: 5000, repeats: 0 },
      'ended by the server after 5.0 s without a byte',
    ],
    [
      { change: 'cut', attempt: 1, problem: problem('reset'), openMs: null, silenceMs: null },
      'Connection reset by 127.0.0.1:3000',
    ],
    [
      { change: 'cut', attempt: 1, problem: problem('reset'), openMs: 5000, silenceMs: 1 },
      'Connection reset by 127.0.0.1:3000 after 5.0 s, 1 ms after its last bytes',
    ],
    [
      { change: 'waiting', attempt: 1, delayMs: 3000, reason: 'default', baseMs: 3000 },
      'waiting 3.0 s before reconnecting (default)',
    ],
    [
      { change: 'waiting', attempt: 1, delayMs: 100, reason: 'retry-field', baseMs: 100 },
      'waiting 100 ms before reconnecting (set by retry)',
    ],
    [
      { change: 'waiting', attempt: 4, delayMs: 12_000, reason: 'backoff', baseMs: 3000 },
      'waiting 12.0 s before reconnecting (grown from 3.0 s: the attempts before brought nothing)',
    ],
    [
      { change: 'waiting', attempt: 30, delayMs: 1000, reason: 'brake', baseMs: 0 },
      'waiting 1.0 s before reconnecting (braked: too many attempts one after the other; the server asks for 0 ms)',
    ],
    [
      { change: 'waiting', attempt: 2, delayMs: 7000, reason: 'retry-after', baseMs: 3000 },
      'waiting 7.0 s before reconnecting (asked for by Retry-After)',
    ],
    [
      { change: 'ended', attempt: 3, openMs: 10, silenceMs: 0, repeats: 2 },
      'ended by the server after 10 ms, 0 ms after its last bytes; the same bytes came 3 times in a row',
    ],
    [
      { change: 'resumed', attempt: 2, sent: '7', firstId: '8', repeated: 0, missing: 0, verdict: 'honoured' },
      'resumed after Last-Event-ID 7: the first ID is 8',
    ],
    [
      { change: 'resumed', attempt: 2, sent: '2', firstId: '3', repeated: 4, missing: 0, verdict: 'honoured' },
      'resumed after Last-Event-ID 2: the first ID is 3; 4 IDs that you already have came again',
    ],
    [
      { change: 'resumed', attempt: 2, sent: '7', firstId: '1', repeated: 7, missing: 0, verdict: 'ignored' },
      'the server ignored Last-Event-ID 7: it began again with 1; IDs seen before came again: 7',
    ],
    [
      { change: 'resumed', attempt: 2, sent: '7', firstId: '12', repeated: 0, missing: 4, verdict: 'unknown' },
      'no way to tell whether the server took Last-Event-ID 7: the first ID is 12; 4 IDs before 12 are missing',
    ],
    [
      { change: 'resumed', attempt: 2, sent: '7', firstId: '', repeated: 0, missing: 0, verdict: 'unknown' },
      'no way to tell whether the server took Last-Event-ID 7: it set no ID',
    ],
    [
      { change: 'finished', attempt: 5, reason: 'gave-up' },
      'finished: as many attempts in a row as are allowed brought nothing',
    ],
    [{ change: 'stopped', attempt: 1 }, 'disconnected'],
    [
      { change: 'finished', attempt: 1, reason: 'no-content' },
      'finished: the server answered 204, which means: do not reconnect',
    ],
    [
      { change: 'finished', attempt: 1, reason: 'not-repeated' },
      'finished: the stream ended and this request is not repeated',
    ],
    [{ change: 'failed', attempt: 1, problem: problem('refused') }, 'failed: Connection refused by 127.0.0.1:3000'],
  ];
  for (const [change, words] of cases) {
    it(words, () => assert.equal(describeConnectionChange(change, t), words));
  }
});

describe('describeDiagnostic', () => {
  it('asks whether another name was meant, where only case or white space is wrong', () => {
    for (const name of ['Data', ' data', 'data ', 'DATA']) {
      assert.match(describeDiagnostic('unknown-field', t, name).consequence, / Did you mean data\?$/, name);
    }
    for (const name of ['dat', 'data', '', 'x']) {
      assert.doesNotMatch(describeDiagnostic('unknown-field', t, name).consequence, /mean/, name);
    }
  });

  for (const code of diagnosticCodes) {
    it(`says of ${code} what is wrong, what follows, and which clause says so`, () => {
      const { title, consequence, clause } = describeDiagnostic(code, t);
      assert.match(title, /[^.]$/);
      assert.match(consequence, /\.$/);
      assert.match(clause, /^HTML 9\.2\.\d$/);
    });
  }
});

describe('session states', () => {
  const states: readonly SessionState[] = [
    { name: 'connecting' },
    { name: 'open' },
    { name: 'waiting', until: 0, delayMs: 0 },
    { name: 'stopped' },
    { name: 'finished', reason: 'no-content' },
    { name: 'failed', problem: problem('refused') },
  ];

  it('have a word and an icon each, no two alike', () => {
    assert.equal(new Set(states.map((state) => sessionStateWord(state, t))).size, states.length);
    assert.equal(new Set(states.map(sessionStateIcon)).size, states.length);
  });
});
