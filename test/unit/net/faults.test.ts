import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { describeProblem } from '../../../src/core/words/problem.ts';
import type { Translate } from '../../../src/core/words/translate.ts';
import { until } from '../../support/until.ts';
import { type Answer, type RawServer, startRawServer, streamHead } from './rawServer.ts';
import { probe } from './streamProbe.ts';

const t: Translate = (message, ...args) =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

describe('a fault of the transport', () => {
  let server: RawServer | undefined;
  const serve = async (answer: Answer, host?: string): Promise<RawServer> =>
    (server = await startRawServer(answer, host));

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const faults: readonly (readonly [what: string, answer: Answer, code: string, happened: RegExp, text: string])[] = [
    ['a reset before the headers', (socket) => socket.resetAndDestroy(), 'reset', /^Connection reset by/, ''],
    ['an end before the headers', (socket) => socket.end(), 'no-response', /without a response$/, ''],
    [
      'a reset inside the headers',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Ty', () => socket.resetAndDestroy()),
      'reset',
      /^Connection reset by/,
      '',
    ],
    [
      'an end inside the headers',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Ty'),
      'no-response',
      /without a response$/,
      '',
    ],
    [
      'an end before the announced length',
      (socket) => socket.end(`${streamHead('Content-Length: 100')}data: a\n\ndat`),
      'cut',
      /broke off$/,
      'data: a\n\ndat',
    ],
    [
      'an end inside a chunked body',
      (socket) => socket.end(`${streamHead('Transfer-Encoding: chunked')}9\r\ndata: a\n\n\r\n9\r\nda`),
      'cut',
      /broke off$/,
      'data: a\n\nda',
    ],
    [
      'a chunk whose length is no number',
      (socket) => socket.write(`${streamHead('Transfer-Encoding: chunked')}9\r\ndata: a\n\n\r\nxyz\r\n`),
      'bad-framing',
      /framed wrongly$/,
      'data: a\n\n',
    ],
    [
      'a body after a chunked head that is not chunked',
      (socket) => socket.write(`${streamHead('Transfer-Encoding: chunked')}data: a\n\n`),
      'bad-framing',
      /framed wrongly$/,
      '',
    ],
    ['another protocol', (socket) => socket.write('220 mail ready ESMTP\r\n'), 'not-http', /does not speak HTTP$/, ''],
    [
      'a header folded over two lines, as HTTP once allowed',
      (socket) => socket.write(streamHead('X-Folded: a', ' b')),
      'not-http',
      /does not speak HTTP$/,
      '',
    ],
  ];
  for (const [what, answer, code, happened, text] of faults) {
    it(`is ${code} for ${what}, with what came before it kept`, async () => {
      const { url, address } = await serve(answer);
      const stream = probe(url());
      const problem = await stream.problem();
      assert.equal(problem.code, code);
      assert.equal(problem.subject, address);
      assert.match(describeProblem(problem, t).happened, happened);
      assert.equal(stream.text, text);
      assert.equal(stream.connection.report().decodedBytes, text.length);
    });
  }

  it('is cut for a reset in the body, with what came before it kept', async () => {
    let reset: () => void = () => undefined;
    const { url } = await serve((socket) => {
      socket.write(`${streamHead()}data: a\n\ndata: unfin`);
      reset = () => socket.resetAndDestroy();
    });
    const stream = probe(url());
    await stream.seen('unfin');
    reset();
    assert.equal((await stream.problem()).code, 'cut');
    assert.equal(stream.text, 'data: a\n\ndata: unfin');
  });

  for (const [how, end] of [
    ['ends', (socket: Socket) => socket.end()],
    ['is reset', (socket: Socket) => setImmediate(() => socket.resetAndDestroy())],
  ] as const) {
    it(`is told of after all that came before it, also where reading has paused and the connection ${how}`, async () => {
      const text = `data: ${'x'.repeat(10_000)}\n\n`;
      const { url } = await serve((socket) => {
        socket.write(streamHead('Transfer-Encoding: chunked'));
        socket.write(`${text.length.toString(16)}\r\n${text}\r\n`.repeat(3), () => end(socket));
      });
      const stream = probe(url());
      stream.isGreedy = false;
      await stream.seen('data: x');
      await until('the end of the connection to be seen', () => server?.open === 0);
      assert.equal(stream.text.length, text.length);
      stream.isGreedy = true;
      stream.connection.resume();
      assert.equal((await stream.problem()).code, 'cut');
      assert.equal(stream.text.length, 3 * text.length);
    });
  }

  it('is refused where nothing listens', async () => {
    const { url, close, address } = await serve(() => undefined);
    await close();
    server = undefined;
    const problem = await probe(url()).problem();
    assert.deepEqual([problem.code, problem.systemCode, problem.subject], ['refused', 'ECONNREFUSED', address]);
  });

  it('is unknown-host for a name that has no address', async () => {
    const problem = await probe('http://no-such-host.invalid/').problem();
    assert.equal(problem.code, 'unknown-host');
    assert.equal(problem.subject, 'no-such-host.invalid:80');
  });

  it('is headers-too-long for more bytes of headers than the limit, and names the limit', async () => {
    const { url } = await serve((socket) => socket.write(streamHead(`X-Long: ${'x'.repeat(5000)}`)));
    const problem = await probe(url(), { options: { maxHeaderBytes: 4096 } }).problem();
    assert.equal(problem.code, 'headers-too-long');
    assert.match(describeProblem(problem, t).meaning, /maxHeaderBytes/);
  });

  it('is bad-request for a header that cannot be sent, and nothing is sent', async () => {
    const { url } = await serve(() => undefined);
    assert.equal((await probe(url(), { headers: { 'x-a': 'a\nb' } }).problem()).code, 'bad-request');
    assert.equal(server?.connections, 0);
  });

  it('is none while a half-open connection says nothing; to stop it closes the connection', async () => {
    const { url } = await serve((socket) => socket.write(`${streamHead()}data: a\n\n`));
    const stream = probe(url());
    await stream.seen('data: a');
    assert.equal(server?.open, 1);
    stream.connection.abort();
    await until('no connection', () => server?.open === 0);
  });
});

