import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sentCookies } from '../../../../src/core/connection/sentCookies.ts';
import { sampleExchange } from '../../../support/sampleAttempt.ts';

describe('sentCookies', () => {
  it('names the cookies of each request, also where HTTP/2 splits them', () => {
    const [http1, http2] = sentCookies([
      sampleExchange({ requestHeaders: [['Cookie', 'a=••••; b=••••']] }),
      sampleExchange({
        requestHeaders: [
          ['cookie', 'a=••••'],
          ['cookie', 'b=••••'],
        ],
      }),
    ]);
    assert.deepEqual(http1?.sent, ['a', 'b']);
    assert.deepEqual(http2?.sent, ['a', 'b']);
  });

  it('names those that got lost on the way to another origin, and none within one', () => {
    const at = (url: string, cookie: string): ReturnType<typeof sampleExchange> =>
      sampleExchange({ url, requestHeaders: cookie === '' ? [] : [['Cookie', cookie]] });
    const requests = sentCookies([
      at('http://a.test/1', 'a=••••; b=••••'),
      at('http://a.test/2', 'b=••••'),
      at('http://b.test/', ''),
    ]);
    assert.deepEqual(
      requests.map(({ origin, dropped }) => [origin, ...dropped]),
      [['http://a.test'], ['http://a.test'], ['http://b.test', 'b']],
    );
  });
});
