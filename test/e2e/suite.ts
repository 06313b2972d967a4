import type { Panel } from '../support/panel.mjs';
import { startSseServer, type SseServer } from '../support/sseServer.ts';
import { startWorkbench, type Workbench } from '../support/workbench.mjs';

/** What all end-to-end tests share: VS Code takes too long to start to do it for each. */
export interface Suite {
  readonly workbench: Workbench;
  readonly server: SseServer;
}

let running: Suite | undefined;

export function suite(): Suite {
  if (running === undefined) {
    throw new Error('The suite is used before it has started: call suite() inside a test or hook.');
  }
  return running;
}

export async function startSuite(): Promise<void> {
  const [workbench, server] = await Promise.all([startWorkbench(), startSseServer()]);
  running = { workbench, server };
}

export async function endSuite(): Promise<void> {
  await running?.server.close();
  running = undefined;
}

/** Connects to a path of the server as the user does, and returns the panel that opens. */
export async function connect(path: string): Promise<Panel> {
  const { workbench, server } = suite();
  await workbench.runCommand('SSE: Connect to URL…', server.url(path));
  return workbench.panel();
}
