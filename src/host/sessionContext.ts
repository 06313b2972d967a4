import * as vscode from 'vscode';
import type { ContextKeys } from './contextKeys.ts';
import type { DemoService } from './demoService.ts';
import { contextKeys } from './ids.ts';
import { Pacer } from './pacer.ts';
import type { SessionRegistry } from './sessionRegistry.ts';

/** Sessions change ten times a second each, and menus are looked at now and then. */
const updateIntervalMs = 100;

/** Keeps the context keys true to the sessions and the demo server. */
export function followContext(keys: ContextKeys, sessions: SessionRegistry, demo: DemoService): vscode.Disposable {
  const pacer = new Pacer(updateIntervalMs, () => {
    keys.set(contextKeys.hasSessions, sessions.sessions().length > 0);
    keys.set(contextKeys.hasLiveSessions, sessions.live().length > 0);
    const open = sessions.active?.snapshot();
    keys.set(contextKeys.canPauseReading, open?.state.name === 'open' && !open.isReadingPaused);
    keys.set(contextKeys.canResumeReading, open?.isReadingPaused ?? false);
    keys.set(contextKeys.canUndoClear, (sessions.active?.snapshot().clearedRecords ?? 0) > 0);
  });
  const update = (): void => pacer.request();
  return vscode.Disposable.from(
    pacer,
    sessions.onDidChangeList(update),
    sessions.onDidChangeSession(update),
    sessions.onDidChangeActive(update),
    demo.onDidChange(() => keys.set(contextKeys.demoRunning, demo.server !== undefined)),
  );
}
