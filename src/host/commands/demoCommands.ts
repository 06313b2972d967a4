import * as vscode from 'vscode';
import type { DemoServer } from '../../demo/demoServer.ts';
import { views } from '../ids.ts';
import type { Services } from '../services.ts';
import type { CommandFactory } from './command.ts';
import { connectDemo } from './endpointCommands.ts';

async function offerEndpoints(services: Services, server: DemoServer): Promise<void> {
  const items = server.endpoints.map((endpoint) => ({
    label: endpoint.name,
    description: endpoint.description,
    endpoint,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('The demo server runs at {0}', server.url),
    placeHolder: vscode.l10n.t('Choose a stream to watch; all of them are in the Endpoints view'),
    matchOnDescription: true,
  });
  if (choice !== undefined) {
    await connectDemo(services, choice.endpoint);
  }
}

/** Starts the demo server and offers its streams. Returns its URL as soon as it listens. */
export const startDemoServer: CommandFactory = (services) => async () => {
  const server = await services.demo.start();
  // Awaited, as a view that takes the focus closes an input that has it.
  await vscode.commands.executeCommand(`${views.endpoints}.focus`);
  offerEndpoints(services, server).catch((error: unknown) => services.log.error(String(error)));
  return server.url;
};

export const stopDemoServer: CommandFactory =
  ({ demo }) =>
  () =>
    demo.stop();
