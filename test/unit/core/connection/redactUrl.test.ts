import assert from 'node:assert/strict';
import { redactUrl } from '../../../../src/core/connection/redactUrl.ts';

describe('redactUrl', () => {
  const cases: readonly (readonly [url: string, redacted: string])[] = [
    ['https://example.com/a?b=c&d=e#f', 'https://example.com/a?b=c&d=e#f'],
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
  ];
  for (const [url, redacted] of cases) {
    it(`makes ${redacted} of ${url}`, () => {
      assert.equal(redactUrl(url), redacted);
    });
  }
});
