import assert from 'node:assert/strict';
import { bodyEvidence } from '../../../../src/core/words/bodyEvidence.ts';

describe('the beginning of a body as evidence', () => {
  it('is JSON on indented lines where it is JSON', () => {
    assert.equal(
      bodyEvidence('{"error":{"type":"overloaded","code":529}}\n'),
      '{\n  "error": {\n    "type": "overloaded",\n    "code": 529\n  }\n}',
    );
    assert.equal(bodyEvidence('["busy"]'), '[\n  "busy"\n]');
  });

  it('is as it came where it is anything else, or JSON that was cut', () => {
    for (const body of [
      '',
      '<!doctype html>\n  <p>Sign in',
      'data: {"a":1}\n\n',
      '{"error":{"message":"the mo',
      '  12 ',
    ]) {
      assert.equal(bodyEvidence(body), body);
    }
  });
});
