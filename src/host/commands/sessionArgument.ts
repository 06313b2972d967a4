import * as vscode from 'vscode';
import type { Session } from '../../engine/session.ts';
import { summariseSession } from '../sessionText.ts';
import type { SessionRegistry } from '../sessionRegistry.ts';
import type { PastCapture } from '../sessionRegistry.ts';

interface SessionArgument {
  readonly session?: Session;
  readonly capture?: PastCapture;
}

function isArgument(argument: unknown): argument is SessionArgument & { readonly kind: 'session' | 'capture' } {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'kind' in argument &&
    (argument.kind === 'session' || argument.kind === 'capture')
  );
}

/** The past capture that a command was called with, if it was. */
export function captureOf(argument: unknown): PastCapture | undefined {
  return isArgument(argument) ? argument.capture : undefined;
}

/** Asks the user for one of the sessions. */
export async function pickSession(sessions: readonly Session[], title: string): Promise<Session | undefined> {
  const items = sessions.map((session) => {
    const snapshot = session.snapshot();
    return {
      label: snapshot.title,
      description: summariseSession(snapshot),
      detail: `${snapshot.method} ${snapshot.url}`,
      session,
    };
  });
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Choose a session') }))?.session;
}

/**
 * The session that a command is about: the one it was called with (a tree's node or an id), else the active one, else
 * the only one that fits, else the one that the user chooses.
 */
export async function resolveSession(
  registry: SessionRegistry,
  argument: unknown,
  title: string,
  fits: (session: Session) => boolean = () => true,
): Promise<Session | undefined> {
  if (typeof argument === 'string') {
    return registry.get(argument);
  }
  if (isArgument(argument) && argument.session !== undefined) {
    return argument.session;
  }
  if (registry.active !== undefined && fits(registry.active)) {
    return registry.active;
  }
  const fitting = registry.sessions().filter(fits);
  return fitting.length <= 1 ? fitting[0] : pickSession(fitting, title);
}
