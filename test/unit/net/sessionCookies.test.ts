import assert from 'node:assert/strict';
import { SessionCookies } from '../../../src/net/sessionCookies.ts';

const url = new URL('http://127.0.0.1:3000/app/events');

describe('SessionCookies', () => {
  it('sends a cookie back to the host that set it, on any port, and to no other', () => {
    const cookies = new SessionCookies();
    cookies.take(url, ['session=abc; Path=/', 'other=1; Path=/app']);
    assert.equal(cookies.header(new URL('http://127.0.0.1:4000/app/x'), ''), 'other=1; session=abc');
    assert.equal(cookies.header(new URL('http://127.0.0.1:4000/'), ''), 'session=abc');
    assert.equal(cookies.header(new URL('http://localhost:3000/app/events'), ''), '');
  });

  it('tells what it took, without the value', () => {
    const [note] = new SessionCookies().take(url, [
      'a=s3cret; Path=/; HttpOnly; SameSite=Lax; Expires=Wed, 21 Oct 2099 07:28:00 GMT',
    ]);
    assert.deepEqual(note, {
      name: 'a',
      domain: '127.0.0.1',
      path: '/',
      expires: '2099-10-21T07:28:00.000Z',
      secure: false,
      httpOnly: true,
      sameSite: 'lax',
      fate: 'set',
      rejection: '',
    });
  });

  it('tells a new cookie from another value, and both from an end', () => {
    const cookies = new SessionCookies();
    const fates = (...fields: string[]): string[] => cookies.take(url, fields).map(({ fate }) => fate);
    assert.deepEqual(fates('a=1', 'a=2', 'a=3; Path=/', 'b=1'), ['set', 'replaced', 'set', 'set']);
    assert.deepEqual(fates('a=; Max-Age=0', 'b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'), ['removed', 'removed']);
    assert.deepEqual(fates('a=4', 'c=1; Domain=example.com'), ['set', 'refused']);
  });

  for (const [what, field, reason] of [
    ['of another domain', 'a=1; Domain=example.com', /not in this host's domain/],
    ['of a public suffix', 'a=1; Domain=com', /public suffix/],
    ['whose __Host- prefix promises what it does not keep', '__Host-a=1', /__Host prefix/],
    ['that is longer than 4096 bytes', `a=${'x'.repeat(4096)}`, /longer than 4096 bytes/],
    ['that is none', ';', /no cookie/],
  ] as const) {
    it(`does not take a cookie ${what}, and says why`, () => {
      const cookies = new SessionCookies();
      assert.match(cookies.take(url, [field])[0]!.rejection, reason);
      assert.equal(cookies.header(url, ''), '');
      assert.deepEqual(cookies.list(), []);
    });
  }

  it('holds 300 cookies and no more, whatever a server sends', () => {
    const cookies = new SessionCookies();
    const notes = cookies.take(
      url,
      Array.from({ length: 302 }, (_, index) => `n${index}=1`),
    );
    assert.equal(cookies.list().length, 300);
    assert.deepEqual(
      notes.slice(300).map(({ rejection }) => rejection !== ''),
      [true, true],
    );
  });

  it('forgets a cookie that the server lets expire, and all when it is cleared', () => {
    const cookies = new SessionCookies();
    cookies.take(url, ['a=1', 'b=2']);
    cookies.take(url, ['a=; Max-Age=0']);
    assert.equal(cookies.header(url, ''), 'b=2');
    cookies.clear();
    assert.equal(cookies.header(url, ''), '');
  });

  it("keeps the user's own Cookie header, and adds the cookies that it does not name", () => {
    const cookies = new SessionCookies();
    cookies.take(url, ['a=server', 'b=server']);
    assert.equal(cookies.header(url, 'a=user; c=user'), 'a=user; c=user; b=server');
  });
});
