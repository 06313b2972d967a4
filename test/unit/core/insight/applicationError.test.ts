import assert from 'node:assert/strict';
import { isApplicationError } from '../../../../src/core/insight/applicationError.ts';

function event(preview: string, type = 'message'): Parameters<typeof isApplicationError>[0] {
  return { kind: 'event', type, preview };
}

describe('an application error', () => {
  for (const data of [
    '{"error":{"message":"overloaded","code":529}}',
    '{"error":"model not found"}',
    '{ "error" : { "message": "spaces" } }',
    '{"type":"error","error":{"type":"overloaded_error"}}',
    '{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"Method not found"}}',
  ]) {
    it(`is data that says so: ${data}`, () => assert.equal(isApplicationError(event(data)), true));
  }

  for (const type of ['error', 'Error', 'response.failed', 'stream-error']) {
    it(`is an event of the type ${type}, whatever its data`, () => {
      assert.equal(isApplicationError(event('x', type)), true);
    });
  }

  for (const data of [
    '{"error":null,"ok":true}',
    '{"error":"","ok":true}',
    '{"error":{},"ok":true}',
    '{"error":false}',
    '{"text":"\\"error\\":1"}',
    '{"message":"an error","error":{"inner":1}}',
    '{"errors":["x"]}',
    'error: not JSON',
    '',
  ]) {
    it(`is none where nothing says so: ${data === '' ? 'no data' : data}`, () => {
      assert.equal(isApplicationError(event(data)), false);
    });
  }

  it('is none of a type that only speaks of errors, nor of a record that is no event', () => {
    assert.equal(isApplicationError(event('x', 'error_count')), false);
    assert.equal(isApplicationError({ kind: 'comment', type: '', preview: '{"error":"x"}' }), false);
  });
});
