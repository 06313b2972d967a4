import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { get } from './demoClient.ts';
import { runningServer } from './runningServer.ts';

describe('/status', () => {
  const at = runningServer();

  it('is 503 with a JSON body and Retry-After by default', async () => {
    const { status, headers, body } = await get(at('/status'));
    assert.equal(status, 503);
    assert.equal(headers['retry-after'], '30');
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    const { error } = JSON.parse(body.toString()) as { error: { status: number; message: string } };
    assert.equal(error.status, 503);
    assert.match(error.message, /^Service Unavailable/);
  });

  it('asks for credentials with 401', async () => {
    const { status, headers } = await get(at('/status?code=401'));
    assert.equal(status, 401);
    assert.equal(headers['www-authenticate'], 'Bearer realm="demo"');
    assert.equal(headers['retry-after'], undefined);
  });

  it('sends no body with 204', async () => {
    const { status, body } = await get(at('/status?code=204'));
    assert.equal(status, 204);
    assert.equal(body.length, 0);
  });

  for (const code of ['100', '600', '404.5', 'teapot']) {
    it(`refuses the code ${code}`, async () => {
      assert.equal((await get(at(`/status?code=${code}`))).status, 400);
    });
  }
});

describe('/html', () => {
  const at = runningServer();

  it('is a page with status 200', async () => {
    const { status, headers, body } = await get(at('/html'));
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.match(body.toString(), /^<!doctype html>/);
  });
});
