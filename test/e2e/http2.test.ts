import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import path from 'node:path';
import type { AddressInfo, Socket } from 'node:net';
import { suite } from './suite.ts';

const folder = path.join(import.meta.dirname, '../support/tls');

describe('a session over HTTP/2', () => {
  let server: http2.Http2SecureServer;
  const sockets = new Set<Socket>();
  const sessions: http2.ServerHttp2Session[] = [];

  before(async () => {
    const read = (file: string) => readFileSync(path.join(folder, file));
    server = http2.createSecureServer({ cert: read('certificate.pem'), key: read('key.pem'), allowHTTP1: true });
    server.on('connection', (socket: Socket) => sockets.add(socket));
    server.on('session', (session) => sessions.push(session));
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' });
      stream.write('data: over HTTP/2\n\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(async () => {
    await suite().workbench.changeSettings({ 'sseDebugger.endpoints': [] });
    sockets.forEach((socket) => socket.destroy());
    server.close();
    await once(server, 'close');
  });

  const connect = async (name: string) => {
    const { workbench } = suite();
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const reconnect = false;
    await workbench.changeSettings({
      'sseDebugger.endpoints': [{ name, url, reconnect, ca: path.join(folder, 'certificate.pem') }],
    });
    await workbench.openSideBar();
    const endpoint = workbench.treeItems('Endpoints', name);
    await endpoint.hover();
    await endpoint.getByRole('button', { name: 'Connect to Endpoint' }).click();
    await workbench.tabs(name).waitFor();
    return workbench.panel();
  };

  it('says so in its header, and what ALPN agreed on in the Connection tab', async () => {
    const panel = await connect('Modern');
    await panel.rows('over HTTP/2').click();
    assert.match((await panel.frame.locator('.header-response').textContent()) ?? '', /200 · HTTP\/2/);
    await panel.detailTab('Connection').click();
    const attempt = panel.details().getByRole('region', { name: 'Attempt 1' });
    const factOf = async (name: string): Promise<string> => {
      const term = attempt.locator('dt').filter({ hasText: new RegExp(`^${name}$`) });
      return (await term.locator('xpath=following-sibling::dd[1]').innerText()).trim();
    };
    assert.deepEqual([await factOf('Protocol'), await factOf('ALPN'), await factOf('Proxy')], ['HTTP/2', 'h2', 'none']);
    await attempt.getByText(':authority').waitFor();
  });

  it('tells why the server went away by the name that HTTP/2 has for it', async () => {
    const panel = await connect('Calm');
    await panel.rows('over HTTP/2').waitFor();
    sessions.at(-1)?.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM, 1, Buffer.from('too many streams'));
    await panel.rowsOfKind('connection').filter({ hasText: 'ENHANCE_YOUR_CALM' }).click();
    await panel.details().getByText('too many streams').first().waitFor();
  });
});
