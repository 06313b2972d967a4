import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';
import { commands, walkthrough } from '../ids.ts';
import type { Services } from '../services.ts';
import type { CommandFactory } from './command.ts';
import { connect } from './connect.ts';
import { startDemoServer, stopDemoServer } from './demoCommands.ts';
import { addEndpoint, connectEndpoint, editEndpoint, openEndpoint, removeEndpoint } from './endpointCommands.ts';
import { forgetSecrets } from './forgetSecrets.ts';
import { clear, disconnect, openSession, reconnect, removeSession, undoClear } from './sessionCommands.ts';

const factories: Readonly<Record<CommandId, CommandFactory>> = {
  [commands.connect]: connect,
  [commands.disconnect]: disconnect,
  [commands.reconnect]: reconnect,
  [commands.clear]: clear,
  [commands.undoClear]: undoClear,
  [commands.startDemoServer]: startDemoServer,
  [commands.stopDemoServer]: stopDemoServer,
  [commands.showLog]: (services) => () => services.log.show(),
  [commands.addEndpoint]: addEndpoint,
  [commands.editEndpoint]: editEndpoint,
  [commands.removeEndpoint]: removeEndpoint,
  [commands.connectEndpoint]: connectEndpoint,
  [commands.openEndpoint]: openEndpoint,
  [commands.openSession]: openSession,
  [commands.removeSession]: removeSession,
  [commands.forgetSecrets]: forgetSecrets,
  [commands.openWalkthrough]: (services) => () =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', `${services.extensionId}#${walkthrough}`),
};

/** Registers every command of the manifest. */
export function registerCommands(services: Services): vscode.Disposable {
  const registered = Object.entries(factories).map(([id, factory]) =>
    vscode.commands.registerCommand(id, factory(services)),
  );
  return vscode.Disposable.from(...registered);
}
