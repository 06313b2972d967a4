import assert from 'node:assert/strict';
import { classifyError } from '../../../src/net/classifyError.ts';
import { readProxyEvent } from '../../../src/net/proxyEvent.ts';
import { ProxyFault } from '../../../src/net/proxyFault.ts';

describe("VS Code's word on the proxy of a request", () => {
  const ways: readonly (readonly [way: string, proxy: string | undefined])[] = [
    ['DIRECT', ''],
    ['PROXY proxy.corp:3128', 'proxy.corp:3128'],
    ['HTTPS [::1]:443', '[::1]:443'],
    ['SOCKS5 127.0.0.1:1080', '127.0.0.1:1080'],
    ['PROXY me:s3cret@proxy.corp:3128', 'proxy.corp:3128'],
    ['PROXY me:s3@cret@proxy.corp:3128', 'proxy.corp:3128'],
    ['PROXY', undefined],
    ['', undefined],
  ];
  for (const [way, proxy] of ways) {
    it(`is ${proxy === undefined ? 'not understood' : `"${proxy}"`} for "${way}"`, () => {
      assert.equal(readProxyEvent({ proxy: way })?.proxy, proxy);
    });
  }

  it('is none in any other shape', () => {
    for (const event of [undefined, null, 'DIRECT', {}, { proxy: 7 }]) {
      assert.equal(readProxyEvent(event), undefined);
    }
  });

  it('says why there is no connection to the proxy, which is then what failed', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    assert.equal(readProxyEvent({ proxy: 'PROXY proxy.corp:3128', error })?.error, error);
    const { code, subject, systemCode, detail } = classifyError(
      new ProxyFault('proxy.corp:3128', error),
      'example.com:443',
      'head',
    );
    assert.deepEqual(
      [code, subject, systemCode, detail],
      ['proxy-failed', 'proxy.corp:3128', 'ECONNREFUSED', 'connect ECONNREFUSED'],
    );
  });
});
