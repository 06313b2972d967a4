import assert from 'node:assert/strict';
import { describeEndpointFault } from '../../../src/host/endpointFaultText.ts';
import { nameOfEntry, readSavedEndpoint } from '../../../src/host/savedEndpoint.ts';
import { english } from '../core/words/english.ts';

describe('readSavedEndpoint', () => {
  it('needs no more than a name and a URL', () => {
    assert.deepEqual(readSavedEndpoint({ name: 'Ticker', url: 'localhost:3000/ticker' }), {
      ok: true,
      endpoint: { name: 'Ticker', url: 'localhost:3000/ticker', method: 'GET', headers: {} },
    });
  });

  it('takes method, headers, body and group', () => {
    const entry = {
      name: 'Chat',
      url: 'https://example.com/chat',
      method: 'post',
      headers: { Authorization: 'Bearer ${secret:KEY}', 'X-Empty': '' },
      body: '{}',
      group: 'LLM',
    };
    assert.deepEqual(readSavedEndpoint(entry), { ok: true, endpoint: { ...entry, method: 'POST' } });
  });

  it('takes what it says of resuming, reconnecting and the transport', () => {
    const entry = {
      name: 'A',
      url: 'https://example.com/',
      lastEventId: '42',
      reconnect: { enabled: true, delay: 100, backoff: false, maxDelaySeconds: 9, onServerError: true },
      deadAfterSeconds: 30,
      httpVersion: 'h2c',
      cookies: false,
      ca: ['a.pem', 'b.pem'],
      clientCertificate: { pfx: 'me.pfx', passphrase: '${secret:pfx}' },
      socketPath: '/run/app.sock',
    };
    assert.deepEqual(readSavedEndpoint(entry), { ok: true, endpoint: { ...entry, method: 'GET', headers: {} } });
  });

  it('takes one word for whether to reconnect, and one path for an authority', () => {
    const read = readSavedEndpoint({ name: 'A', url: 'https://example.com/', reconnect: false, ca: 'a.pem' });
    assert.ok(read.ok);
    assert.deepEqual([read.endpoint.reconnect, read.endpoint.ca], [{ enabled: false }, ['a.pem']]);
  });

  it('has no way to switch off that certificates are checked', () => {
    const switches = { rejectUnauthorized: false, acceptCertificate: 'AB', insecure: true };
    const read = readSavedEndpoint({ name: 'A', url: 'https://example.com/', ...switches });
    assert.ok(read.ok);
    assert.deepEqual(
      Object.keys(switches).filter((name) => name in read.endpoint),
      [],
    );
  });

  const url = 'http://localhost/';
  const refused: readonly (readonly [entry: unknown, reason: string])[] = [
    ['http://localhost/', 'must be an object with name and url'],
    [null, 'must be an object with name and url'],
    [[], '"name" is missing'],
    [{ url }, '"name" is missing'],
    [{ name: ' ', url }, '"name" is missing'],
    [{ name: 'A' }, '"url" is missing'],
    [{ name: 7, url }, '"name" must be a text'],
    [{ name: 'A', url: 'http://' }, '"url" is no URL'],
    [{ name: 'A', url: '' }, '"url" is no URL'],
    [{ name: 'A', url: 'ws://localhost/' }, '"url" must begin with http: or https:'],
    [{ name: 'A', url, method: 'GE T' }, '"method" is no HTTP method'],
    [{ name: 'A', url, headers: 'Accept: */*' }, '"headers" must be an object'],
    [{ name: 'A', url, headers: { 'X Y': 'z' } }, '"headers.X Y" is no name of a header'],
    [{ name: 'A', url, headers: { '': 'z' } }, '"headers." is no name of a header'],
    [{ name: 'A', url, headers: { A: 'b\r\nC: d' } }, '"headers.A" has characters that a header cannot hold'],
    [{ name: 'A', url, headers: { A: 1 } }, '"headers.A" must be a text'],
    [{ name: 'A', url, body: {} }, '"body" must be a text'],
    [{ name: 'A', url, lastEventId: 'a\nb' }, '"lastEventId" has characters that no header can carry'],
    [{ name: 'A', url, lastEventId: 7 }, '"lastEventId" must be a text'],
    [{ name: 'A', url, reconnect: 'yes' }, '"reconnect" must be true or false'],
    [{ name: 'A', url, reconnect: { enabled: 1 } }, '"reconnect.enabled" must be true or false'],
    [{ name: 'A', url, reconnect: { delay: -1 } }, '"reconnect.delay" must be a whole number within its limits'],
    [{ name: 'A', url, deadAfterSeconds: 0.5 }, '"deadAfterSeconds" must be a whole number within its limits'],
    [{ name: 'A', url, cookies: 'no' }, '"cookies" must be true or false'],
    [{ name: 'A', url, httpVersion: '3' }, '"httpVersion" must be one of auto, 1.1, 2, h2c'],
    [{ name: 'A', url, httpVersion: 2 }, '"httpVersion" must be one of auto, 1.1, 2, h2c'],
    [{ name: 'A', url, ca: [7] }, '"ca.0" must be a path'],
    [{ name: 'A', url, ca: '' }, '"ca" must be a path'],
    [{ name: 'A', url, socketPath: '' }, '"socketPath" must be a path'],
    [{ name: 'A', url, clientCertificate: { cert: 'a' } }, '"clientCertificate" must hold either cert and key, or pfx'],
    [
      { name: 'A', url, clientCertificate: { cert: 'a', key: 'b', pfx: 'c' } },
      '"clientCertificate" must hold either cert and key, or pfx',
    ],
    [
      { name: 'A', url, clientCertificate: { pfx: 'a', passphrase: 'hunter2' } },
      '"clientCertificate.passphrase" must be a placeholder such as ${secret:NAME}',
    ],
  ];
  for (const [entry, reason] of refused) {
    it(`says of ${JSON.stringify(entry)}: ${reason}`, () => {
      const read = readSavedEndpoint(entry);
      assert.ok(!read.ok);
      assert.equal(describeEndpointFault(read.fault, english), reason);
    });
  }
});

describe('nameOfEntry', () => {
  it('finds the best name of an entry that is not valid', () => {
    assert.equal(nameOfEntry({ name: 'A' }), 'A');
    assert.equal(nameOfEntry({ name: '', url: 'ws://host/x?token=abc' }), 'ws://host/x?token=***');
    assert.equal(nameOfEntry({ name: 7 }), undefined);
    assert.equal(nameOfEntry('x'), undefined);
    assert.equal(nameOfEntry(null), undefined);
  });
});
