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
