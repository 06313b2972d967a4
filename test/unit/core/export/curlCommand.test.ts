import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { curlCommand, type CurlRequest } from '../../../../src/core/export/curlCommand.ts';

const plain: CurlRequest = {
  method: 'GET',
  url: 'http://127.0.0.1:3000/events',
  headers: [],
  bodyBytes: 0,
  httpVersion: '1.1',
  followsRedirects: false,
  socketPath: '',
  lastEventId: '',
};

/** What a POSIX shell passes to curl. */
function run(request: Partial<CurlRequest>, variables: Readonly<Record<string, string>> = {}) {
  const script = `curl() { for word; do printf '%s\\0' "$word"; done; }\n${curlCommand({ ...plain, ...request })}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: variables });
  return { status, stderr, words: stdout.split('\0').slice(0, -1) };
}

function words(request: Partial<CurlRequest>, variables?: Readonly<Record<string, string>>): readonly string[] {
  const result = run(request, variables);
  assert.equal(result.status, 0, result.stderr);
  return result.words;
}

describe('a curl command', () => {
  it('shows a stream as it arrives, and asks for what followed an ID', () => {
    assert.deepEqual(words({ lastEventId: '42' }), ['-N', '-H', 'Last-Event-ID: 42', plain.url]);
  });

  it('leaves out an ID that no header can carry', () => {
    assert.deepEqual(words({ lastEventId: 'a\u0001b' }), ['-N', plain.url]);
  });

  it('keeps every character of what a server or a user wrote from the shell', () => {
    for (const text of [`it's`, '$(touch /tmp/x)', '`id`', '"; rm -rf ~ #', 'a\\', '!!', '語 🙂', '-n', "'", '*?[a]']) {
      assert.deepEqual(words({ lastEventId: text, method: text, socketPath: text }), [
        '-N',
        '-X',
        text,
        '--unix-socket',
        text,
        '-H',
        `Last-Event-ID: ${text}`,
        plain.url,
      ]);
    }
  });

  it('asks for credentials by name instead of holding them', () => {
    const request = {
      url: 'https://h/e?token=***&n=1&sig=***',
      headers: [
        ['Authorization', 'Bearer ••••'],
        ['X-Api-Key', '••••'],
        ['Cookie', 'sid=••••; theme=••••'],
      ],
    } as const;
    const variables = {
      AUTHORIZATION: "a'b",
      X_API_KEY: 'k',
      COOKIE_SID: 's',
      COOKIE_THEME: 't',
      TOKEN: 'u v',
      SIG: 'w',
    };
    assert.deepEqual(words(request, variables), [
      '-N',
      '-H',
      "Authorization: Bearer a'b",
      '-H',
      'X-Api-Key: k',
      '-H',
      'Cookie: sid=s; theme=t',
      'https://h/e?token=u v&n=1&sig=w',
    ]);
    const { status, stderr } = run(request, { ...variables, X_API_KEY: '' });
    assert.notEqual(status, 0);
    assert.match(stderr, /X_API_KEY/);
  });

  it('sends the headers of the request, but for those that belong to a connection', () => {
    assert.deepEqual(
      words({
        headers: [
          [':method', 'GET'],
          ['Host', '127.0.0.1'],
          ['Connection', 'keep-alive'],
          ['accept', 'text/event-stream'],
          ['Accept-Encoding', 'gzip'],
          ['Last-Event-ID', 'old'],
          ['X-Empty', ''],
        ],
      }),
      ['-N', '--compressed', '-H', 'accept: text/event-stream', '-H', 'X-Empty;', plain.url],
    );
  });

  it('says how the request was made', () => {
    assert.deepEqual(words({ method: 'POST', bodyBytes: 3, followsRedirects: true }), [
      '-N',
      '-L',
      '--data-binary',
      '@request-body',
      plain.url,
    ]);
    assert.deepEqual(words({ httpVersion: '2' }), ['-N', '--http2-prior-knowledge', plain.url]);
    assert.deepEqual(words({ httpVersion: '2', url: 'https://h/[1]' }), ['-N', '--http2', '-g', 'https://h/[1]']);
  });
});
