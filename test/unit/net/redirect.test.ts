import assert from 'node:assert/strict';
import { describeProblem } from '../../../src/core/words/problem.ts';
import type { Translate } from '../../../src/core/words/translate.ts';
import { SessionCookies } from '../../../src/net/sessionCookies.ts';
import { followRedirect } from '../../../src/net/redirect.ts';
import { type RawServer, startRawServer, streamHead } from './rawServer.ts';
import { probe } from './streamProbe.ts';

const t: Translate = (message, ...args) =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

const redirectTo = (location: string, status = 302, ...fields: readonly string[]): string =>
  [`HTTP/1.1 ${status} Moved`, `Location: ${location}`, 'Content-Length: 0', ...fields, '', ''].join('\r\n');

const pathOf = (head: string): string => head.split(' ')[1] ?? '';
const fieldOf = (head: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(head.replaceAll('\r', ''))?.[1];

describe('a redirect', () => {
  const servers: RawServer[] = [];
  const serve = async (...parameters: Parameters<typeof startRawServer>): Promise<RawServer> => {
    const server = await startRawServer(...parameters);
    servers.push(server);
    return server;
  };

  afterEach(async () => {
    await Promise.all(servers.splice(0).map(({ close }) => close()));
  });

  const methods: readonly (readonly [status: number, from: string, to: string])[] = [
    [301, 'GET', 'GET'],
    [301, 'POST', 'GET'],
    [301, 'PUT', 'PUT'],
    [302, 'POST', 'GET'],
    [302, 'DELETE', 'DELETE'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
  ];
  for (const [status, from, to] of methods) {
    it(`${status} makes ${to} of ${from}, with the body${from === to ? '' : ' and its headers left out'}`, () => {
      const next = followRedirect(
        {
          url: new URL('http://a/x'),
          method: from,
          headers: { 'Content-Type': 'text/plain', 'x-a': '1' },
          body: 'body',
          options: {},
        },
        status,
        'y',
      );
      assert.ok('to' in next);
      const { request, droppedHeaders } = next.to;
      assert.equal(request.method, to);
      assert.equal(request.url.href, 'http://a/y');
      assert.equal(request.body, from === to ? 'body' : undefined);
      assert.deepEqual(droppedHeaders, from === to ? [] : ['content-type']);
    });
  }

  it('is followed to relative and absolute URLs, and every exchange is reported', async () => {
    const server = await serve((socket, head) => {
      const path = pathOf(head);
      if (path === '/') {
        socket.write(redirectTo('a?x=1', 301));
      } else if (path === '/a?x=1') {
        socket.write(redirectTo(`${server.url('/b')}#part`, 307));
      } else {
        socket.end(`${streamHead()}data: a\n\n`);
      }
    });
    const stream = probe(server.url());
    assert.equal((await stream.outcome()).name, 'ended');
    assert.equal(stream.text, 'data: a\n\n');
    const { exchanges } = stream.connection.report();
    assert.deepEqual(
      exchanges.map(({ url, status, statusText }) => [url, status, statusText]),
      [
        [server.url('/'), 301, 'Moved'],
        [server.url('/a?x=1'), 307, 'Moved'],
        [server.url('/b'), 200, 'OK'],
      ],
    );
  });

  it('leads to a URL in UTF-8 bytes as servers write it', () => {
    const from = { url: new URL('http://a/'), method: 'GET', headers: {}, body: undefined, options: {} };
    const next = followRedirect(from, 302, Buffer.from('/é').toString('latin1'));
    assert.equal('to' in next && next.to.request.url.href, 'http://a/%C3%A9');
  });

  it('to another origin takes no header with it that may be a credential, and says which', async () => {
    const target = await serve((socket) => socket.end(streamHead()));
    const server = await serve((socket) => socket.write(redirectTo(target.url())));
    const stream = probe(server.url(), {
      headers: { Authorization: 'Bearer abc', 'X-Custom': 'a', Cookie: 'a=1', 'Accept-Language': 'de' },
    });
    await stream.outcome();
    const [head] = target.heads;
    for (const name of ['authorization', 'x-custom', 'cookie']) {
      assert.equal(fieldOf(head!, name), undefined, name);
    }
    assert.equal(fieldOf(head!, 'accept-language'), 'de');
    assert.equal(fieldOf(head!, 'accept'), 'text/event-stream');
    const [first, second] = stream.connection.report().exchanges;
    assert.deepEqual(first?.droppedHeaders, []);
    assert.deepEqual(second?.droppedHeaders, ['authorization', 'x-custom', 'cookie']);
  });

  it('to another origin takes no client certificate with it', () => {
    const options = { clientCertificate: { cert: 'c', key: 'k' }, acceptCertificate: 'AA', ca: ['pem'] };
    const from = { url: new URL('https://a/'), method: 'GET', headers: {}, body: undefined, options };
    const elsewhere = followRedirect(from, 302, 'https://b/');
    assert.deepEqual('to' in elsewhere && elsewhere.to.request.options, { ca: ['pem'] });
    const same = followRedirect(from, 302, '/b');
    assert.deepEqual('to' in same && same.to.request.options, options);
  });

  it('with credentials in its URL sends them, and shows them nowhere', async () => {
    const server = await serve((socket, head) => {
      socket.end(pathOf(head) === '/' ? redirectTo(`http://u:p@${server.address}/b`) : streamHead());
    });
    const stream = probe(server.url());
    await stream.outcome();
    assert.equal(fieldOf(server.heads[1]!, 'authorization'), 'Basic dTpw');
    assert.doesNotMatch(JSON.stringify(stream.connection.report()), /dTpw|u:p/);
  });

  it('that leads back to where it came from is found at once, and named', async () => {
    const server = await serve((socket, head) => socket.end(redirectTo(pathOf(head) === '/a' ? '/b' : '/a')));
    const stream = probe(server.url('/a'));
    const problem = await stream.problem();
    assert.equal(problem.code, 'redirect-loop');
    assert.equal(problem.status, 302);
    assert.equal(describeProblem(problem, t).happened, `The redirects lead back to ${server.url('/a')}`);
    assert.equal(server.heads.length, 2);
  });

  it('to the same URL is no loop where it sets a cookie that was missing', async () => {
    const server = await serve((socket, head) =>
      socket.end(fieldOf(head, 'cookie') === undefined ? redirectTo('/', 302, 'Set-Cookie: seen=1') : streamHead()),
    );
    const stream = probe(server.url(), { cookies: new SessionCookies() });
    assert.equal((await stream.outcome()).name, 'ended');
    assert.equal(fieldOf(server.heads[1]!, 'cookie'), 'seen=1');
  });

  it('is not followed more than 20 times', async () => {
    const server = await serve((socket, head) => socket.end(redirectTo(`/${Number(pathOf(head).slice(1)) + 1}`)));
    const stream = probe(server.url('/0'));
    assert.equal((await stream.problem()).code, 'too-many-redirects');
    assert.equal(server.heads.length, 21);
    assert.equal(stream.connection.report().exchanges.length, 21);
  });

  for (const [location, code] of [
    ['http://[', 'bad-url'],
    ['ftp://host/', 'unsupported-scheme'],
    ['javascript:alert(1)', 'unsupported-scheme'],
  ] as const) {
    it(`to ${location} is ${code}`, async () => {
      const server = await serve((socket) => socket.end(redirectTo(location)));
      assert.equal((await probe(server.url()).problem()).code, code);
    });
  }

  it('without a Location is a status like any other', async () => {
    const server = await serve((socket) => socket.end('HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n'));
    const problem = await probe(server.url()).problem();
    assert.deepEqual([problem.code, problem.status], ['bad-status', 302]);
  });
});
