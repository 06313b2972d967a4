import assert from 'node:assert/strict';
import { proxyFor, type ProxySurroundings } from '../../../src/host/proxyRule.ts';

const none: ProxySurroundings = { support: 'override', proxy: '', noProxy: [], env: {} };

function proxy(url: string, surroundings: Partial<ProxySurroundings>): string {
  return proxyFor(new URL(url), { ...none, ...surroundings });
}

describe('the proxy that is shown', () => {
  const set = { proxy: 'http://proxy.corp:3128' };

  it('is none where nothing sets one', () => {
    assert.equal(proxy('https://example.com/', {}), '');
  });

  it('is the one of the setting before the one of the environment', () => {
    const env = { HTTPS_PROXY: 'http://env.corp:1' };
    assert.equal(proxy('https://example.com/', { ...set, env }), 'proxy.corp:3128');
    assert.equal(proxy('https://example.com/', { env }), 'env.corp:1');
  });

  it('is that of HTTPS_PROXY for http: too, as VS Code has it', () => {
    const env = { HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'http://secure:2' };
    assert.equal(proxy('http://example.com/', { env }), 'secure:2');
    assert.equal(proxy('http://example.com/', { env: { HTTP_PROXY: 'http://plain:1' } }), 'plain:1');
  });

  it('never shows credentials', () => {
    assert.equal(proxy('http://example.com/', { proxy: 'http://me:hunter2@proxy.corp:3128' }), 'proxy.corp:3128');
  });

  it('has a port also where none is written', () => {
    assert.equal(proxy('http://a.example/', { proxy: 'http://proxy.corp' }), 'proxy.corp:80');
    assert.equal(proxy('http://a.example/', { proxy: 'https://proxy.corp' }), 'proxy.corp:443');
    assert.equal(proxy('http://a.example/', { proxy: 'socks5://proxy.corp' }), 'proxy.corp:1080');
  });

  it('is none for loopback, nor where support is off, nor where the setting is no URL', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]']) {
      assert.equal(proxy(`http://${host}:3000/`, set), '', host);
    }
    assert.equal(proxy('http://example.com/', { ...set, support: 'off' }), '');
    assert.equal(proxy('http://example.com/', { proxy: 'proxy.corp:3128' }), '');
  });

  it('is none for hosts of http.noProxy and what is below them, with the port where one is named', () => {
    for (const [exception, url, isBypassed] of [
      ['example.com', 'http://example.com/', true],
      ['example.com', 'http://api.example.com/', true],
      ['.example.com', 'http://api.example.com/', true],
      ['*.example.com', 'http://api.example.com/', false],
      ['example.com', 'http://notexample.com/', false],
      ['Example.com:8080', 'http://example.com:8080/', true],
      ['example.com:8080', 'http://example.com/', false],
      ['example.com:443', 'https://example.com/', true],
      ['*', 'http://anything.test/', true],
      ['', 'http://anything.test/', false],
    ] as const) {
      assert.equal(proxy(url, { ...set, noProxy: [exception] }) === '', isBypassed, `${exception} ${url}`);
    }
  });

  it('takes NO_PROXY only where http.noProxy is empty', () => {
    const env = { NO_PROXY: 'a.test, b.test' };
    assert.equal(proxy('http://b.test/', { ...set, env }), '');
    assert.equal(proxy('http://b.test/', { ...set, env, noProxy: ['c.test'] }), 'proxy.corp:3128');
  });
});
