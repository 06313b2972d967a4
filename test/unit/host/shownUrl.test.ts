import assert from 'node:assert/strict';
import { shownUrl } from '../../../src/host/shownUrl.ts';

describe('shownUrl', () => {
  it('shows no credential of a URL, with or without a scheme', () => {
    for (const [url, shown] of [
      ['https://user:pass@example.com/a', 'https://example.com/a'],
      ['localhost:3000/events?token=abc&x=1', 'http://localhost:3000/events?token=***&x=1'],
      ['wss://user:pass@example.com/?token=abc', 'wss://example.com/?token=***'],
    ] as const) {
      assert.equal(shownUrl(url), shown);
    }
  });
});
