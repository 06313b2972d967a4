import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import { describeProblem } from '../../../src/core/words/problem.ts';
import type { Translate } from '../../../src/core/words/translate.ts';
import { probe } from './streamProbe.ts';

const t: Translate = (message, ...args) =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

const folder = path.join(import.meta.dirname, '../../support/tls');
const cert = readFileSync(path.join(folder, 'certificate.pem'), 'utf8');
const key = readFileSync(path.join(folder, 'key.pem'), 'utf8');
const { fingerprint256 } = new X509Certificate(cert);

describe('a connection over TLS', () => {
  let server: Server;
  let requests = 0;
  const serve = async (options: ServerOptions = {}): Promise<string> => {
    requests = 0;
    server = createServer({ cert, key, ...options }, (request, response) => {
      requests++;
      const client = request.socket instanceof TLSSocket ? request.socket.getPeerCertificate().subject : undefined;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`data: ${String(client?.CN ?? 'nobody')}\n\n`);
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('to a server that nobody vouches for fails, sends nothing, and shows the certificate', async () => {
    const stream = probe(await serve());
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

  it('trusts an authority of the user, and reports version, cipher, ALPN and certificate', async () => {
    const stream = probe(await serve(), { options: { ca: [cert] } });
    assert.equal((await stream.outcome()).name, 'ended');
    const [exchange] = stream.connection.report().exchanges;
    assert.equal(exchange?.tls?.version, 'TLSv1.3');
    assert.match(exchange.tls.cipher, /^TLS_/);
    assert.equal(exchange.tls.alpn, 'http/1.1');
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
    const stream = probe(await serve(), { options: { acceptCertificate: fingerprint256.toLowerCase() } });
    assert.equal((await stream.outcome()).name, 'ended');
    const [exchange] = stream.connection.report().exchanges;
    assert.equal(exchange?.tls?.distrust, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('takes no other certificate than the one accepted, sends nothing, and shows which was shown', async () => {
    const stream = probe(await serve(), { options: { acceptCertificate: fingerprint256.replace(/^../, '00') } });
    const problem = await stream.problem();
    assert.deepEqual([problem.code, problem.systemCode], ['tls', 'ERR_TLS_CERT_NOT_ACCEPTED']);
    assert.match(describeProblem(problem, t).meaning, /another certificate than the one/);
    assert.equal(requests, 0);
    assert.equal(stream.connection.report().exchanges[0]?.tls?.certificate?.fingerprint, fingerprint256);
  });

  it('shows the client certificate of the user', async () => {
    const url = await serve({ requestCert: true, rejectUnauthorized: false });
    const stream = probe(url, { options: { ca: [cert], clientCertificate: { cert, key } } });
    await stream.outcome();
    assert.equal(stream.text, 'data: localhost\n\n');
    const bare = probe(url, { options: { ca: [cert] } });
    await bare.outcome();
    assert.equal(bare.text, 'data: nobody\n\n');
  });

  it('fails with tls where a client certificate is no certificate', async () => {
    const stream = probe(await serve(), { options: { clientCertificate: { cert: 'no PEM', key } } });
    assert.equal((await stream.problem()).code, 'tls');
    assert.equal(requests, 0);
  });
});
