import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { createGzip, gzipSync } from 'node:zlib';
import type { ConnectionChange } from '../../../src/core/connection/connectionChange.ts';
import type { Problem, ProblemCode } from '../../../src/core/connection/problem.ts';
import { describeConnectionChange } from '../../../src/core/words/connectionChange.ts';
import { describeProblem } from '../../../src/core/words/problem.ts';
import { sessionStateWord } from '../../../src/core/words/sessionState.ts';
import type { Session } from '../../../src/engine/session.ts';
import { allRows, changes, eventPreviews, startEngine, until } from '../../support/engineHarness.ts';
import type { EngineHarness } from '../../support/engineHarness.ts';
import { english } from '../../support/english.ts';
import { startRawServer, streamHead } from '../net/rawServer.ts';
import type { Answer, RawServer } from '../net/rawServer.ts';

/**
 * Each failure of PROTOCOL.md, section 4, that a server on loopback can produce, as somebody sees it: the state, the
 * record and the words. What a transport makes of its bytes is tested with the transport; the largest are in the layer
 * interop.
 */

/** What is said of a failure: what happened, what it means, what to do. */
type Words = readonly [happened: RegExp, meaning: RegExp, remedy: RegExp];

function assertWords(problem: Problem, [happened, meaning, remedy]: Words): void {
  const words = describeProblem(problem, english);
  assert.match(words.happened, happened);
  assert.match(words.meaning, meaning);
  assert.match(words.remedy, remedy);
}

/** Waits until a session fails for good, and checks that state, record and words say the same. */
async function failure(session: Session, code: ProblemCode, words: Words): Promise<Problem> {
  const { state, attempts } = await until(session, ({ state }) => state.name === 'failed');
  assert.ok(state.name === 'failed');
  assert.equal(state.problem.code, code, JSON.stringify(state.problem));
  assert.equal(sessionStateWord(state, english), 'Failed');
  assertWords(state.problem, words);
  const last = (await changes(session)).at(-1);
  assert.deepEqual(last, { change: 'failed', attempt: attempts, problem: state.problem });
  const { happened, meaning } = describeProblem(state.problem, english);
  assert.equal(
    describeConnectionChange(last, english),
    code === 'tls' ? `failed: ${happened}: ${meaning}` : `failed: ${happened}`,
  );
  return state.problem;
}

function response(status: string, fields: readonly string[], body: string): string {
  return [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...fields, '', body].join('\r\n');
}

