import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Session } from '../../src/engine/session.ts';
import type { ExtensionApi } from '../../src/extension.ts';
import { until } from '../support/until.ts';

export const extensionId = 'sse-debugger.sse-debugger';

/** The running extension, activated. */
export async function activateExtension(): Promise<ExtensionApi> {
  const extension = vscode.extensions.getExtension<ExtensionApi>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return extension.activate();
}

/** Runs the command to connect, and returns the session that it opened. */
export async function connect(api: ExtensionApi, request: unknown): Promise<Session> {
  const id = await vscode.commands.executeCommand<string>('sseDebugger.connect', request);
  const session = api.sessions.get(id);
  assert.ok(session, 'no session was opened');
  return session;
}

/** Waits until a session is in a state. */
export async function untilState(session: Session, name: ReturnType<Session['snapshot']>['state']['name']) {
  return until(`the state ${name}`, () => {
    const { state } = session.snapshot();
    return state.name === name && state;
  });
}

/** Waits until a session has received a number of events. */
export async function untilEvents(session: Session, count: number): Promise<void> {
  await until(`${count} events`, () => session.snapshot().kinds.event >= count);
}

/** Titles of all tabs that hold a panel of the extension. */
export function panelTitles(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('sseDebugger.panel'))
    .map(({ label }) => label);
}

/** Removes everything that a test has opened. */
export async function removeSessions(api: ExtensionApi): Promise<void> {
  for (const session of api.sessions.sessions()) {
    await api.sessions.remove(session);
  }
}
