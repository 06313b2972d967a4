import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Exchange } from '../../src/core/connection/attempt.ts';
import type { HttpVersionChoice } from '../../src/core/connection/transportOptions.ts';
import { describeProblem } from '../../src/core/words/problem.ts';
import type { Session } from '../../src/engine/session.ts';
import type { ExtensionApi } from '../../src/extension.ts';
import type { ProxiedRequest, ProxyStarted } from '../support/proxyServer.mjs';
import { until } from '../support/until.ts';
import { activateExtension, connect, extensionId, removeSessions, untilEvents, untilState } from './extension.ts';

/** A proxy, and what it was asked for. */
interface Proxy {
  /** `host:port`. */
  readonly address: string;
  readonly requests: readonly ProxiedRequest[];
  stop(): Promise<void>;
}

const password = 'hunter2';
const credentials = `me:${password}`;

describe('the proxy of VS Code', () => {
  let api: ExtensionApi;
  let root: string;
  let proxy: Proxy | undefined;
  let servers: Server[] = [];
  let sockets: Socket[] = [];

  async function startProxy(asking = ''): Promise<Proxy> {
    const child = fork(path.join(root, 'test/support/proxyServer.mjs'), [asking]);
    const requests: ProxiedRequest[] = [];
    const [{ port }] = (await once(child, 'message')) as [ProxyStarted];
    child.on('message', (request: ProxiedRequest) => requests.push(request));
    proxy = {
      address: `127.0.0.1:${port}`,
      requests,
      stop: async () => {
        const exited = once(child, 'exit');
        child.disconnect();
        await exited;
      },
    };
    return proxy;
  }

  async function set(key: 'proxy' | 'noProxy', value: unknown): Promise<void> {
    await vscode.workspace.getConfiguration('http').update(key, value, vscode.ConfigurationTarget.Global);
    await until(`http.${key}`, () => {
      const now = vscode.workspace.getConfiguration('http').inspect(key)?.globalValue;
      return JSON.stringify(now) === JSON.stringify(value);
    });
  }

  async function listen(server: Server): Promise<number> {
    server.on('connection', (socket: Socket) => sockets.push(socket));
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  function answer(
    _request: unknown,
    response: { setHeader(name: string, value: string): unknown; write(text: string): unknown },
  ): void {
    response.setHeader('content-type', 'text/event-stream');
    response.write('data: through\n\n');
  }

  /** URL of a stream on a host that only the proxy knows. */
  async function startStream(): Promise<string> {
    return `http://stream.example:${await listen(http.createServer(answer))}/`;
  }

  async function startSecureStream(): Promise<string> {
    const read = (file: string) => readFile(path.join(root, 'test/support/tls', file));
    const options = { cert: await read('named.pem'), key: await read('key.pem'), allowHTTP1: true };
    return `https://stream.example:${await listen(http2.createSecureServer(options, answer))}/`;
  }

  /** Connects as an endpoint does that trusts the servers of this test. */
  async function connectTrusting(url: string, httpVersion?: HttpVersionChoice): Promise<Session> {
    const endpoint = { name: 'Secure', url, ca: path.join(root, 'test/support/tls/named.pem') };
    await vscode.workspace
      .getConfiguration('sseDebugger')
      .update(
        'endpoints',
        [{ ...endpoint, ...(httpVersion === undefined ? {} : { httpVersion }) }],
        vscode.ConfigurationTarget.Workspace,
      );
    const [node] = api.endpointsTree.getChildren();
    const id = await vscode.commands.executeCommand<string>('sseDebugger.connectEndpoint', node);
    const session = api.sessions.get(id);
    assert.ok(session);
    return session;
  }

  /** The only exchange of the first attempt, as the Connection tab shows it. */
  async function exchangeOf(session: Session): Promise<Exchange> {
    const [exchange] = (await session.attempt(1))?.exchanges ?? [];
    assert.ok(exchange);
    return exchange;
  }

  async function failureOf(session: Session) {
    const state = await untilState(session, 'failed');
    assert.ok('problem' in state);
    return state.problem;
  }

  before(async () => {
    api = await activateExtension();
    root = vscode.extensions.getExtension(extensionId)?.extensionPath ?? '';
  });

  afterEach(async () => {
    await removeSessions(api);
    await set('proxy', undefined);
    await set('noProxy', undefined);
    await vscode.workspace
      .getConfiguration('sseDebugger')
      .update('endpoints', undefined, vscode.ConfigurationTarget.Workspace);
    await proxy?.stop();
    proxy = undefined;
    sockets.forEach((socket) => socket.destroy());
    for (const server of servers) {
      server.close();
      await once(server, 'close');
    }
    [servers, sockets] = [[], []];
  });

  it('is gone through for http:, and shown', async () => {
    const { address, requests } = await startProxy();
    await set('proxy', `http://${address}`);
    const url = await startStream();
    const session = await connect(api, url);
    await untilEvents(session, 1);
    assert.deepEqual(requests, [{ host: new URL(url).host, form: 'absolute-form', isLetThrough: true }]);
    const { proxy: shown, remoteAddress, httpVersion } = await exchangeOf(session);
    assert.deepEqual([shown, remoteAddress, httpVersion], [address, address, '1.1']);
  });

  for (const [choice, spoken] of [
    [undefined, '2'],
    ['1.1', '1.1'],
    ['2', '2'],
  ] as const) {
    it(`is tunnelled through for https: with HTTP version ${choice ?? 'auto'}, and shown`, async () => {
      const { address, requests } = await startProxy();
      await set('proxy', `http://${address}`);
      const url = await startSecureStream();
      const session = await connectTrusting(url, choice);
      await untilEvents(session, 1);
      assert.deepEqual(requests, [{ host: new URL(url).host, form: 'CONNECT', isLetThrough: true }]);
      const exchange = await exchangeOf(session);
      assert.deepEqual([exchange.proxy, exchange.remoteAddress, exchange.httpVersion], [address, address, spoken]);
      assert.match(exchange.tls?.certificate?.altNames ?? '', /stream\.example/);
      assert.ok(Number(exchange.connectedAt) <= Number(exchange.securedAt));
      await session.disconnect();
      await until('the end of the tunnel', () => sockets.every((socket) => socket.closed));
    });
  }

  it('is not gone through where http.noProxy excludes the host, and none is shown', async () => {
    const { address, requests } = await startProxy();
    await set('proxy', `http://${address}`);
    await set('noProxy', ['stream.example']);
    // Nobody but the proxy knows the host, so without it there is no way.
    const problem = await failureOf(await connect(api, await startStream()));
    assert.equal(problem.code, 'unknown-host');
    const secure = await connectTrusting(await startSecureStream());
    assert.equal((await failureOf(secure)).code, 'unknown-host');
    assert.equal((await exchangeOf(secure)).proxy, '');
    assert.deepEqual(requests, []);
  });

  it('gets the credentials that it asks for, which are shown and kept nowhere', async () => {
    const { address, requests } = await startProxy(credentials);
    await set('proxy', `http://${credentials}@${address}`);
    const all = [await connect(api, await startStream()), await connectTrusting(await startSecureStream())];
    for (const session of all) {
      await untilEvents(session, 1);
      await session.disconnect();
      const shown = JSON.stringify([await session.attempt(1), session.snapshot()]);
      const kept = (await readFile(session.file)).toString('latin1');
      assert.equal((await exchangeOf(session)).proxy, address);
      for (const secret of [password, Buffer.from(credentials).toString('base64')]) {
        assert.ok(!shown.includes(secret) && !kept.includes(secret), 'the credentials of the proxy are shown or kept');
      }
    }
    assert.deepEqual(
      requests.filter(({ isLetThrough }) => isLetThrough).map(({ form }) => form),
      ['absolute-form', 'CONNECT'],
    );
  });

  it('that refuses without credentials is told in words, with what to do', async () => {
    const { address } = await startProxy(credentials);
    await set('proxy', `http://${address}`);
    const all = [
      await connect(api, await startStream()),
      await connectTrusting(await startSecureStream()),
      await connectTrusting(await startSecureStream(), '1.1'),
    ];
    for (const session of all) {
      const problem = await failureOf(session);
      assert.deepEqual([problem.code, problem.status], ['bad-status', 407]);
      const words = describeProblem(problem, (text, ...args) => text.replace('{0}', String(args[0])));
      assert.match(words.happened, /proxy asks for credentials \(status 407\)/);
      assert.match(words.remedy, /http\.proxy/);
      assert.equal((await exchangeOf(session)).proxy, address);
    }
    assert.equal(sockets.length, 0, 'the server hears nothing');
  });

  it('that cannot be reached is told to be what failed, not the server', async () => {
    const stopped = await startProxy();
    const { address } = stopped;
    await stopped.stop();
    proxy = undefined;
    await set('proxy', `http://${credentials}@${address}`);
    for (const session of [await connect(api, await startStream()), await connectTrusting(await startSecureStream())]) {
      const problem = await failureOf(session);
      assert.deepEqual([problem.code, problem.subject, problem.systemCode], ['proxy-failed', address, 'ECONNREFUSED']);
      assert.doesNotMatch(JSON.stringify(problem), new RegExp(password));
    }
  });
});
