import assert from 'node:assert/strict';
import { fillSecrets, maskBody, maskHeader, secretNames } from '../../../src/host/secretPlaceholder.ts';

const headers = { Authorization: 'Bearer ${secret:KEY}', 'X-Pair': '${secret:A.b}:${secret:KEY}', Accept: '*/*' };

describe('secret placeholders', () => {
  it('are found once each', () => {
    assert.deepEqual(secretNames(headers), ['KEY', 'A.b']);
    assert.deepEqual(secretNames({ A: '${secret:}', B: '${env:KEY}', C: '$secret:KEY' }), []);
  });

  it('are replaced by secrets as they are, also where these look like patterns', () => {
    const secrets = new Map([
      ['KEY', '$& $1 ${secret:A.b}'],
      ['A.b', 'x'],
    ]);
    assert.deepEqual(fillSecrets(headers, secrets), {
      Authorization: 'Bearer $& $1 ${secret:A.b}',
      'X-Pair': 'x:$& $1 ${secret:A.b}',
      Accept: '*/*',
    });
  });
});

describe('maskHeader', () => {
  it('hides every value that could be a credential', () => {
    assert.equal(maskHeader('authorization', 'Bearer abc'), '••••');
    assert.equal(maskHeader('X-Custom', 'abc'), '••••');
    assert.equal(maskHeader('Accept', 'text/event-stream'), 'text/event-stream');
    assert.equal(maskHeader('X-Custom', ''), '');
  });

  it('shows the placeholder, and not what stands around it', () => {
    assert.equal(maskHeader('Authorization', 'Bearer abc${secret:KEY}'), '${secret:KEY}');
  });
});

describe('maskBody', () => {
  it('shows that there is a body, and nothing of it', () => {
    assert.equal(maskBody('{"password":"hunter2"}'), '••••');
    assert.equal(maskBody(''), '');
  });
});
