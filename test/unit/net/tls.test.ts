import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import http2 from 'node:http2';
import https, { type ServerOptions } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import type { HttpVersionChoice, TransportOptions } from '../../../src/core/connection/transportOptions.ts';
import { describeProblem } from '../../../src/core/words/problem.ts';
import type { Translate } from '../../../src/core/words/translate.ts';
import { type Probe, probe } from './streamProbe.ts';

const t: Translate = (message, ...args) =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

const folder = path.join(import.meta.dirname, '../../support/tls');
const pem = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
const cert = pem('certificate.pem');
const key = pem('key.pem');
const { fingerprint256 } = new X509Certificate(cert);

/** What is asked for, what the server can speak, and what is spoken then. */
const choices: readonly (readonly [what: string, choice: HttpVersionChoice | undefined, server: '1.1' | '2'])[] = [
  ['HTTP/1.1', '1.1', '1.1'],
  ['HTTP/1.1 with a server that could speak HTTP/2', '1.1', '2'],
  ['HTTP/1.1 that ALPN agrees on', undefined, '1.1'],
  ['HTTP/2 that ALPN agrees on', undefined, '2'],
  ['HTTP/2', '2', '2'],
];

for (const [what, choice, speaks] of choices) {
  describe(`a connection over TLS for ${what}`, () => {
    const spoken = speaks === '1.1' || choice === '1.1' ? '1.1' : '2';
    let server: Server;
    let sockets: Socket[] = [];
    let requests = 0;
    let client = '';
    const answer = (
      _request: http2.Http2ServerRequest | IncomingMessage,
      response: http2.Http2ServerResponse | ServerResponse,
    ): void => {
      requests++;
      response.setHeader('content-type', 'text/event-stream');
      response.end(`data: ${client}\n\n`);
    };
    const serve = async (options: ServerOptions = {}): Promise<string> => {
      [requests, sockets] = [0, []];
      server =
        speaks === '1.1'
          ? https.createServer({ cert, key, ...options }, answer)
          : http2.createSecureServer({ cert, key, allowHTTP1: true, ...options }, answer);
      server.on('tlsClientError', () => undefined);
      server.on('connection', (socket: Socket) => sockets.push(socket));
      server.on('secureConnection', (socket: TLSSocket) => {
        const certificate = socket.getPeerCertificate();
        client = 'subject' in certificate ? String(certificate.subject.CN) : 'nobody';
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    };
    const open = (url: string, options: TransportOptions = {}): Probe =>
      probe(url, { options: { ...options, ...(choice === undefined ? {} : { httpVersion: choice }) } });

    afterEach(async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    });

    it('to a server that nobody vouches for fails, sends nothing, and shows the certificate', async () => {
      const stream = open(await serve());
      const problem = await stream.problem();
      assert.equal(problem.code, 'tls');
      assert.equal(problem.systemCode, 'DEPTH_ZERO_SELF_SIGNED_CERT');
      assert.equal(requests, 0);
      const [exchange] = stream.connection.report().exchanges;
      assert.equal(exchange?.tls?.certificate?.fingerprint, fingerprint256);
      assert.equal(exchange.tls.certificate.subject, 'CN=localhost');
      assert.match(exchange.tls.certificate.validTo, /^2126-10-31T/);
      assert.equal(exchange.respondedAt, null);
    });

    for (const [fault, file, systemCode] of [
      ['for another host name', 'elsewhere.pem', 'ERR_TLS_CERT_ALTNAME_INVALID'],
      ['expired', 'expired.pem', 'CERT_HAS_EXPIRED'],
    ] as const) {
      it(`fails where the certificate is ${fault}, sends nothing, and shows it`, async () => {
        const shown = pem(file);
        const stream = open(await serve({ cert: shown }), { ca: [pem('authority.pem')] });
        const problem = await stream.problem();
        assert.deepEqual([problem.code, problem.systemCode], ['tls', systemCode]);
        assert.equal(requests, 0);
        const [exchange] = stream.connection.report().exchanges;
        assert.equal(exchange?.tls?.certificate?.fingerprint, new X509Certificate(shown).fingerprint256);
      });
    }

    it('fails where the issuer of the certificate is not known', async () => {
      const problem = await open(await serve({ cert: pem('issued.pem') })).problem();
      assert.deepEqual([problem.code, problem.systemCode], ['tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']);
    });

    it('trusts an authority of the user, and reports version, cipher, ALPN and certificate', async () => {
      const url = await serve();
      const stream = open(url, { ca: [cert] });
      assert.equal((await stream.outcome()).name, 'ended');
      const [exchange] = stream.connection.report().exchanges;
      assert.equal(exchange?.tls?.version, 'TLSv1.3');
      assert.match(exchange.tls.cipher, /^TLS_/);
      assert.equal(exchange.tls.alpn, spoken === '2' ? 'h2' : 'http/1.1');
      assert.equal(exchange.httpVersion, spoken);
      assert.equal(exchange.remoteAddress, new URL(url).host);
      assert.equal(exchange.tls.distrust, '');
      assert.match(exchange.tls.certificate?.altNames ?? '', /127\.0\.0\.1/);
      const { startedAt, connectedAt, securedAt, respondedAt } = exchange;
      const moments = [startedAt, connectedAt, securedAt, respondedAt].map(Number);
      assert.deepEqual(
        moments,
        moments.toSorted((a, b) => a - b),
      );
    });

    it('takes the one certificate that the user accepted, and says what is wrong with it', async () => {
      const stream = open(await serve(), { acceptCertificate: fingerprint256.toLowerCase() });
      assert.equal((await stream.outcome()).name, 'ended');
      const [exchange] = stream.connection.report().exchanges;
      assert.equal(exchange?.tls?.distrust, 'DEPTH_ZERO_SELF_SIGNED_CERT');
    });

    it('takes the accepted certificate again at every connection, and shows it each time', async () => {
      const url = await serve();
      for (let attempt = 1; attempt <= 3; attempt++) {
        const stream = open(url, { acceptCertificate: fingerprint256 });
        assert.equal((await stream.outcome()).name, 'ended', `attempt ${attempt}`);
        assert.equal(stream.connection.report().exchanges[0]?.tls?.certificate?.fingerprint, fingerprint256);
        // The next one makes a connection of its own, as after a cut.
        sockets.forEach((socket) => socket.destroy());
      }
    });

    it('takes no other certificate than the one accepted, sends nothing, and shows which was shown', async () => {
      const stream = open(await serve(), { acceptCertificate: fingerprint256.replace(/^../, '00') });
      const problem = await stream.problem();
      assert.deepEqual([problem.code, problem.systemCode], ['tls', 'ERR_TLS_CERT_NOT_ACCEPTED']);
      assert.match(describeProblem(problem, t).meaning, /another certificate than the one/);
      assert.equal(requests, 0);
      assert.equal(stream.connection.report().exchanges[0]?.tls?.certificate?.fingerprint, fingerprint256);
    });

    it('shows the client certificate of the user', async () => {
      const url = await serve({ requestCert: true, rejectUnauthorized: false });
      const stream = open(url, { ca: [cert], clientCertificate: { cert, key } });
      await stream.outcome();
      assert.equal(stream.text, 'data: localhost\n\n');
      const bare = open(url, { ca: [cert] });
      await bare.outcome();
      assert.equal(bare.text, 'data: nobody\n\n');
    });

    it('fails with tls where a client certificate is no certificate', async () => {
      const stream = open(await serve(), { clientCertificate: { cert: 'no PEM', key } });
      assert.equal((await stream.problem()).code, 'tls');
      assert.equal(requests, 0);
    });
  });
}
