import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ToPanel } from '../../src/core/protocol/panelMessages.ts';
import type { Session } from '../../src/engine/session.ts';
import type { ExtensionApi } from '../../src/extension.ts';
import { ListLayouts } from '../../src/host/listLayouts.ts';
import { FilterLibrary } from '../../src/host/filterLibrary.ts';
import { WebviewLink } from '../../src/host/webviewLink.ts';
import { startSseServer, type SseServer } from '../support/sseServer.ts';
import { until } from '../support/until.ts';
import { activateExtension, connect, removeSessions, untilEvents } from './extension.ts';

/** A memory that keeps nothing. */
class EmptyMemento implements vscode.Memento {
  keys(): readonly string[] {
    return [];
  }

  get(): undefined {
    return undefined;
  }

  update(): Thenable<void> {
    return Promise.resolve();
  }
}

/** A webview that only notes what it is told. */
class NotingWebview {
  readonly posted: ToPanel[] = [];
  readonly #received = new vscode.EventEmitter<unknown>();
  readonly onDidReceiveMessage = this.#received.event;

  postMessage(message: ToPanel): Thenable<boolean> {
    this.posted.push(message);
    return Promise.resolve(true);
  }

  ask(message: unknown): void {
    this.#received.fire(message);
  }

  /** Waits for the answer to a question. */
  answer(requestId: number): Promise<ToPanel> {
    return until(`the answer ${requestId}`, () =>
      this.posted.find((message) => 'requestId' in message && message.requestId === requestId),
    );
  }
}

/** Remembers nothing. */
const noMemento: vscode.Memento = {
  keys: () => [],
  get: <T>(_key: string, defaultValue?: T) => defaultValue,
  update: () => Promise.resolve(),
};

describe('the link to a webview', () => {
  let api: ExtensionApi;
  let server: SseServer;
  let log: vscode.LogOutputChannel;
  let webview: NotingWebview;
  let link: WebviewLink;
  const listLayouts = new ListLayouts(noMemento);

  before(async () => {
    api = await activateExtension();
    server = await startSseServer();
    log = vscode.window.createOutputChannel('SSE Debugger Test', { log: true });
  });

  beforeEach(() => {
    webview = new NotingWebview();
    link = new WebviewLink({
      webview,
      isVisible: () => true,
      reveal: () => undefined,
      filters: new FilterLibrary(new EmptyMemento()),
      log,
      listLayouts,
    });
    webview.ask({ type: 'ready' });
  });

  afterEach(async () => {
    link.dispose();
    await removeSessions(api);
  });

  after(async () => {
    log.dispose();
    await server.close();
  });

  async function twoSessions(): Promise<readonly [Session, Session]> {
    const first = await connect(api, server.url('/many?count=1'));
    const second = await connect(api, server.url('/many?count=2'));
    await untilEvents(first, 1);
    await untilEvents(second, 2);
    return [first, second];
  }

  const questions = [
    { type: 'getRows', requestId: 1, kinds: ['event'], first: 0, count: 10 },
    { type: 'getRecord', requestId: 2, seq: 0 },
    { type: 'getTimeline', requestId: 3, bins: 16 },
    { type: 'getAttempt', requestId: 4, number: 1 },
  ] as const;

  it('answers questions about the session that is shown', async () => {
    const [first] = await twoSessions();
    link.show(first);
    for (const question of questions) {
      webview.ask(question);
      assert.notEqual((await webview.answer(question.requestId)).type, 'requestFailed');
    }
  });

  it('gives no answer of a session after another one is shown, but says that there is none', async () => {
    const [first, second] = await twoSessions();
    link.show(first);
    questions.forEach((question) => webview.ask(question));
    link.show(second);
    for (const { requestId } of questions) {
      assert.equal((await webview.answer(requestId)).type, 'requestFailed');
    }
  });

  it('tells of another session at once', async () => {
    const [first, second] = await twoSessions();
    link.show(first);
    link.show(second);
    const told = webview.posted.flatMap((message) => (message.type === 'snapshot' ? [message.snapshot?.id] : []));
    assert.deepEqual(told, [first.id, second.id]);
  });
});
