import * as vscode from 'vscode';
import type { ContextKeys } from './contextKeys.ts';
import type { DemoService } from './demoService.ts';
import { contextKeys } from './ids.ts';
import type { SessionRegistry } from './sessionRegistry.ts';

/** Keeps the context keys true to the sessions and the demo server. */
export function followContext(keys: ContextKeys, sessions: SessionRegistry, demo: DemoService): vscode.Disposable {
  const update = (): void => {
    keys.set(contextKeys.hasSessions, sessions.sessions().length > 0);
    keys.set(contextKeys.hasLiveSessions, sessions.live().length > 0);
    keys.set(contextKeys.canUndoClear, (sessions.active?.snapshot().clearedRecords ?? 0) > 0);
  };
  return vscode.Disposable.from(
    sessions.onDidChangeList(update),
    sessions.onDidChangeSession(update),
    sessions.onDidChangeActive(update),
    demo.onDidChange(() => keys.set(contextKeys.demoRunning, demo.server !== undefined)),
  );
}