describe('a server that is spoken to with the wrong scheme', () => {
  let server: http.Server | https.Server | undefined;
  const listen = async (started: http.Server | https.Server): Promise<number> => {
    server = started;
    started.listen(0, '127.0.0.1');
    await once(started, 'listening');
    return (started.address() as AddressInfo).port;
  };

  afterEach(() => server?.close());

  for (const httpVersion of ['auto', '1.1', '2'] as const) {
    it(`fails with tls for HTTPS (${httpVersion}) to a port of HTTP, and says so`, async () => {
      const port = await listen(http.createServer());
      const problem = await probe(`https://127.0.0.1:${port}/`, { options: { httpVersion } }).problem();
      assert.equal(problem.code, 'tls');
      assert.match(describeProblem(problem, t).meaning, /perhaps the server speaks plain HTTP/);
    });

    it(`says the same of HTTPS (${httpVersion}) to nobody, to an unknown host, and to a server that says nothing`, async () => {
      const options = { httpVersion };
      const port = await listen(http.createServer());
      server?.close();
      assert.equal((await probe(`https://127.0.0.1:${port}/`, { options }).problem()).code, 'refused');
      assert.equal((await probe('https://no-such-host.invalid/', { options }).problem()).code, 'unknown-host');
      const silent = await startRawServer(() => undefined);
      const stream = probe(silent.url().replace('http:', 'https:'), { options });
      await until('a connection', () => silent.open === 1);
      await silent.close();
      assert.match((await stream.problem()).code, /^(reset|no-response)$/);
    });
  }

  it('fails with no response for HTTP to a port of HTTPS, and says so', async () => {
    const folder = path.join(import.meta.dirname, '../../support/tls');
    const port = await listen(
      https.createServer({
        cert: readFileSync(path.join(folder, 'certificate.pem')),
        key: readFileSync(path.join(folder, 'key.pem')),
      }),
    );
    const problem = await probe(`http://127.0.0.1:${port}/`).problem();
    assert.equal(problem.code, 'no-response');
    assert.match(describeProblem(problem, t).remedy, /must begin with https/);
  });
});
