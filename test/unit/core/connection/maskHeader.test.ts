import assert from 'node:assert/strict';
import { maskHeader } from '../../../../src/core/connection/maskHeader.ts';

describe('maskHeader', () => {
  const cases: readonly (readonly [name: string, value: string, shown: string])[] = [
    ['Authorization', 'Bearer abc', 'Bearer ••••'],
    ['authorization', 'Basic dTpw', 'Basic ••••'],
    ['authorization', 'Digest username="u", response="r"', 'Digest ••••'],
    ['authorization', 'my secret words', '••••'],
    ['authorization', 'Bearer', '••••'],
    ['proxy-authorization', 'Basic dTpw', 'Basic ••••'],
    ['x-api-key', 'abc', '••••'],
    ['X-Amz-Security-Token', 'abc', '••••'],
    ['mcp-session-id', 'abc', '••••'],
    ['x-hub-signature-256', 'sha256=abc', '••••'],
    ['x-api-key', '', ''],
    ['cookie', 'a=1; b=two=2; bare', 'a=••••; b=••••; ••••'],
    ['set-cookie', 'sid=abc; Path=/; HttpOnly', 'sid=••••; Path=/; HttpOnly'],
    ['set-cookie', 'sid=abc', 'sid=••••'],
    ['location', 'http://u:p@h/cb?token=abc&x=1', 'http://h/cb?token=***&x=1'],
    [':path', '/cb?token=abc&x=1', '/cb?token=***&x=***'],
    ['www-authenticate', 'Bearer realm="api"', 'Bearer realm="api"'],
    [':authority', 'example.com', 'example.com'],
    ['accept', 'text/event-stream', 'text/event-stream'],
    ['last-event-id', '42', '42'],
  ];
  for (const [name, value, shown] of cases) {
    it(`shows ${name}: ${value} as ${shown}`, () => {
      assert.equal(maskHeader(name, value), shown);
    });
  }

  it('masks the headers that it is told are secret, in any case', () => {
    assert.equal(maskHeader('X-Custom', 'Bearer abc', ['x-CUSTOM']), 'Bearer ••••');
    assert.equal(maskHeader('x-custom', 'abc', ['x-custom']), '••••');
    assert.equal(maskHeader('x-custom', 'abc'), 'abc');
  });
});
