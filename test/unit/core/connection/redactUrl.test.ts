import assert from 'node:assert/strict';
import { redactUrl } from '../../../../src/core/connection/redactUrl.ts';

describe('redactUrl', () => {
  const cases: readonly (readonly [url: string, redacted: string])[] = [
    ['https://example.com/a?b=c&d=e', 'https://example.com/a?b=c&d=e'],
    ['https://example.com/a#access_token=abc', 'https://example.com/a'],
    ['https://example.com/?accesstoken=abc&sessionid=d', 'https://example.com/?accesstoken=***&sessionid=***'],
    ['https://user:pass@example.com/', 'https://example.com/'],
    ['https://user@example.com/', 'https://example.com/'],
    ['https://example.com/?token=abc', 'https://example.com/?token=***'],
    ['https://example.com/?api_key=abc&x=1', 'https://example.com/?api_key=***&x=1'],
    ['https://example.com/?apiKey=abc', 'https://example.com/?apiKey=***'],
    ['https://example.com/?accessToken=abc', 'https://example.com/?accessToken=***'],
    ['https://example.com/?X-Amz-Signature=abc', 'https://example.com/?X-Amz-Signature=***'],
    ['https://example.com/?token=a&token=b', 'https://example.com/?token=***'],
    ['https://example.com/?keyboard=azerty&author=me', 'https://example.com/?keyboard=azerty&author=me'],
    ['not a url', 'not a url'],
    ['user:pass@host/path?token=abc', 'host/path?token=***'],
    ['http://bob:hunter2@exa mple.com/?token=abc', 'http://exa mple.com/?token=***'],
    ['ftp://bob:hunter2@[/?q=abc#t', 'ftp://[/?q=***'],
  ];
  for (const [url, redacted] of cases) {
    it(`makes ${redacted} of ${url}`, () => {
      assert.equal(redactUrl(url), redacted);
    });
  }
});