describe('a session whose server fails', function () {
  this.timeout(20_000);
  let engine: EngineHarness;
  let server: RawServer | undefined;

  const serve = async (answer: Answer): Promise<RawServer> => (server = await startRawServer(answer));

  beforeEach(async () => {
    engine = await startEngine();
  });

  afterEach(async () => {
    await engine.dispose();
    await server?.close();
    server = undefined;
  });

  describe('before there is a stream', () => {
    interface Refusal {
      readonly what: string;
      readonly answer: string;
      readonly code: ProblemCode;
      readonly words: Words;
      readonly evidence?: Partial<Problem>;
    }

    const refusals: readonly Refusal[] = [
      {
        what: '401 with a challenge',
        answer: response('401 Unauthorized', ['WWW-Authenticate: Bearer realm="api"'], 'no token'),
        code: 'bad-status',
        words: [/status 401$/, /not authorised.*Bearer realm="api".*does not reconnect/, /credentials/],
        evidence: { status: 401, authenticate: 'Bearer realm="api"', bodyHead: 'no token' },
      },
      {
        what: '403',
        answer: response('403 Forbidden', [], ''),
        code: 'bad-status',
        words: [/status 403$/, /not authorised/, /credentials/],
        evidence: { status: 403 },
      },
      {
        what: '429 with a time to stay away',
        answer: response('429 Too Many Requests', ['Retry-After: 120'], ''),
        code: 'bad-status',
        words: [/status 429$/, /limits how often/, /reconnect.*asks to wait 02:00/],
        evidence: { status: 429, retryAfterMs: 120_000 },
      },
      {
        what: '503 with a time to stay away',
        answer: response('503 Service Unavailable', ['Retry-After: 7'], ''),
        code: 'bad-status',
        words: [/status 503$/, /proxy before it, failed/, /server's log/],
        evidence: { status: 503, retryAfterMs: 7000 },
      },
      {
        what: '500',
        answer: response('500 Internal Server Error', ['Content-Type: text/plain'], 'at Object.<anonymous>'),
        code: 'bad-status',
        words: [/status 500$/, /failed/, /server's log/],
        evidence: { status: 500, bodyHead: 'at Object.<anonymous>' },
      },
      {
        what: 'an error in JSON with status 400',
        answer: response('400 Bad Request', ['Content-Type: application/json'], '{"error":{"type":"invalid_request"}}'),
        code: 'bad-status',
        words: [/status 400$/, /Only status 200/, /request/],
        evidence: { status: 400, contentType: 'application/json', bodyHead: '{"error":{"type":"invalid_request"}}' },
      },
      {
        what: 'an error in JSON with status 200',
        answer: response('200 OK', ['Content-Type: application/json; charset=utf-8'], '{"error":"overloaded"}'),
        code: 'wrong-content-type',
        words: [
          /application\/json; charset=utf-8, not text\/event-stream/,
          /This is JSON.*browser would refuse/,
          /"stream"/,
        ],
        evidence: { status: 200, bodyHead: '{"error":"overloaded"}' },
      },
      {
        what: 'a page to sign in',
        answer: response('200 OK', ['Content-Type: text/html'], '<!doctype html><title>Sign in</title>'),
        code: 'wrong-content-type',
        words: [/text\/html, not text\/event-stream/, /This is HTML.*browser would refuse/, /path/],
        evidence: { contentType: 'text/html', bodyHead: '<!doctype html><title>Sign in</title>' },
      },
      {
        what: 'no content type',
        answer: response('200 OK', [], 'data: x\n\n'),
        code: 'wrong-content-type',
        words: [
          /no content type/,
          /looks like an event stream, but a browser would refuse/,
          /Content-Type: text\/event-stream/,
        ],
        evidence: { bodyHead: 'data: x\n\n' },
      },
      {
        what: 'a type that only begins like the right one',
        answer: response('200 OK', ['Content-Type: text/event-streaming'], 'data: x\n\n'),
        code: 'wrong-content-type',
        words: [/text\/event-streaming/, /looks like an event stream, but a browser would refuse/, /Content-Type/],
      },
      {
        what: 'a redirect to itself',
        answer: response('301 Moved Permanently', ['Location: /'], ''),
        code: 'redirect-loop',
        words: [/redirects lead back to/, /in a circle/, /URL/],
        evidence: { status: 301 },
      },
      {
        what: 'a redirect to what is no URL',
        answer: response('302 Found', ['Location: http://'], ''),
        code: 'bad-url',
        words: [/Not a valid URL: http:\/\//, /A redirect leads there/, /Location/],
      },
      {
        what: 'another protocol',
        answer: '220 mail.example ESMTP\r\n',
        code: 'not-http',
        words: [/does not speak HTTP$/, /another protocol/, /port/],
      },
      {
        what: 'a MiB of headers',
        answer: streamHead(`X-Long: ${'x'.repeat(1024 * 1024)}`),
        code: 'headers-too-long',
        words: [/response headers of .* are too long$/, /limit/, /Correct the server/],
      },
    ];
    for (const { what, answer, code, words, evidence = {} } of refusals) {
      it(`fails for good with ${code} for ${what}`, async () => {
        const { url, heads } = await serve((socket) => socket.write(answer));
        const session = engine.open(url());
        const problem = await failure(session, code, words);
        assert.deepEqual({ ...problem, ...evidence }, problem);
        assert.equal(session.snapshot().attempts, 1);
        assert.equal(heads.length, 1, 'one request, however it is answered');
      });
    }

    it('fails for good with too-many-redirects for a chain that has no end', async () => {
      const { url, heads } = await serve((socket) => {
        socket.write(response('302 Found', [`Location: /${heads.length}`], ''));
      });
      await failure(engine.open(url()), 'too-many-redirects', [/Too many redirects/, /no more than 20/, /URL/]);
      assert.equal(heads.length, 21);
    });

    it('fails for good with reset when the connection is reset before or in the headers', async () => {
      for (const before of ['', 'HTTP/1.1 200 OK\r\nContent-Ty']) {
        const { url, close } = await serve((socket) => {
          if (before === '') {
            socket.resetAndDestroy();
          } else {
            socket.write(before, () => socket.resetAndDestroy());
          }
        });
        const words: Words = [/Connection reset by 127/, /closed the connection abruptly/, /server's log/];
        await failure(engine.open(url()), 'reset', words);
        await close();
      }
    });

    it('says what to do where nothing listens and where the host is unknown', async () => {
      const { url, close } = await serve(() => undefined);
      await close();
      server = undefined;
      const refused: Words = [/^Connection refused by 127\.0\.0\.1:\d+$/, /Nothing listens there/, /Start the server/];
      await failure(engine.open(url()), 'refused', refused);
      const unknown: Words = [/^Unknown host no-such-host.invalid/, /no address in DNS/, /spelling/];
      await failure(engine.open('http://no-such-host.invalid/'), 'unknown-host', unknown);
    });

    it('is finished by status 204, and says so', async () => {
      const { url, heads } = await serve((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'finished');
      const last = (await changes(session)).at(-1);
      assert.ok(last?.change === 'finished');
      assert.match(describeConnectionChange(last, english), /finished: the server answered 204.*do not reconnect/);
      assert.equal(heads.length, 1);
    });
  });

  describe('with its certificate', () => {
    const folder = path.join(import.meta.dirname, '../../support/tls');
    const read = (file: string) => readFile(path.join(folder, file), 'utf8');
    const trusted = tls.getCACertificates('default');
    let secure: https.Server | undefined;

    afterEach(() => {
      tls.setDefaultCACertificates(trusted);
      secure?.close();
    });

    /** A server whose certificate is this file's; `authority.pem` has issued all but the self-signed one. */
    async function serveWith(file: string): Promise<string> {
      secure = https.createServer({ key: await read('key.pem'), cert: await read(file) }, () =>
        assert.fail('a request'),
      );
      secure.listen(0, '127.0.0.1');
      await once(secure, 'listening');
      return `https://127.0.0.1:${(secure.address() as AddressInfo).port}/`;
    }

    const faults: readonly (readonly [what: string, file: string, systemCode: string, meaning: RegExp])[] = [
      ['vouched for by nobody', 'certificate.pem', 'DEPTH_ZERO_SELF_SIGNED_CERT', /self-signed/],
      ['of an unknown issuer', 'issued.pem', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', /issuer .* is not known/],
      ['expired', 'expired.pem', 'CERT_HAS_EXPIRED', /has expired/],
      ['of another host', 'elsewhere.pem', 'ERR_TLS_CERT_ALTNAME_INVALID', /for another host name/],
    ];
    const versions = ['auto', '1.1'] as const;
    const cases = versions.flatMap((httpVersion) => faults.map((fault) => [httpVersion, ...fault] as const));
    for (const [httpVersion, what, file, systemCode, meaning] of cases) {
      it(`fails for good, before a request is sent over HTTP ${httpVersion}, for one that is ${what}`, async () => {
        if (file === 'expired.pem' || file === 'elsewhere.pem') {
          tls.setDefaultCACertificates([...trusted, await read('authority.pem')]);
        }
        const session = engine.open(await serveWith(file), { transport: { httpVersion } });
        const problem = await failure(session, 'tls', [/^No secure connection to 127/, meaning, /./]);
        assert.equal(problem.systemCode, systemCode);
      });
    }
  });

  describe('in the middle of a stream', () => {
    const whole = 'retry: 1\nid: 1\ndata: one\n\nid: 2\ndata: two\n\n';
    const half = 'id: 3\ndata: thr';
    const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

    interface Break {
      readonly what: string;
      readonly answer: Answer;
      /** What the server does once the whole events have been read. */
      readonly after?: (socket: Socket) => void;
      /** `undefined`: for the protocol the body ended as it should. */
      readonly code?: ProblemCode;
      readonly words?: Words;
    }

    const brokeOff: Words = [
      /^The response of .* broke off$/,
      /before the body was complete/,
      /time limits of proxies/,
    ];
    const breaks: readonly Break[] = [
      {
        what: 'the connection is reset',
        answer: (socket) => socket.write(streamHead() + whole + half),
        after: (socket) => socket.resetAndDestroy(),
        code: 'cut',
        words: brokeOff,
      },
      {
        what: 'the connection ends before the length that was announced',
        answer: (socket) => socket.end(streamHead('Content-Length: 1000') + whole + half),
        code: 'cut',
        words: brokeOff,
      },
      {
        what: 'the connection ends within a chunk',
        answer: (socket) => socket.end(`${streamHead('Transfer-Encoding: chunked')}${chunk(whole)}ff\r\n${half}`),
        code: 'cut',
        words: brokeOff,
      },
      {
        what: 'a chunk has a length that is no number',
        answer: (socket) =>
          socket.write(`${streamHead('Transfer-Encoding: chunked')}${chunk(whole + half)}no number\r\n`),
        code: 'bad-framing',
        words: [/is framed wrongly$/, /Where the next chunk should begin/, /Transfer-Encoding/],
      },
      {
        what: 'the coding is cut off',
        answer: (socket) => {
          socket.write(streamHead('Content-Encoding: gzip'));
          socket.end(gzipSync(whole + half).subarray(0, -8));
        },
        code: 'cut',
        words: brokeOff,
      },
      {
        what: 'the body ends in order, but the last empty line is missing',
        answer: (socket) => socket.end(streamHead() + whole + half),
      },
    ];
    for (const { what, answer, after, code, words } of breaks) {
      it(`keeps what came, marks the event that was cut, and reads on after the last whole one when ${what}`, async () => {
        let first: Socket | undefined;
        const { url, heads } = await serve((socket, head) => {
          if (heads.length === 1) {
            first = socket;
            answer(socket, head);
          } else {
            socket.write(`${streamHead()}id: 3\ndata: three\n\nid: 4\ndata: four\n\n`);
          }
        });
        const session = engine.open(url());
        await until(session, ({ kinds }) => kinds.event >= 2);
        if (first !== undefined) {
          after?.(first);
        }
        await until(session, ({ kinds }) => kinds.event === 4);
        assert.deepEqual(await eventPreviews(session), ['one', 'two', 'three', 'four']);
        assert.match(heads[1] ?? '', /^last-event-id: 2$/im);
        const seen = await changes(session);
        assert.deepEqual(
          seen.map(({ change }) => change),
          ['connecting', 'opened', code === undefined ? 'ended' : 'cut', 'waiting', 'connecting', 'opened', 'resumed'],
        );
        const broken = seen[2];
        if (broken?.change === 'cut') {
          assert.equal(broken.problem.code, code);
          assert.ok(words);
          assertWords(broken.problem, words);
          const row = describeConnectionChange(broken, english);
          assert.ok(row.startsWith(`${describeProblem(broken.problem, english).happened} after `), row);
        }
        const dropped = (await allRows(session)).filter(({ kind }) => kind === 'dropped');
        assert.deepEqual(
          dropped.map(({ diagnostics }) => diagnostics),
          [['unfinished-block']],
        );
        const detail = await session.record(dropped[0]?.seq ?? 0);
        assert.equal(Buffer.from(detail?.raw ?? []).toString(), half);
      });
    }

    it('says that a body cannot be decompressed, and keeps what could be', async () => {
      let spoil: () => void = () => undefined;
      const { url } = await serve((socket) => {
        socket.write(streamHead('Content-Encoding: gzip'));
        const coder = createGzip();
        coder.on('data', (bytes: Buffer) => socket.write(bytes));
        coder.write(whole);
        coder.flush();
        // No block of a deflated text begins like this.
        spoil = () => socket.write(Buffer.alloc(64, 0xff));
      });
      const session = engine.open(url(), { reconnect: { enabled: false } });
      await until(session, ({ kinds }) => kinds.event === 2);
      spoil();
      await failure(session, 'undecodable-body', [/cannot be decompressed$/, /Content-Encoding/, /compression/]);
      assert.deepEqual(await eventPreviews(session), ['one', 'two']);
    });

    it('takes events that a proxy held back all at one moment, after the silence', async () => {
      let release: () => void = () => undefined;
      const { url } = await serve((socket) => {
        socket.write(streamHead());
        release = () =>
          socket.write(Array.from({ length: 50 }, (_, at) => `id: ${at + 1}\ndata: ${at + 1}\n\n`).join(''));
      });
      const session = engine.open(url());
      await until(session, ({ state }) => state.name === 'open');
      const { durationMs } = await until(session, ({ durationMs }) => durationMs > 300);
      release();
      await until(session, ({ kinds }) => kinds.event === 50);
      const events = (await allRows(session)).filter(({ kind }) => kind === 'event');
      assert.ok((events[0]?.time ?? 0) > durationMs - 100, 'nothing came before');
      assert.equal(new Set(events.map(({ time }) => time)).size, 1, 'one burst has one time');
    });

    it('tells of the silence before the end of a stream', async () => {
      let end: () => void = () => undefined;
      const { url } = await serve((socket) => {
        socket.write(`${streamHead()}data: x\n\n`);
        end = () => socket.end();
      });
      const session = engine.open(url(), { reconnect: { enabled: false } });
      await until(session, ({ kinds, durationMs }) => kinds.event === 1 && durationMs > 300);
      const event = (await allRows(session)).find(({ kind }) => kind === 'event');
      await until(session, ({ durationMs }) => durationMs > (event?.time ?? 0) + 200);
      end();
      await until(session, ({ state }) => state.name === 'finished');
      const ended = (await changes(session)).find(
        (change): change is ConnectionChange & { change: 'ended' } => change.change === 'ended',
      );
      assert.ok(ended !== undefined && ended.silenceMs >= 200 && ended.openMs >= ended.silenceMs);
      assert.match(describeConnectionChange(ended, english), /^ended by the server after .*, .* after its last bytes$/);
    });

    it('shows a line break that the server wrote into its data as a line that is none', async () => {
      const { url } = await serve((socket) => socket.write(`${streamHead()}data: first line\nsecond line: x\n\n`));
      const session = engine.open(url());
      await until(session, ({ kinds }) => kinds.event === 1);
      const event = (await allRows(session)).find(({ kind }) => kind === 'event');
      assert.equal(event?.preview, 'first line');
      assert.equal(session.snapshot().warnings, 1);
      const rows = await allRows(session);
      assert.ok(rows.some(({ diagnostics }) => diagnostics.includes('unknown-field')));
    });
  });
});
